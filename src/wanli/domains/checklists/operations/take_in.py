"""Take in a list that somebody above sends, and say what its columns are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wanli.domains.checklists.access import (
    MANAGE,
    CheckList,
    KnownColumns,
    Sender,
    held_list,
)
from wanli.domains.checklists.vault import LIST
from wanli.domains.people.operations.import_roster import masked_sample
from wanli.domains.places.access import place_for
from wanli.domains.places.models import Place
from wanli.domains.places.tree import hold_tree
from wanli.ground.keys import keyring
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.errors import Refused
from wanli.kernel.masking import mask_name
from wanli.reading import asked
from wanli.reading.asked import ASK, WHO, Words
from wanli.reading.dropdowns import dropdowns
from wanli.reading.layout import Column, Layout
from wanli.reading.values import Unreadable
from wanli.reading.workbook import Sheet

MOST_ROWS = 50_000
FARTHEST = timedelta(days=60)
State = CheckList.State


@dataclass(frozen=True, slots=True)
class Letter:
    """What comes with a list: from whom, what it is about, until when."""

    sender: str
    """By name."""
    due_at: datetime
    about: str = ""


def take_in_list(
    *, access: Access, label: str, content: bytes, file_name: str, letter: Letter
) -> CheckList:
    """Keep a list for this place and say what its columns are; nobody is looked for yet.

    A sender's headings that are known keep their meaning and words: then nothing needs to be
    said (``is_known``). Permission ``checklist.manage`` there; ``Refused`` when it cannot be read.
    """
    name = " ".join(letter.sender.split())[:40]
    if not name:
        raise Refused(_("请写是谁发来的。"), field="sender")
    _in_time(letter.due_at)
    with transaction.atomic():
        place_for(access, label, MANAGE)
    try:
        # Takes seconds: before the tree is held.
        sheets, layouts = asked.read(content, file_name)
        offered = dropdowns(content)
    except Unreadable as wrong:
        raise Refused(wrong.message, field="file", **wrong.params) from None
    total = sum(len(s.rows) - one.first_row for s, one in zip(sheets, layouts, strict=True))
    if total > MOST_ROWS:
        raise Refused(
            _("名单有 {n} 行,一次最多 {most} 行。请分成几个文件。"), field="file", n=total,
            most=MOST_ROWS,
        )  # fmt: skip
    with transaction.atomic():
        hold_tree()
        place = place_for(access, label, MANAGE)
        sender = _sender(place, name)
        return CheckList.objects.create(
            place=place, path=place.path, sender=sender, about=" ".join(letter.about.split())[:80],
            file_name=file_name[-120:], content=keyring().seal_bytes(LIST, content),
            due_at=letter.due_at, mapping=_mapping(sender, sheets, layouts, offered), total=total,
            by_id=access.user_id,
        )  # fmt: skip


def _in_time(due_at: datetime) -> None:
    now = clock.now()
    if not now - timedelta(days=1) <= due_at <= now + FARTHEST:
        raise Refused(_("请填一个今天以后 60 天以内的截止时间。"), field="due_at")


def _sender(place: Place, name: str) -> Sender:
    made, _new = Sender.objects.get_or_create(path=place.path, name=name, defaults={"place": place})
    return made


def is_known(found: CheckList) -> bool:
    """Whether this sender has sent lists under all of these headings before."""
    prints = {sheet["fingerprint"] for sheet in found.mapping}
    known = KnownColumns.objects.filter(sender=found.sender_id, fingerprint__in=prints)
    return known.count() == len(prints) and not _unworded(found)


def _mapping(
    sender: Sender,
    sheets: Sequence[Sheet],
    layouts: Sequence[Layout],
    offered: Mapping[str, Mapping[int, Sequence[str]]],
) -> list[dict[str, Any]]:
    known = {
        one.fingerprint: {column["index"]: column for column in one.columns}
        for one in KnownColumns.objects.filter(
            sender=sender, fingerprint__in=[one.fingerprint for one in layouts]
        )
    }
    found = []
    for sheet, one in zip(sheets, layouts, strict=True):
        fingerprint = one.fingerprint
        before, lists = known.get(fingerprint, {}), offered.get(sheet.name, {})
        asked.as_given({index: column["field"] for index, column in before.items()}, one)
        columns = [
            {
                "index": column.index,
                "heading": column.heading[:40],
                "field": column.field,
                "samples": [_masked(column.field, said) for said in column.samples],
                "words": _words(
                    column, before.get(column.index, {}).get("words"), lists.get(column.index, ())
                ),
                "choices": list(lists.get(column.index, ())),
            }
            for column in one.columns
        ]
        found.append({"sheet": sheet.name, "fingerprint": fingerprint, "columns": columns})
    return found


def _words(column: Column, before: dict[str, str] | None, choices: Sequence[str]) -> dict[str, str]:
    """Yes, no and nobody: as this sender had them before, as its own list of words has them, or as
    such a column is usually answered."""
    if before and (not choices or set(before.values()) <= set(choices)):
        return before
    if choices and (found := asked.words_among(choices)):
        return found.as_data()
    return asked.words_for(column.heading, column.field.removeprefix(ASK)).as_data()


def _unworded(found: CheckList) -> str:
    """The heading of a column of which nobody has said yet which of its own words say yes, no and
    nobody; empty where there is none."""
    for sheet in found.mapping:
        for one in sheet["columns"]:
            allowed, fact = set(one.get("choices", ())), one["field"].removeprefix(ASK)
            asks = one["field"].startswith(ASK) and fact in asked.YES_NO
            if asks and allowed and not set(one["words"].values()) <= allowed:
                return str(one["heading"])
    return ""


def _masked(field: str, said: str) -> str:
    """What nobody knows the meaning of is masked as a name is."""
    return masked_sample(field, said) if field in WHO else mask_name(said)


def say_columns(
    *, access: Access, list_id: UUID, columns: Sequence[Mapping[int, Mapping[str, str]]]
) -> CheckList:
    """Take the columns of each sheet for what the reader says: ``field`` and, for a column that is
    answered by yes or no, ``yes``, ``no``, ``none``. Remembered for this sender's next list.

    ``Refused`` while no column says who, or none asks.
    """
    with transaction.atomic():
        found = held_list(access, list_id)
        if found.state != State.READ:
            raise Refused(_("这份名单已经在办了,不能再改。"))
        for sheet, given in zip(found.mapping, columns, strict=False):
            for column in sheet["columns"]:
                _say(column, given.get(column["index"], {}))
            fields = [column["field"] for column in sheet["columns"]]
            if not any(field in ("name", "document", "phones") for field in fields):
                raise Refused(_("请指明哪一列是姓名、证件号或电话。"), field="columns")
            if not any(field.startswith(ASK) for field in fields):
                raise Refused(_("请指明哪一列要我们填。"), field="columns")
        if heading := _unworded(found):
            raise Refused(
                _("“{heading}”只能从下拉列表里选:请指明“是”“不是”“查无此人”各写哪一项。"),
                field="columns", heading=heading,
            )  # fmt: skip
        _remember(found)
        found.save(update_fields=["mapping"])
    return found


def _say(column: dict[str, Any], given: Mapping[str, str]) -> None:
    field = given.get("field", column["field"])
    column["field"] = field if asked.is_field(field) else ""
    words = column["words"] or Words().as_data()
    if column.get("choices"):
        # To the letter, as its drop-down list has it.
        column["words"] = {key: given.get(key) or words[key] for key in words}
        return
    column["words"] = {
        key: " ".join(given.get(key, words[key]).split())[:20] or words[key] for key in words
    }


def _remember(found: CheckList) -> None:
    for sheet in found.mapping:
        kept = [
            {"index": one["index"], "field": one["field"], "words": one["words"]}
            for one in sheet["columns"]
        ]
        KnownColumns.objects.update_or_create(
            sender_id=found.sender_id,
            fingerprint=sheet["fingerprint"],
            defaults={"path": found.path, "columns": kept, "used_at": clock.now()},
        )
