"""Somebody to talk to: a call that is wanted, and what came of it."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wanli.domains.ledger.entries import settle
from wanli.domains.observation.access import held_case
from wanli.domains.observation.measures import OF_A_TALK
from wanli.domains.observation.models import Case, Check, Talk, TalkNote
from wanli.domains.observation.rules.readings import Reading, uneasy
from wanli.domains.observation.vault import opened, seal_counsel
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.errors import Hidden, Refused

DAYS = 3
FURTHEST = timedelta(days=30)


def call_if_uneasy(case: Case, reading: Reading) -> Talk | None:
    """Put a counsellor's call on the list when somebody was anxious or low twice in three days;
    nothing while one is wanted or was made in these days.

    In the caller's transaction, which holds the case and has written the check.
    """
    if not uneasy([reading.mood, reading.mood]):
        return None
    since = clock.today() - timedelta(days=DAYS - 1)
    if Talk.objects.filter(case=case, asked_at__gte=clock.midnight(since)).exists():
        return None
    told = Check.objects.filter(case=case, day__gte=since, state=Check.State.DONE)
    readings = [opened(one) for one in told.values_list("reading_cipher", flat=True) if one]
    if not uneasy(one.mood for one in readings):
        return None
    return _want(case, Talk.Why.MOOD, None, clock.today())


def ask_counsel(*, access: Access, case_id: UUID) -> Talk:
    """Somebody at the committee wants a counsellor to call. One that is wanted already stays as it
    is. Permission ``observation.record``."""
    with transaction.atomic():
        case = held_case(access, case_id, "observation.record")
        return _want(case, Talk.Why.ASKED, access.user_id, clock.today())


def record_talk(
    *, access: Access, talk_id: UUID, outcome: str, content: str = "", next_on: date | None = None
) -> Talk:
    """What came of a call: the content is sealed, and open to this counsellor and those in charge
    alone. ``next_on`` puts the next call on the list. The same again changes nothing.

    Permission ``counsel.give``. ``Refused``: somebody else made the call; to be called again
    without a day; a day past or too far ahead.
    """
    with transaction.atomic():
        case_id = Talk.objects.filter(pk=talk_id).values_list("case_id", flat=True).first()
        if case_id is None:
            raise Hidden
        case = held_case(access, case_id, "counsel.give")
        talk = Talk.objects.select_for_update().get(pk=talk_id)
        if talk.state == Talk.State.DONE:
            if talk.by_id == access.user_id:
                return talk
            raise Refused(_("{who}已经谈过了。"), who=talk.by.name if talk.by else "")
        if outcome not in TalkNote.Outcome.values:
            raise Refused(_("请点一个结果。"), field="outcome")
        following = _following(outcome, next_on)
        talk.state, talk.at, talk.by_id = Talk.State.DONE, clock.now(), access.user_id
        talk.save(update_fields=["state", "at", "by"])
        settle(measures=OF_A_TALK, sources=[talk.pk])
        TalkNote.objects.create(
            talk=talk,
            path=talk.path,
            outcome=outcome,
            note_cipher=seal_counsel(content),
            by_id=access.user_id,
        )
        if following:
            _want(case, Talk.Why.AGAIN, access.user_id, following)
    return talk


def _following(outcome: str, next_on: date | None) -> date | None:
    if next_on is None:
        if outcome in (TalkNote.Outcome.AGAIN, TalkNote.Outcome.UNREACHED):
            raise Refused(_("请选下次哪天打。"), field="next_on")
        return None
    if not clock.today() <= next_on <= clock.today() + FURTHEST:
        raise Refused(_("请选今天到 {n} 天以内的一天。"), field="next_on", n=FURTHEST.days)
    return next_on


def _want(case: Case, why: str, by: UUID | None, due_on: date) -> Talk:
    known = Talk.objects.filter(case=case, state=Talk.State.WANTED).first()
    if known:
        return known
    talk = Talk.objects.create(
        case=case, path=case.path, why=why, asked_by_id=by, due_on=due_on, asked_at=clock.now()
    )
    settle(measures=OF_A_TALK, sources=[talk.pk], fresh=True)
    return talk
