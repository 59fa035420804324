"""Reading episodes, their timelines, and what corrected checks said before; persons masked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from wanli.domains.observation.models import Case, Check, Correction, Episode, Step
from wanli.domains.observation.rules.readings import Reading
from wanli.domains.observation.rules.slots import AGAIN
from wanli.domains.observation.vault import open_note, opened
from wanli.domains.places.queries import names
from wanli.ground.fields import below
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.errors import Hidden
from wanli.kernel.masking import mask_name

__all__ = ["Before", "Check", "Episode", "EpisodeLine", "Event", "Siren"]


@dataclass(frozen=True, slots=True)
class EpisodeLine:
    """An episode in a list: masked."""

    episode: Episode
    name: str
    address: str
    minutes: int
    """Since it began; until it ended, if it has."""
    again: Check | None
    """The other temperature that is asked for and not told yet."""

    @property
    def again_late(self) -> bool:
        """Whether that one is overdue."""
        return bool(self.again and self.again.due_at and self.again.due_at < clock.now())


@dataclass(frozen=True, slots=True)
class Siren:
    """What stands at the top of every page: how many alarms are open, and the oldest."""

    count: int
    first: EpisodeLine
    latest: datetime
    """When the last one began: a page that has sounded for it does not sound again."""


@dataclass(frozen=True, slots=True)
class Event:
    """A line of the timeline: a step, or a temperature that was told meanwhile."""

    at: datetime
    step: Step | None = None
    note: str = ""
    check: Check | None = None
    reading: Reading | None = None


@dataclass(frozen=True, slots=True)
class Before:
    """What a check said before it was corrected, opened."""

    correction: Correction
    reading: Reading
    why: str


def episode_for(access: Access, episode_id: UUID, permission: str = "observation.view") -> Episode:
    """The episode; ``Hidden`` when missing or not open to ``access``."""
    rows = Episode.objects.select_related("case__person", "case__place", "closed_by")
    found = rows.filter(pk=episode_id).first()
    if found is None or not access.can(permission, found.path):
        raise Hidden
    return found


def check_for(access: Access, check_id: UUID) -> Check:
    """A check that was told and that the reader may correct; ``Hidden`` otherwise."""
    rows = Check.objects.select_related("case__person", "case__place", "by")
    found = rows.filter(pk=check_id, state=Check.State.DONE).first()
    if found is None or not access.can("observation.record", found.path):
        raise Hidden
    return found


def open_episodes(paths: Sequence[str]) -> QuerySet[Episode]:
    """Alarms without an outcome, the oldest first."""
    found = Episode.objects.filter(below(paths), closed_at=None)
    return found.select_related("case__person", "case__place").order_by("opened_at", "pk")


def quiet(paths: Sequence[str]) -> QuerySet[Case]:
    """Cases that go on at home and have no open alarm."""
    found = Case.objects.filter(below(paths), state="open")
    return found.exclude(episodes__in=Episode.objects.filter(closed_at=None)).order_by("pk")


def episodes(paths: Sequence[str]) -> QuerySet[Episode]:
    """Every alarm: those without an outcome first, then the latest."""
    found = Episode.objects.filter(below(paths)).select_related("case__person", "case__place")
    return found.order_by("-closed_at", "-opened_at", "pk")


def of_case(case: Case) -> list[Episode]:
    """The episodes of a case, the latest first."""
    return list(case.episodes.select_related("closed_by").order_by("-opened_at"))


def lines(found: Iterable[Episode]) -> list[EpisodeLine]:
    """Masked lines with addresses. Two queries for any number of episodes."""
    listed = list(found)
    addresses = names(one.path for one in listed)
    cases = [one.case_id for one in listed if not one.closed_at]
    due = Check.objects.filter(case__in=cases, slot__startswith=AGAIN, state=Check.State.DUE)
    again = {check.case_id: check for check in due.order_by("-due_at")} if cases else {}
    now = clock.now()
    return [
        EpisodeLine(
            episode=one,
            name=mask_name(one.case.person.name),
            address=addresses.get(one.path, one.case.place.name),
            minutes=int(((one.closed_at or now) - one.opened_at).total_seconds() // 60),
            again=None if one.closed_at else again.get(one.case_id),
        )
        for one in listed
    ]


AT_ONCE = 99
"""As many open alarms as the band at the top counts."""


def siren(paths: Sequence[str]) -> Siren | None:
    """The alarms below some places that still wait for an outcome; nothing when all is quiet.
    One query then, three otherwise."""
    wanted = open_episodes(paths).only(
        "path", "kind", "opened_at", "closed_at", "case__person__name", "case__place__name"
    )
    found = list(wanted[:AT_ONCE])
    if not found:
        return None
    return Siren(len(found), lines(found[:1])[0], max(one.opened_at for one in found))


def timeline(episode: Episode) -> list[Event]:
    """Everything from the alarm to the outcome in the order of time: steps, and the temperatures
    told meanwhile. Two queries."""
    steps = list(episode.steps.select_related("by", "check_of").order_by("at", "recorded_at", "pk"))
    alarms = {one.check_of_id for one in steps if one.kind == Step.Kind.ALARM}
    until = episode.closed_at or clock.now()
    told = (
        Check.objects.filter(case=episode.case_id, state=Check.State.DONE)
        .filter(Q(at__gte=episode.opened_at, at__lte=until) | Q(pk__in=alarms))
        .select_related("by")
    )
    checks = {check.pk: check for check in told}
    events = [
        Event(one.at, one, open_note(one.note_cipher), *_raised(one, checks)) for one in steps
    ]
    events += [
        Event(check.at, None, "", *_said(check))
        for check in checks.values()
        if check.at and check.pk not in alarms
    ]
    return sorted(events, key=lambda event: event.at)


def _raised(step: Step, checks: dict[UUID, Check]) -> tuple[Check | None, Reading | None]:
    """The temperature that raised the alarm stands beside it, not once more by itself."""
    if step.kind != Step.Kind.ALARM or step.check_of_id is None:
        return None, None
    return _said(checks.get(step.check_of_id))


def _said(check: Check | None) -> tuple[Check | None, Reading | None]:
    if check is None or check.reading_cipher is None:
        return check, None
    return check, opened(check.reading_cipher)


def before(checks: Iterable[Check]) -> dict[UUID, list[Before]]:
    """What these checks said before they were corrected, the first first. One query."""
    found: dict[UUID, list[Before]] = {}
    rows = Correction.objects.filter(of__in=[check.pk for check in checks])
    for one in rows.select_related("by").order_by("at", "pk"):
        line = Before(one, opened(one.reading_cipher), open_note(one.note_cipher))
        found.setdefault(one.of_id, []).append(line)
    return found


def withdrawn(case: Case) -> list[tuple[Check, list[Before]]]:
    """The checks of a case that were recorded and taken back, with what they said; the latest
    first. Two queries."""
    rows = Check.objects.filter(case=case).exclude(state=Check.State.DONE)
    checks = list(rows.filter(corrections__isnull=False).distinct().order_by("-day", "slot"))
    said = before(checks) if checks else {}
    return [(one, said[one.pk][-1:]) for one in checks]
