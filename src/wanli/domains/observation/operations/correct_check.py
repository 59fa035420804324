"""Correct a check that was told; what it said before stays on record."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wanli.domains.ledger.entries import settle
from wanli.domains.observation.access import held_case
from wanli.domains.observation.alarm_models import UNDER_WAY
from wanli.domains.observation.measures import OF_A_CHECK
from wanli.domains.observation.models import Case, Check, Correction, Episode, Outcome, Step
from wanli.domains.observation.operations.counsel import call_if_uneasy
from wanli.domains.observation.operations.follow_alarm import finish
from wanli.domains.observation.operations.record_check import Said, understood
from wanli.domains.observation.operations.sound import log, sound
from wanli.domains.observation.planned import red_flags
from wanli.domains.observation.rules import readings
from wanli.domains.observation.vault import opened, seal, seal_note
from wanli.domains.plans.queries import plan_on
from wanli.kernel.access import Access
from wanli.kernel.errors import Hidden, Refused


def correct_check(*, access: Access, check_id: UUID, said: Said, why: str) -> Check:
    """Put right what a check says, with the reason; before and after stay on record, and so does
    when it was taken and by whom.

    The alarm follows: one that is raised by the new figures goes off; an episode that nothing but
    a mistake had begun ends as a false alarm with this reason, unless she is on the way to the
    hospital already. The same content again changes nothing. Permission ``observation.record``.
    """
    with transaction.atomic():
        case_id = Check.objects.filter(pk=check_id).values_list("case_id", flat=True).first()
        if case_id is None:
            raise Hidden
        case = held_case(access, case_id, "observation.record")
        check = Check.objects.select_for_update().get(pk=check_id)
        if check.state != Check.State.DONE or check.reading_cipher is None:
            raise Refused(_("这一次还没有报过,直接记就行。"))
        plan = plan_on(check.path, check.day).plan
        reading = understood(said, plan)
        if reading == opened(check.reading_cipher):
            return check
        keep_before(access, check, why, _("请写明为什么改,例如“输错了,是 36.8”。"))
        check.reading_cipher = seal(reading)
        check.alarm = readings.alarm(
            reading, fever=plan.watch.fever_celsius, red_flags=red_flags(plan)
        )
        check.save(update_fields=["reading_cipher", "alarm"])
        settle(measures=OF_A_CHECK, sources=[check.pk])
        if check.alarm:
            sound(case, check, plan)
        else:
            stand_down(access, case, check, why)
        call_if_uneasy(case, reading)
    return check


def keep_before(access: Access, check: Check, why: str, missing: object) -> None:
    """Put down what this check says now, with the reason why it will not say so any more;
    ``Refused`` with ``missing`` without one. In the caller's transaction."""
    note = seal_note(why) if len(why.strip()) >= 2 else None
    if note is None or check.reading_cipher is None:
        raise Refused(missing, field="why")
    Correction.objects.create(
        of=check,
        path=check.path,
        reading_cipher=check.reading_cipher,
        alarm=check.alarm,
        note_cipher=note,
        by_id=access.user_id,
    )


def stand_down(access: Access, case: Case, check: Check, why: str) -> None:
    """The open episode in which this check was an alarm, if any, has one alarm less."""
    episode = Episode.objects.filter(case=case, closed_at=None).first()
    alarms = Step.objects.filter(episode=episode, kind=Step.Kind.ALARM)
    if episode is None or not alarms.filter(check_of=check).exists():
        return
    log(episode, Step.Kind.CORRECTED, check=check, by=access.user_id, note=seal_note(why))
    true_ones = alarms.exclude(check_of__alarm="").exists()
    if not true_ones and episode.transport not in UNDER_WAY:
        finish(episode, case, Outcome.FALSE_ALARM, by=access.user_id, note=why)
