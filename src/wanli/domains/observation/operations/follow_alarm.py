"""What is done about an alarm: each step with who, when and a note, then the outcome."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wanli.domains.ledger.entries import settle
from wanli.domains.observation.access import held_case
from wanli.domains.observation.hospitals import designated, designated_ones, kept_of
from wanli.domains.observation.measures import OF_A_CHECK, OF_AN_EPISODE
from wanli.domains.observation.models import Case, Check, Episode, Outcome, State, Step, Transport
from wanli.domains.observation.operations.close_case import go_on, pause
from wanli.domains.observation.operations.sound import log
from wanli.domains.observation.rules.slots import AGAIN
from wanli.domains.observation.vault import seal_note
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.errors import Hidden, Refused

AHEAD = timedelta(minutes=10)
ANOTHER = "another"
"""A hospital that the plan does not name."""
ON_THE_WAY = (Transport.ASKED, Transport.LEFT, Transport.ARRIVED)
BY_HAND = (Step.Kind.TAKEN, Step.Kind.NOTE, *ON_THE_WAY)
"""The steps that people record."""


def take_step(
    *,
    access: Access,
    episode_id: UUID,
    kind: str,
    note: str = "",
    at: datetime | None = None,
    hospital: str = "",
) -> Episode:
    """Record that somebody looks after it, that a car was asked for, left, arrived, or a note.

    Going to hospital runs forward only; a step that was not recorded may be left out, and one
    that was is recorded once. On arrival the case is suspended. ``hospital``: the key of one of
    the plan's; the one designated for the home without it, ``ANOTHER`` for one that only the note
    names. Permission ``observation.record``. ``Refused``: it is over already; a note without
    words; a time to come or before the alarm.
    """
    with transaction.atomic():
        episode, case = held_episode(access, episode_id, "observation.record")
        if kind not in BY_HAND:
            raise Refused(_("请从列出的几步里点一个。"), field="kind")
        if kind in ON_THE_WAY and _passed(episode, kind):
            return episode
        if kind == Step.Kind.TAKEN and _taken(access, episode):
            return episode
        if episode.closed_at:
            raise Refused(_("这次报警已经有结果了。又发热的,记一次体温,会重新报警。"))
        if kind == Step.Kind.NOTE and not note.strip():
            raise Refused(_("请写几个字。"), field="note")
        moment = _moment(episode, at)
        log(episode, kind, by=access.user_id, at=moment, note=seal_note(note))
        if kind in ON_THE_WAY:
            _bound_for(episode, hospital)
            episode.transport = kind
            episode.save(update_fields=["transport", "hospital"])
        if kind == Transport.ARRIVED and case.state == State.OPEN:
            pause(case, str(_("送医院")))
    return episode


def conclude(*, access: Access, episode_id: UUID, outcome: str, note: str = "") -> Episode:
    """How the alarm ended. Back home or a false alarm: the case goes on; admitted or confirmed: it
    is, or stays, suspended. The same outcome again changes nothing.

    Permission ``observation.manage`` or ``observation.decide``. A false alarm says why.
    """
    with transaction.atomic():
        episode, case = held_episode(access, episode_id, "observation.view")
        if not may_conclude(access, episode):
            raise Hidden
        if outcome not in Outcome.values:
            raise Refused(_("请点一个结果。"), field="outcome")
        if episode.closed_at:
            if episode.outcome == outcome:
                return episode
            raise Refused(_("这次报警已经有别的结果了,请刷新页面看。"))
        if outcome == Outcome.FALSE_ALARM and len(note.strip()) < 2:
            raise Refused(_("虚惊一场的,请写明是怎么回事。"), field="note")
        finish(episode, case, outcome, by=access.user_id, note=note)
    return episode


def finish(episode: Episode, case: Case, outcome: str, *, by: UUID | None, note: str) -> None:
    """Close this episode with all that hangs on it. The caller holds the case."""
    episode.outcome, episode.closed_at, episode.closed_by_id = outcome, clock.now(), by
    episode.save(update_fields=["outcome", "closed_at", "closed_by_id"])
    log(episode, Step.Kind.CLOSED, by=by, note=seal_note(note))
    settle(measures=OF_AN_EPISODE, sources=[episode.pk])
    due = Check.objects.filter(case=case, slot__startswith=AGAIN, state=Check.State.DUE)
    ids = list(due.values_list("pk", flat=True))
    Check.objects.filter(pk__in=ids).update(state=Check.State.VOID)
    settle(measures=OF_A_CHECK, sources=ids)
    away = outcome in (Outcome.ADMITTED, Outcome.CONFIRMED)
    if away and case.state == State.OPEN:
        pause(case, str(Outcome(outcome).label))
    elif away and case.state == State.SUSPENDED:
        case.closed_why = str(Outcome(outcome).label)
        case.save(update_fields=["closed_why"])
    elif case.state == State.SUSPENDED and episode.transport == Transport.ARRIVED:
        # Only what this episode suspended goes on with it.
        go_on(case)


def may_conclude(access: Access, episode: Episode) -> bool:
    """Whether the reader may say how it ended."""
    may = ("observation.manage", "observation.decide")
    return any(access.can(permission, episode.path) for permission in may)


def held_episode(access: Access, episode_id: UUID, permission: str) -> tuple[Episode, Case]:
    """The episode and its case, both held for the transaction; ``Hidden`` when missing or not
    open to ``access``."""
    case_id = Episode.objects.filter(pk=episode_id).values_list("case_id", flat=True).first()
    if case_id is None:
        raise Hidden
    case = held_case(access, case_id, permission)
    return Episode.objects.select_for_update().get(pk=episode_id), case


def _bound_for(episode: Episode, hospital: str) -> None:
    """Where she goes stays as it was decided until somebody says otherwise."""
    if hospital == ANOTHER:
        episode.hospital = {}
        return
    if not hospital and episode.transport:
        return
    chosen = designated(episode.path)
    if hospital:
        known = designated_ones(episode.path)
        chosen = next((one for one in known if one.key == hospital), None)
        if chosen is None:
            raise Refused(_("预案里没有这家医院。请重新选。"), field="hospital")
    episode.hospital = kept_of(chosen) if chosen else {}


def _passed(episode: Episode, kind: str) -> bool:
    """Whether this step of the way is behind her already."""
    if episode.transport not in ON_THE_WAY:
        return False
    return ON_THE_WAY.index(kind) <= ON_THE_WAY.index(episode.transport)


def _taken(access: Access, episode: Episode) -> bool:
    return episode.steps.filter(kind=Step.Kind.TAKEN, by=access.user_id).exists()


def _moment(episode: Episode, at: datetime | None) -> datetime:
    now = clock.now()
    if at is None:
        return now
    if at > now + AHEAD:
        raise Refused(_("这个时间还没到。请核对。"), field="at")
    if at < episode.opened_at - timedelta(days=1):
        raise Refused(_("这个时间在报警之前。请核对。"), field="at")
    return at
