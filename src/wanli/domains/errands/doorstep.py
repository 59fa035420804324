"""When somebody stood at a door with an errand, or for the waste: for who asks why it opened."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import NamedTuple

from wanli.domains.errands.models import Attempt
from wanli.domains.errands.waste_models import WasteStop


class AtDoor(NamedTuple):
    """The door's path, and when."""

    path: str
    at: datetime


def deliveries(doors: Collection[str], since: datetime, until: datetime) -> Iterator[AtDoor]:
    """Each try to deliver something at these doors. One query."""
    rows = Attempt.objects.filter(path__in=doors, at__gte=since, at__lte=until)
    yield from (AtDoor(*row) for row in rows.values_list("path", "at"))


def waste_fetched(doors: Collection[str], since: datetime, until: datetime) -> Iterator[AtDoor]:
    """Each time that waste was fetched at these doors. One query."""
    rows = WasteStop.objects.filter(path__in=doors, at__gte=since, at__lte=until)
    yield from (AtDoor(path, at) for path, at in rows.values_list("path", "at") if at)


def waste_awaited(doors: Collection[str], since: datetime, until: datetime) -> Iterator[AtDoor]:
    """When waste was to stand at these doors by, fetched or not. One query."""
    rows = WasteStop.objects.filter(path__in=doors, due_at__gte=since, due_at__lte=until)
    yield from (AtDoor(*row) for row in rows.values_list("path", "due_at"))
