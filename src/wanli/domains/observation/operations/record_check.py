"""Record one temperature and inquiry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wanli.domains.ledger.entries import settle
from wanli.domains.observation.access import held_case
from wanli.domains.observation.measures import OF_A_CHECK
from wanli.domains.observation.models import Case, Channel, Check
from wanli.domains.observation.operations.counsel import call_if_uneasy
from wanli.domains.observation.operations.sound import sound
from wanli.domains.observation.planned import red_flags, slots
from wanli.domains.observation.rules import readings
from wanli.domains.observation.rules.readings import Doubtful, Reading
from wanli.domains.observation.rules.slots import owed
from wanli.domains.observation.vault import opened, seal
from wanli.domains.plans.queries import plan_on
from wanli.domains.plans.rules.content import Plan
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.errors import Refused

AHEAD = timedelta(minutes=10)
"""By how much a clock may be fast."""
BACK = timedelta(days=60)


class Doubt(Refused):
    """The temperature typed cannot be one. ``meant``: what it may have been, if anything."""

    meant: Decimal | None = None


class Told(Refused):
    """This check has been reported already, and with something else. ``check``: which one."""

    check: UUID | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """A check as it was typed or told."""

    celsius: str
    symptoms: Sequence[str] = ()
    mood: str = ""
    wants: str = ""
    note: str = ""
    channel: str = Channel.PHONE
    at: datetime | None = None
    """When it was taken, if typed in later."""


def record_check(
    *,
    access: Access,
    case_id: UUID,
    said: Said,
    day: date | None = None,
    slot: str = "",
    entry: UUID | None = None,
) -> Check:
    """Record what was measured and said for a check that is owed (``day``, ``slot``), or beyond
    what was owed (no ``slot``); in any state of the case, for a call after its end is no less true.

    The same ``entry`` again changes nothing, nor does the same content for a check that is told.
    At the plan's threshold or a red flag the alarm goes off in the same transaction
    (``sound``). Permission ``observation.record``. ``Refused`` with
    the field; ``Doubt`` for a temperature that is asked about; ``Told`` when somebody else was
    faster and heard something else.
    """
    now = clock.now()
    at = said.at or now
    day = day or clock.local(at).date()
    with transaction.atomic():
        case = held_case(access, case_id, "observation.record")
        known = Check.objects.filter(case=case, entry=entry).first() if entry else None
        if known:
            known.case = case
            return known
        plan = plan_on(case.path, day).plan
        _in_time(case, at, now)
        reading = understood(said, plan)
        check = _owed(case, plan, day, slot) if slot else Check(case=case, path=case.path, day=day)
        if check.state == Check.State.DONE:
            return _same(check, reading)
        check.state = Check.State.DONE
        check.at, check.recorded_at, check.by_id = at, now, access.user_id
        check.channel, check.entry = said.channel, entry
        check.reading_cipher = seal(reading)
        check.alarm = readings.alarm(
            reading, fever=plan.watch.fever_celsius, red_flags=red_flags(plan)
        )
        check.save()
        settle(measures=OF_A_CHECK, sources=[check.pk])
        if check.alarm:
            sound(case, check, plan)
        call_if_uneasy(case, reading)
    return check


def understood(said: Said, plan: Plan) -> Reading:
    """What was typed, read. ``Refused`` with the field, ``Doubt`` for an impossible figure."""
    try:
        celsius = readings.celsius(said.celsius)
    except Doubtful as doubt:
        raise _doubt(doubt) from None
    if celsius is None and not said.note.strip():
        raise Refused(_("请填体温。量不了的,在备注里写明原因。"), field="celsius")
    asked = {one.key for one in plan.symptoms.symptoms}
    if said.mood and said.mood not in readings.MOODS:
        raise Refused(_("请从列出的心情里点一个。"), field="mood")
    if any(key not in asked for key in said.symptoms):
        raise Refused(_("预案里没有这个症状了。请刷新页面再点一次。"), field="symptoms")
    return Reading(
        celsius=celsius,
        symptoms=tuple(key for key in asked_in_order(plan) if key in said.symptoms),
        mood=said.mood,  # type: ignore[arg-type]
        wants=" ".join(said.wants.split())[: readings.LONGEST],
        note=" ".join(said.note.split())[: readings.LONGEST],
    )


def asked_in_order(plan: Plan) -> list[str]:
    """The keys of the symptoms, as the plan lists them."""
    return [one.key for one in plan.symptoms.symptoms]


def _doubt(doubt: Doubtful) -> Doubt:
    if doubt.meant is None:
        refused = Doubt(
            _("体温“{typed}”看不懂。请写成 36.5 这样。"), field="celsius", typed=doubt.typed
        )
    else:
        refused = Doubt(
            _("体温写的是“{typed}”,不像体温。是不是 {meant}?请核对后重新填。"),
            field="celsius",
            typed=doubt.typed,
            meant=doubt.meant,
        )
    refused.meant = doubt.meant
    return refused


def _in_time(case: Case, at: datetime, now: datetime) -> None:
    if at > now + AHEAD:
        raise Refused(_("这个时间还没到。请核对测量的时间。"), field="at")
    if at < now - BACK:
        raise Refused(_("这个时间太早了,最多补记 {n} 天以内的。"), field="at", n=BACK.days)


def _owed(case: Case, plan: Plan, day: date, slot: str) -> Check:
    """The check that is owed; made now where the day was not laid out."""
    found = Check.objects.filter(case=case, day=day, slot=slot).first()
    if found:
        found.case = case
        return found
    due = dict(owed(slots(plan), day, clock.LOCAL_ZONE)).get(slot)
    first = clock.local(case.opened_at).date()
    if due is None or not first <= day <= clock.today():
        raise Refused(_("这一天没有这一次测量。请从名单里重新打开。"), field="slot")
    return Check(case=case, path=case.path, day=day, slot=slot, due_at=due)


def _same(check: Check, reading: Reading) -> Check:
    """Told twice alike is told once."""
    assert check.reading_cipher is not None
    there = opened(check.reading_cipher)
    if (there.celsius, there.symptoms) == (reading.celsius, reading.symptoms):
        return check
    told = Told(
        _("{who}在 {at} 已经记过这一次:{value}。要改,请打开那一次写明原因;另测的,记成加测。"),
        who=check.by.name if check.by else _("本人"),
        at=clock.local(check.recorded_at).strftime("%H:%M") if check.recorded_at else "",
        value=f"{there.celsius}℃" if there.celsius is not None else there.note,
    )
    told.check = check.pk
    raise told
