"""Record what came of a visit to a door."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from wanli.domains.canvass.access import held_door
from wanli.domains.canvass.before import as_it_is
from wanli.domains.canvass.measures import OF_A_DOOR
from wanli.domains.canvass.models import Door, Visit
from wanli.domains.canvass.rules.questions import accepted, from_data
from wanli.domains.ledger.entries import settle
from wanli.domains.people.operations.move_out import move_out
from wanli.domains.people.operations.register import Newcomer, register
from wanli.domains.people.operations.set_home_use import set_home_use
from wanli.domains.plans.rules.content import DoorResult
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.errors import Refused
from wanli.kernel.ids import uuid7

LATEST = timedelta(days=14)
"""A visit older than this is no longer news: it is typed in as a note."""


WRONG_ANSWERS = {
    "choice": _("这个回答不在选项里,请重新点。"),
    "number": _("请写一个数,例如 3。"),
    "date": _("请写成 2020-02-14 这样的日期。"),
    "words": _("太长了,请缩到 200 个字以内。"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """What was learnt at the door."""

    result: str
    answers: Mapping[str, str]
    note: str = ""
    next_visit: date | None = None
    gone: Sequence[UUID] = ()
    """People who no longer live here."""
    newcomers: Sequence[Newcomer] = ()
    at: datetime | None = None
    """When it was, if typed in later."""
    sheet: UUID | None = None
    """The sheet of paper that says so."""
    stood_by: str = ""
    """Who stood at the door, when somebody else types it in."""


def record_visit(
    *, access: Access, door_id: UUID, told: Told, visit_id: UUID | None = None
) -> Door:
    """Record one visit, with everything it changes, in one transaction.

    The same ``visit_id`` again changes nothing. An unanswered door never unsettles one that
    somebody has settled. Permission ``canvass.record`` at the door.
    """
    now = clock.now()
    at = told.at or now
    if not now - LATEST <= at <= now + timedelta(minutes=10):
        raise Refused(_("上门时间要在最近 14 天之内。"), field="at")
    with transaction.atomic():
        door = held_door(access, door_id)
        if visit_id and Visit.objects.filter(pk=visit_id).exists():
            return door
        if not door.running:
            raise Refused(_("这次排摸已经结束。请在新的一次里记录。"), field="result")
        outcome = door.campaign.outcomes.get(told.result)
        if outcome is None:
            raise Refused(_("请先点一个结果:见到人、没人应门……"), field="result")
        try:
            answers = accepted(from_data(door.campaign.questions), told.answers)
        except ValueError as wrong:
            key, kind = wrong.args
            raise Refused(WRONG_ANSWERS[kind], field=key) from None
        _keep(
            Visit(
                id=visit_id or uuid7(),
                door=door,
                path=door.path,
                at=at,
                by_id=access.user_id,
                result=told.result,
                answers=answers,
                note=told.note.strip()[:300],
                sheet_id=told.sheet,
                stood_by=told.stood_by.strip()[:60],
                before=as_it_is(door) if told.sheet else None,
            )
        )
        _move_door_on(door, outcome, told, answers, at)
        for person_id in told.gone:
            move_out(access=access, person_id=person_id, permission="canvass.record")
        for newcomer in told.newcomers:
            register(
                access=access,
                label=door.place.label,
                newcomer=newcomer,
                permission="canvass.record",
            )
        if outcome.home:
            set_home_use(
                access=access,
                label=door.place.label,
                use=outcome.home,
                permission="canvass.record",
            )
        settle(measures=OF_A_DOOR, sources=[door.pk])
    return door


def _keep(visit: Visit) -> None:
    """Insert it. Its id comes from outside: one that is taken out of our sight is no fault."""
    try:
        with transaction.atomic():
            visit.save(force_insert=True)
    except IntegrityError:
        raise Refused(_("这条记录和别的撞了号。请重新打开这一户,再记一次。")) from None


def _move_door_on(
    door: Door, outcome: DoorResult, told: Told, answers: dict[str, str], at: datetime
) -> None:
    if outcome.settles or not door.settled:
        door.result = told.result
        door.settled = outcome.settles
        door.note = told.note.strip()[:300] or door.note
        door.answers = {**door.answers, **answers}
        wait = outcome.again_after_days
        door.next_visit = told.next_visit or (
            clock.today() + timedelta(days=wait) if wait else None
        )
    door.visits += 1
    door.visited_at = max(at, door.visited_at) if door.visited_at else at
    door.save()
