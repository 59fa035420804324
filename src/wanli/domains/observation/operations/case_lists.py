"""Take a list of contacts in: read it, say what would happen, open the cases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wanli.domains.jobs.operations.ask import ask
from wanli.domains.jobs.queries import Job
from wanli.domains.jobs.registry import Made, Tell
from wanli.domains.observation import lists
from wanli.domains.observation.lists import FIELDS, KINDS, LEFT_OUT, NEW, REFUSED, Found, list_for
from wanli.domains.observation.models import Case, CaseList, Reason
from wanli.domains.observation.operations.open_case import Opening, open_case
from wanli.domains.observation.planned import term_of
from wanli.domains.observation.vault import LIST
from wanli.domains.people.operations.import_roster import masked_sample
from wanli.domains.people.refused import refused_workbook
from wanli.domains.people.rosters import Reading
from wanli.domains.places.access import place_for
from wanli.domains.places.tree import hold_tree
from wanli.domains.plans.queries import plan_in_force
from wanli.ground.keys import keyring
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.errors import Hidden, Refused
from wanli.kernel.masking import mask_name
from wanli.reading.roster import Problem
from wanli.reading.values import Unreadable

KIND = "observation.list"
SHOWN = 200
"""Rows kept for the preview, of each kind."""
State = CaseList.State


@dataclass(frozen=True, slots=True)
class Terms:
    """What holds for all of a list whose rows do not say otherwise."""

    reason: str
    term: str
    since: date | None = None
    apart: bool = False


def take_in_list(
    *, access: Access, label: str, content: bytes, file_name: str, terms: Terms
) -> CaseList:
    """Keep a file of people who live below this place, and say what is in it; no case is opened.

    Permission ``observation.manage`` there. ``Refused`` when the file cannot be read.
    """
    with transaction.atomic():
        path = place_for(access, label, "observation.manage").path
        _refuse_terms(path, terms)
    try:
        # Takes seconds: before the tree is held.
        reading = lists.read_list(content, file_name)
    except Unreadable as wrong:
        raise Refused(wrong.message, field="file", **wrong.params) from None
    with transaction.atomic():
        hold_tree()
        place = place_for(access, label, "observation.manage")
        found = CaseList(
            place=place, path=place.path, by_id=access.user_id, file_name=file_name[-120:],
            content=keyring().seal_bytes(LIST, content), reason=terms.reason, term=terms.term,
            since=terms.since, apart=terms.apart, mapping=_mappings(reading),
        )  # fmt: skip
        _preview(found, reading)
        found.save(force_insert=True)
    return found


def change_list(
    *, access: Access, list_id: UUID, columns: Sequence[Mapping[int, str]], terms: Terms
) -> CaseList:
    """Take the columns for what the reader says, other terms for all, and look again."""
    with transaction.atomic():
        found = _held(access, list_id)
        if found.state != State.READ:
            raise Refused(_("这份名单已经开始办了,不能再改。"))
        _refuse_terms(found.path, terms)
        reading = reread(found)
        for layout, given in zip(reading.layouts, columns, strict=False):
            for column in layout.columns:
                wanted = given.get(column.index, column.field)
                column.field = wanted if wanted in FIELDS else ""
            if "name" not in layout.mapping().values():
                raise Refused(_("请指明哪一列是姓名。"), field="columns")
        found.reason, found.term = terms.reason, terms.term
        found.since, found.apart = terms.since, terms.apart
        found.mapping = _mappings(reading)
        _preview(found, reading)
        found.save()
    return found


def start_list(*, access: Access, list_id: UUID) -> Job | None:
    """Have the cases opened by the worker. Asked twice, it is one job; none when it is over."""
    with transaction.atomic():
        found = _held(access, list_id)
        if found.state not in (State.READ, State.RUNNING):
            return None
        found.state = State.RUNNING
        found.save(update_fields=["state"])
        asked = {"list": str(found.pk)}
        return ask(access=access, kind=KIND, place=found.place, asked=asked, about=found.pk)


def drop_list(*, access: Access, list_id: UUID) -> None:
    """Do not open them; the file goes. Twice changes nothing."""
    with transaction.atomic():
        found = _held(access, list_id)
        if found.state == State.READ:
            found.state, found.content = State.CANCELLED, None
            found.save(update_fields=["state", "content"])


def open_list(access: Access, asked: dict[str, Any], tell: Tell) -> Made | None:
    """Open a case for each new row, a person a transaction.

    Killed and called again it goes on: each row has its own case id, and who is observed by then
    is not observed twice. What somebody else opened meanwhile is left out and says so.
    """
    list_id = UUID(asked["list"])
    with transaction.atomic():
        found = list_for(access, list_id)
        if found.state != State.RUNNING:
            return None
        reading = reread(found)
        verdicts = list(lists.judge(found, reading))
    ours = _ours(found, verdicts)
    due = [one for one in verdicts if one.kind == NEW or _row_id(found, one) in ours]
    tell(0, len(due))
    for n, verdict in enumerate(due, 1):
        try:
            _open(access, found, verdict)
        except (Refused, Hidden) as said:
            _say(verdict, said)
        tell(n, len(due))
    _finish(access, list_id, reading, verdicts)
    return None


def _open(access: Access, found: CaseList, verdict: Found) -> None:
    assert verdict.known is not None
    assert verdict.since is not None
    opening = Opening(verdict.reason, found.term, verdict.since, apart=verdict.apart)
    open_case(
        access=access,
        person_id=verdict.known.id,
        opening=opening,
        case_id=_row_id(found, verdict),
    )


def _say(verdict: Found, said: Refused | Hidden) -> None:
    """Why this row opened nothing after all."""
    if isinstance(said, Refused):
        params = {name: str(value) for name, value in said.params.items()}
        verdict.refuse(REFUSED, str(said.message), **params)
    else:
        verdict.refuse(REFUSED, "这个人不在您的岗位范围里了。")


def _row_id(found: CaseList, verdict: Found) -> UUID:
    """The id of the case that a row opens: always the same."""
    return uuid5(found.pk, f"{verdict.entry.sheet}:{verdict.entry.row}")


def _ours(found: CaseList, verdicts: Sequence[Found]) -> set[UUID]:
    """The rows whose cases an earlier run of this list has opened."""
    ids = [_row_id(found, one) for one in verdicts]
    with transaction.atomic():
        return set(Case.objects.filter(pk__in=ids).values_list("pk", flat=True))


def _finish(access: Access, list_id: UUID, reading: Reading, verdicts: Sequence[Found]) -> None:
    with transaction.atomic():
        found = _held(access, list_id)
        left_out = [one for one in verdicts if one.kind in LEFT_OUT]
        if left_out:
            book = refused_workbook(reading.sheets, reading.layouts, left_out)
            found.refused_rows = keyring().seal_bytes(LIST, book)
        found.opened = len(_ours(found, verdicts))
        found.summary = {**found.summary, "left_out": len(left_out)}
        found.state, found.content, found.finished_at = State.DONE, None, clock.now()
        found.save()


def reread(found: CaseList) -> Reading:
    """The kept file, laid out as it was agreed."""
    if found.content is None:
        raise Refused(_("文件已经删除,请重新上传。"))
    content = keyring().open_bytes(LIST, found.content)
    reading = lists.read_list(content, found.file_name)
    for layout, agreed in zip(reading.layouts, found.mapping, strict=True):
        fields = {column["index"]: column["field"] for column in agreed["columns"]}
        for column in layout.columns:
            column.field = fields.get(column.index, "")
    return reading


def refused_rows(found: CaseList) -> bytes | None:
    """The workbook of refused rows, in the clear; none where all went well."""
    return keyring().open_bytes(LIST, found.refused_rows) if found.refused_rows else None


def _held(access: Access, list_id: UUID) -> CaseList:
    hold_tree()
    rows = CaseList.objects.select_for_update(of=("self",)).select_related("place")
    found = rows.filter(pk=list_id).first()
    if found is None or not access.can("observation.manage", found.path):
        raise Hidden
    return found


def _refuse_terms(path: str, terms: Terms) -> None:
    if terms.reason not in Reason.values:
        raise Refused(_("请选一个观察的原因。"), field="reason")
    if term_of(plan_in_force(path).plan, terms.term) is None:
        raise Refused(_("这个观察期不在现在的预案里,请另选一个。"), field="term")


def _mappings(reading: Reading) -> list[dict[str, Any]]:
    return [
        {
            "sheet": sheet.name,
            "columns": [
                {
                    "index": one.index,
                    "heading": one.heading[:40],
                    "field": one.field if one.field in FIELDS else "",
                    "samples": [masked_sample(one.field, said) for said in one.samples],
                }
                for one in found.columns
            ],
        }
        for sheet, found in zip(reading.sheets, reading.layouts, strict=True)
    ]


def _preview(found: CaseList, reading: Reading) -> None:
    """Counts, and the first rows of each kind, without any personal data in the clear."""
    counts: Counter[str] = Counter()
    shown: dict[str, list[dict[str, Any]]] = {kind: [] for kind in KINDS}
    for verdict in lists.judge(found, reading):
        counts[verdict.kind] += 1
        if len(shown[verdict.kind]) < SHOWN:
            shown[verdict.kind].append(_row(reading, verdict))
    found.summary = {"counts": {kind: counts[kind] for kind in KINDS}, "rows": shown}


def _row(reading: Reading, verdict: Found) -> dict[str, Any]:
    return {
        "sheet": reading.sheets[verdict.entry.sheet].name,
        "row": verdict.entry.row + 1,
        "name": mask_name(verdict.entry.name),
        "reason": verdict.reason,
        "since": verdict.since.isoformat() if verdict.since else "",
        "last": verdict.last.isoformat() if verdict.last else "",
        "apart": verdict.apart,
        "case": str(verdict.case) if verdict.case else "",
        "problems": [[one.message, _plain(one)] for one in verdict.problems],
    }


def _plain(problem: Problem) -> dict[str, str]:
    return {name: str(value) for name, value in problem.params.items()}
