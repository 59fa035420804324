"""Notices of key areas: read from a file, looked at, proposed, adopted by a second person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wanli.domains.arrivals.areas import area_of, areas_of
from wanli.domains.arrivals.models import AreaNotice, KeyArea, Level
from wanli.domains.arrivals.operations.rejudge import begin_rejudging
from wanli.domains.arrivals.rules import notice as reading
from wanli.domains.arrivals.rules.areas import Area, KeyAreas
from wanli.domains.arrivals.rules.changes import Change, after, changes
from wanli.domains.arrivals.rules.notice import FIELDS, Defaults, Line
from wanli.domains.places.access import place_for
from wanli.domains.places.tree import hold_tree
from wanli.kernel import clock
from wanli.kernel.access import Access, covers
from wanli.kernel.errors import Hidden, Refused
from wanli.reading import workbook
from wanli.reading.layout import Layout
from wanli.reading.values import Unreadable
from wanli.reading.workbook import Sheet

State = AreaNotice.State
EARLIEST = timedelta(days=365)
LATEST = timedelta(days=30)
DECIDED = _("这份通告已经定了,不能再改。请另外导入一份。")


@dataclass(frozen=True, slots=True)
class Terms:
    """What somebody says about a notice."""

    title: str
    day: date
    level: str
    whole: bool


def take_in(
    *, access: Access, label: str, content: bytes, file_name: str, terms: Terms
) -> AreaNotice:
    """Read a notice of key areas; nothing on the list changes. Permission ``plan.draft``.

    ``Refused``: no file that can be read, no heading, a day that cannot be.
    """
    terms = _checked(terms)
    with transaction.atomic():
        place_for(access, label, "plan.draft")
    try:
        laid = reading.laid_out(workbook.read(content, file_name))
    except Unreadable as wrong:
        raise Refused(wrong.message, field="file", **wrong.params) from None
    with transaction.atomic():
        hold_tree()
        place = place_for(access, label, "plan.draft")
        if place.kind != "subdistrict":
            raise Refused(_("重点地区名单归街道,请选街道。"), field="label")
        found = AreaNotice(
            place=place, path=place.path, by_id=access.user_id, file_name=file_name[-120:],
            content=content,
        )  # fmt: skip
        _put(found, laid, terms)
        found.save(force_insert=True)
    return found


def change(
    *, access: Access, notice_id: UUID, columns: Sequence[Mapping[int, str]], terms: Terms
) -> AreaNotice:
    """Take columns and terms for what the reader says, and look again.

    Permission ``plan.draft``.
    """
    terms = _checked(terms)
    with transaction.atomic():
        found = held(access, notice_id, "plan.draft")
        _only(found, State.READ)
        laid = reading.laid_out(workbook.read(bytes(found.content or b""), found.file_name))
        for (_sheet, layout), given in zip(laid, columns, strict=False):
            for column in layout.columns:
                wanted = given.get(column.index, column.field)
                column.field = wanted if wanted in FIELDS else ""
        _put(found, laid, terms)
        found.save()
    return found


def propose(*, access: Access, notice_id: UUID) -> AreaNotice:
    """Lay it before a second person. Twice changes nothing. ``Refused`` with lines that could not
    be read: they are mended in the file first. Permission ``plan.draft``."""
    with transaction.atomic():
        found = held(access, notice_id, "plan.draft")
        if found.state == State.PROPOSED:
            return found
        _only(found, State.READ)
        if found.wrong:
            raise Refused(_("还有 {n} 行读不出来。请在表里改好,重新导入。"), n=len(found.wrong))
        if all(one.kind == "same" for one in changes_of(found)):
            raise Refused(_("和现在的名单一样,没有要通过的。"))
        found.state = State.PROPOSED
        found.proposed_by_id, found.proposed_at = access.user_id, clock.now()
        found.save(update_fields=["state", "proposed_by", "proposed_at"])
    return found


def drop(*, access: Access, notice_id: UUID) -> AreaNotice:
    """Do without it. Twice changes nothing. By whoever drafts or adopts."""
    with transaction.atomic():
        found = held(access, notice_id, "plan.view")
        if not (access.can("plan.draft", found.path) or access.can("plan.adopt", found.path)):
            raise Hidden
        if found.state == State.DROPPED:
            return found
        _only(found, State.READ, State.PROPOSED)
        found.state, found.content = State.DROPPED, None
        found.save(update_fields=["state", "content"])
    return found


def adopt(*, access: Access, notice_id: UUID) -> AreaNotice:
    """Make the list what the notice says, and have everybody judged again by the worker, all from
    one transaction. Twice changes nothing.

    Permission ``plan.adopt``, and not by the one who proposed it.
    """
    with transaction.atomic():
        found = held(access, notice_id, "plan.adopt")
        if found.state == State.ADOPTED:
            return found
        _only(found, State.PROPOSED)
        if found.proposed_by_id == access.user_id:
            raise Refused(_("这是您自己提交的,请由另一位有权通过的人来通过。"))
        _write(found, changes_of(found))
        found.state, found.content = State.ADOPTED, None
        found.adopted_by_id, found.adopted_at = access.user_id, clock.now()
        found.save(update_fields=["state", "content", "adopted_by", "adopted_at"])
        begin_rejudging(access, found.place)
    return found


def notice_for(access: Access, notice_id: UUID) -> AreaNotice:
    """The notice; ``Hidden`` when missing or not open to ``access``: an adopted one to everybody
    below its place, any other to those who draft or adopt."""
    found = AreaNotice.objects.select_related("place", "by", "proposed_by", "adopted_by")
    one = found.defer("place__geometry", "content").filter(pk=notice_id).first()
    if one is None:
        raise Hidden
    maker = access.can("plan.draft", one.path) or access.can("plan.adopt", one.path)
    below = any(covers(one.path, own) for own in access.paths("plan.view"))
    if not (maker or (one.state == State.ADOPTED and (below or access.can("plan.view", one.path)))):
        raise Hidden
    return one


def held(access: Access, notice_id: UUID, permission: str) -> AreaNotice:
    """The notice, locked."""
    hold_tree()
    rows = AreaNotice.objects.select_related("place").select_for_update(of=("self",))
    found = rows.defer("place__geometry").filter(pk=notice_id).first()
    if found is None or not access.can(permission, found.path):
        raise Hidden
    return found


def changes_of(found: AreaNotice) -> list[Change]:
    """What it would change of the list as it stands."""
    standing = areas_of(KeyArea.objects.filter(place=found.place_id))
    return changes(standing, lines_of(found), whole=found.whole, day=found.day)


def areas_after(found: AreaNotice) -> KeyAreas:
    """The list as it would be."""
    standing = areas_of(KeyArea.objects.filter(place=found.place_id))
    made = changes(standing, lines_of(found), whole=found.whole, day=found.day)
    return KeyAreas(after(standing, made))


def lines_of(found: AreaNotice) -> list[Line]:
    """Its lines as the rules take them."""
    return [
        Line(
            one["code"], one["name"], one["words"], one["level"],
            date.fromisoformat(one["since"]),
            date.fromisoformat(one["until"]) if one["until"] else None,
        )
        for one in found.lines
    ]  # fmt: skip


def _write(found: AreaNotice, made: Sequence[Change]) -> None:
    """The rows that differ between the list before and after: those gone first."""
    rows = {area_of(row): row for row in KeyArea.objects.filter(place=found.place_id)}
    wanted = after(list(rows), made)
    left = [row.pk for area, row in rows.items() if area not in wanted]
    KeyArea.objects.filter(pk__in=left).delete()
    KeyArea.objects.bulk_create(
        KeyArea(
            place_id=found.place_id, path=found.path, notice=_brought(found, rows, area),
            code=area.code, name=area.name, words=area.words, level=area.level,
            since=area.since, until=area.until,
        )
        for area in wanted
        if area not in rows
    )  # fmt: skip


def _brought(found: AreaNotice, rows: Mapping[Area, KeyArea], area: Area) -> AreaNotice | None:
    """The notice that put the area on the list: an end that was set leaves that as it was."""
    for known, row in rows.items():
        if (known.key, known.level, known.since) == (area.key, area.level, area.since):
            return row.notice
    return found


def _put(found: AreaNotice, laid: list[tuple[Sheet, Layout]], terms: Terms) -> None:
    read = reading.read(laid, Defaults(terms.level, terms.day))  # type: ignore[arg-type]
    if not read.lines and not read.wrong:
        raise Refused(_("表里一个地方也没有。请核对是不是这张表。"), field="file")
    found.title, found.day, found.level, found.whole = (
        terms.title, terms.day, terms.level, terms.whole,
    )  # fmt: skip
    found.lines = [
        asdict(one)
        | {"since": one.since.isoformat(), "until": one.until.isoformat() if one.until else ""}
        for one in read.lines
    ]
    found.wrong = [asdict(one) for one in read.wrong]
    found.mapping = [
        {
            "sheet": sheet.name,
            "columns": [
                {
                    "index": one.index, "heading": one.heading[:40], "field": one.field,
                    "samples": list(one.samples),
                }
                for one in layout.columns
            ],
        }
        for sheet, layout in laid
    ]  # fmt: skip


def _checked(terms: Terms) -> Terms:
    title = " ".join(terms.title.split())[:80]
    if not title:
        raise Refused(_("请写通告的名称或文号。"), field="title")
    if terms.level not in Level.values:
        raise Refused(_("请选一个等级。"), field="level")
    today = clock.today()
    if not today - EARLIEST <= terms.day <= today + LATEST:
        raise Refused(_("这一天要在一年以内,最晚 {n} 天后。"), field="day", n=LATEST.days)
    return Terms(title, terms.day, terms.level, terms.whole)


def _only(found: AreaNotice, *states: str) -> None:
    if found.state not in states:
        if found.state == State.PROPOSED:
            raise Refused(_("这份通告已经提交,等人通过。"))
        if found.state == State.READ:
            raise Refused(_("这份通告还没有提交,或者已经退回。请刷新再看。"))
        raise Refused(DECIDED)
