"""When the door of an observed home opened for a good reason that observation knows of."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import NamedTuple

from django.db.models import Q

from wanli.domains.observation.models import (
    STANDING,
    Case,
    Channel,
    Check,
    Leave,
    SignedPaper,
    State,
    Step,
)


class Between(NamedTuple):
    """The door's path, and from when to when."""

    path: str
    since: datetime
    until: datetime


def leaves_between(doors: Collection[str], since: datetime, until: datetime) -> Iterator[Between]:
    """Permitted leaves from these doors: the time that was approved, and the time it took, if she
    went earlier or came back later. One query."""
    permitted = (Leave.State.APPROVED, Leave.State.OUT, Leave.State.BACK)
    rows = Leave.objects.filter(
        Q(ends_at__gte=since) | Q(back_at__gte=since),
        path__in=doors, state__in=permitted, starts_at__lte=until,
    )  # fmt: skip
    for path, starts, ends, left, back in rows.values_list(
        "path", "starts_at", "ends_at", "left_at", "back_at"
    ):
        yield Between(path, min(starts, left or starts), max(ends, back or ends))


def visits_between(doors: Collection[str], since: datetime, until: datetime) -> Iterator[Between]:
    """Checks that somebody took at these doors, and papers that were signed there. Two queries."""
    rows = Check.objects.filter(path__in=doors, channel=Channel.VISIT, at__gte=since, at__lte=until)
    yield from (Between(path, at, at) for path, at in rows.values_list("path", "at") if at)
    papers = SignedPaper.objects.filter(path__in=doors, taken_at__gte=since, taken_at__lte=until)
    yield from (Between(path, at, at) for path, at in papers.values_list("path", "taken_at"))


def transports_between(
    doors: Collection[str], since: datetime, until: datetime
) -> Iterator[Between]:
    """When somebody was fetched from these doors for the hospital. One query."""
    kinds = (Step.Kind.ASKED, Step.Kind.LEFT, Step.Kind.ARRIVED)
    rows = Step.objects.filter(path__in=doors, kind__in=kinds, at__gte=since, at__lte=until)
    yield from (Between(path, at, at) for path, at in rows.values_list("path", "at"))


def observed_since(doors: Collection[str]) -> dict[str, datetime]:
    """Of these doors those behind which somebody is under observation and not suspended, with
    since when. One query."""
    rows = Case.objects.filter(path__in=doors, state=State.OPEN)
    return dict(rows.order_by("-opened_at").values_list("path", "opened_at"))


def standing_at(doors: Collection[str]) -> dict[str, int]:
    """How many people have a case that is not over, by door. One query."""
    found: dict[str, int] = {}
    for path in Case.objects.filter(path__in=doors, state__in=STANDING).values_list(
        "path", flat=True
    ):
        found[path] = found.get(path, 0) + 1
    return found
