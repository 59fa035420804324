"""What is on record of who came to a door, or went, as windows in which an opening is explained."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from wanli.domains.canvass.doorstep import knocked
from wanli.domains.errands.doorstep import deliveries, waste_awaited, waste_fetched
from wanli.domains.observation.doorstep import (
    Between,
    leaves_between,
    transports_between,
    visits_between,
)
from wanli.domains.plans.rules.sensors import Sensors
from wanli.domains.sensors.models import DoorNote, Sensor
from wanli.domains.sensors.rules.explaining import Window

HANGING = timedelta(minutes=30)
"""So long after a sensor was hung, or given a new secret, people try it out."""
Windows = defaultdict[str, list[Window]]


def windows_at(doors: Collection[str], since: datetime, until: datetime, plan: Sensors) -> Windows:
    """All that explains openings of these doors between two moments, by door. A fixed number of
    queries."""
    around = timedelta(minutes=plan.around_minutes)
    waste = timedelta(minutes=plan.waste_minutes)
    wide = max(around, waste, HANGING)
    asked = (list(doors), since - wide, until + wide)
    found: Windows = defaultdict(list)

    def add(because: str, rows: Iterable[tuple[str, datetime]], before: timedelta) -> None:
        for path, at in rows:
            found[path].append(Window(because, at - before, at + around))

    def span(because: str, rows: Iterable[Between]) -> None:
        for path, first, last in rows:
            found[path].append(Window(because, first - around, last + around))

    add("errand", deliveries(*asked), around)
    add("waste", waste_fetched(*asked), waste)
    add("waste", waste_awaited(*asked), waste)
    add("visit", knocked(*asked), around)
    span("visit", visits_between(*asked))
    span("leave", leaves_between(*asked))
    span("transport", transports_between(*asked))
    _hung(found, *asked)
    _said(found, *asked)
    return found


def _hung(found: Windows, doors: list[str], since: datetime, until: datetime) -> None:
    rows = Sensor.objects.filter(path__in=doors, secret_at__gte=since, secret_at__lte=until)
    for path, at in rows.values_list("path", "secret_at"):
        found[path].append(Window("hanging", at, at + HANGING))


def _said(found: Windows, doors: list[str], since: datetime, until: datetime) -> None:
    rows = DoorNote.objects.filter(path__in=doors, starts_at__lte=until, ends_at__gte=since)
    for path, starts, ends, at in rows.values_list("path", "starts_at", "ends_at", "at"):
        found[path].append(Window("note", starts, ends, said_by=at))
