"""Permitted leave: asked, decided, out through the gate and back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wanli.domains.ledger.entries import settle
from wanli.domains.observation.access import held_case
from wanli.domains.observation.care_models import GOING
from wanli.domains.observation.measures import OF_A_LEAVE
from wanli.domains.observation.models import Case, Leave, State
from wanli.domains.observation.vault import seal_note
from wanli.domains.places.queries import breadcrumb, names
from wanli.domains.places.tree import hold_tree
from wanli.ground.acting import acting
from wanli.kernel import clock
from wanli.kernel.access import Access, covers
from wanli.kernel.errors import Hidden, Refused
from wanli.kernel.ids import uuid7
from wanli.kernel.masking import mask_name
from wanli.kernel.scope import current, everything_for

LONGEST = timedelta(hours=12)
AHEAD = timedelta(days=7)
EARLY = timedelta(minutes=15)
"""So long before the time the gate lets somebody out."""
GATED = ("compound", "tower", "park")


def ask_leave(
    *,
    access: Access,
    case_id: UUID,
    why: str,
    starts_at: datetime,
    ends_at: datetime,
    leave_id: UUID | None = None,
) -> Leave:
    """Ask that somebody under observation may go out for a time, and say what for.

    The hold on her pass stands all the while; the gate lets out who is on its list and nobody
    else. The same ``leave_id`` again changes nothing. Permission ``observation.record``.
    """
    with transaction.atomic():
        case = held_case(access, case_id, "observation.record")
        known = Leave.objects.filter(pk=leave_id, case=case).first() if leave_id else None
        if known:
            return known
        if case.state != State.OPEN:
            raise Refused(_("这份观察现在没有在进行,不用请假。"))
        note = seal_note(why) if len(why.strip()) >= 2 else None
        if note is None:
            raise Refused(_("请写明去做什么,批的人要看。"), field="why")
        _in_bounds(case, starts_at, ends_at)
        leave = Leave.objects.create(
            id=leave_id or uuid7(),
            case=case,
            path=case.path,
            gate=_gate(case),
            name_shown=mask_name(case.person.name),
            door_shown=_door(case),
            note_cipher=note,
            starts_at=starts_at,
            ends_at=ends_at,
            asked_by_id=access.user_id,
            asked_at=clock.now(),
        )
        settle(measures=OF_A_LEAVE, sources=[leave.pk], fresh=True)
    return leave


def decide_leave(*, access: Access, leave_id: UUID, yes: bool) -> Leave:
    """Approve or refuse. The same again changes nothing. Permission ``observation.decide``."""
    with transaction.atomic():
        leave = _held(access, leave_id, "observation.decide")
        wanted = Leave.State.APPROVED if yes else Leave.State.REFUSED
        if leave.state == wanted:
            return leave
        if leave.state != Leave.State.ASKED:
            raise Refused(_("这次请假已经是“{state}”,不能再批。"), state=leave.get_state_display())
        if yes and leave.ends_at <= clock.now():
            raise Refused(_("请假的时间已经过了。还要去的,请重新请假。"))
        leave.state, leave.decided_at, leave.decided_by_id = wanted, clock.now(), access.user_id
        _saved(leave, ["state", "decided_at", "decided_by"])
    return leave


def withdraw_leave(*, access: Access, leave_id: UUID) -> Leave:
    """She does not go after all. Permission ``observation.record``."""
    with transaction.atomic():
        leave = _held(access, leave_id, "observation.record")
        if leave.state == Leave.State.WITHDRAWN:
            return leave
        if leave.state not in (Leave.State.ASKED, Leave.State.APPROVED):
            raise Refused(_("这次请假已经是“{state}”,不能取消。"), state=leave.get_state_display())
        leave.state = Leave.State.WITHDRAWN
        _saved(leave, ["state"])
    return leave


def let_out(*, access: Access, leave_id: UUID) -> Leave:
    """She goes out through the gate, within the time that was approved. Twice changes nothing.

    Permission ``gate.pass`` at a gate of her compound, or ``observation.record`` at her door.
    """
    with transaction.atomic():
        leave = _at_the_gate(access, leave_id)
        if leave.state == Leave.State.OUT:
            return leave
        now = clock.now()
        if leave.state != Leave.State.APPROVED:
            raise Refused(_("没有批准,或已经回来,不能放行。请找居委。"))
        if not leave.starts_at - EARLY <= now <= leave.ends_at:
            raise Refused(_("不在批准的时间里,不能放行。请找居委。"))
        leave.state, leave.left_at, leave.left_by_id = Leave.State.OUT, now, access.user_id
        _saved(leave, ["state", "left_at", "left_by"])
    return leave


def let_in(*, access: Access, leave_id: UUID) -> Leave:
    """She is back, in time or not. Twice changes nothing. Permission as for ``let_out``."""
    with transaction.atomic():
        leave = _at_the_gate(access, leave_id)
        if leave.state == Leave.State.BACK:
            return leave
        if leave.state != Leave.State.OUT:
            raise Refused(_("没有记过出门,不用记回来。"))
        leave.state = Leave.State.BACK
        leave.back_at, leave.back_by_id = clock.now(), access.user_id
        _saved(leave, ["state", "back_at", "back_by"])
    return leave


def drop_leaves(cases: Sequence[UUID]) -> None:
    """Nobody goes out on these any more. In the caller's transaction; who is out comes back."""
    for leave in Leave.objects.select_for_update().filter(
        case__in=cases, state__in=(Leave.State.ASKED, Leave.State.APPROVED)
    ):
        leave.state = Leave.State.WITHDRAWN
        _saved(leave, ["state"])


def _held(access: Access, leave_id: UUID, permission: str) -> Leave:
    case_id = Leave.objects.filter(pk=leave_id).values_list("case_id", flat=True).first()
    if case_id is None:
        raise Hidden
    held_case(access, case_id, permission)
    return Leave.objects.select_for_update().get(pk=leave_id)


def _saved(leave: Leave, changed: list[str]) -> None:
    """Kept, and booked. A guard sees the row and not the door whose books it is in."""
    leave.save(update_fields=changed)
    with acting(everything_for(current.get().user)):
        settle(measures=OF_A_LEAVE, sources=[leave.pk])


def _at_the_gate(access: Access, leave_id: UUID) -> Leave:
    # The guard sees no case: the row itself is all that is locked.
    hold_tree()
    leave = Leave.objects.select_for_update().filter(pk=leave_id).first()
    if leave is None or not may_pass(access, leave):
        raise Hidden
    return leave


def may_pass(access: Access, leave: Leave) -> bool:
    """Whether the reader minds a gate of this compound, or looks after this door."""
    minded = access.paths("gate.pass")
    return access.can("observation.record", leave.path) or any(
        covers(leave.gate, path) or covers(path, leave.gate) for path in minded
    )


def _in_bounds(case: Case, starts_at: datetime, ends_at: datetime) -> None:
    now = clock.now()
    if ends_at <= starts_at:
        raise Refused(_("回来的时间要在出门之后。"), field="ends")
    if ends_at - starts_at > LONGEST:
        raise Refused(_("一次最多 {n} 小时。"), field="ends", n=LONGEST.seconds // 3600)
    if ends_at <= now:
        raise Refused(_("这个时间已经过了。请核对。"), field="ends")
    if starts_at > now + AHEAD:
        raise Refused(_("最多提前 {n} 天请假。"), field="day", n=AHEAD.days)
    others = Leave.objects.filter(case=case, state__in=GOING)
    if others.filter(starts_at__lt=ends_at, ends_at__gt=starts_at).exists():
        raise Refused(_("这段时间已经请过假。要改,先取消那一次。"), field="starts")


def _gate(case: Case) -> str:
    above = breadcrumb(case.place)
    gated = [place.path for place in above if place.kind in GATED]
    return gated[-1] if gated else case.path


def _door(case: Case) -> str:
    kinds = ("building", "stairwell", "household", "room")
    return names([case.path], kinds=kinds).get(case.path, case.place.name)
