"""Take what a device at a door sends."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from wanli.domains.observation.doorstep import observed_since
from wanli.domains.places.tree import hold_tree
from wanli.domains.plans.queries import plan_in_force
from wanli.domains.sensors.models import DoorEvent, Sensor, SensorSign
from wanli.domains.sensors.rules.clocks import OLDEST, clock_off, when
from wanli.domains.sensors.rules.messages import Fault, Told, read
from wanli.domains.sensors.vault import secret_digest
from wanli.ground.acting import acting
from wanli.kernel import clock
from wanli.kernel.errors import Hidden
from wanli.kernel.scope import EVERYTHING, Scope

SECRET = re.compile(r"wds_[A-Za-z0-9_-]{20,60}")
MOST_A_DAY = 500
"""Events of one sensor: a door is not opened more often, a device that shakes is heard so often."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What became of a message: kept, known from before, not wanted now, and what was wrong."""

    kept: int
    known: int
    ignored: int
    faults: Sequence[Fault]


def known_sensor(secret: str) -> Sensor:
    """The sensor that hangs somewhere and has this secret; ``Hidden`` for any other."""
    if not SECRET.fullmatch(secret):
        raise Hidden
    with acting(EVERYTHING), transaction.atomic():
        found = Sensor.objects.filter(secret=secret_digest(secret), down_at=None).first()
    if found is None:
        raise Hidden
    return found


def hear(*, sensor: Sensor, body: bytes) -> Heard:
    """Keep the events in ``body`` that are new; the same ones again change nothing.

    Nobody's rights are asked for: ``known_sensor`` found it by its secret, which is the right to
    this one door. ``Hidden`` when it was taken down, or given another secret, since;
    ``messages.Unreadable`` when the body is no message. While nobody is under observation behind
    the door, nothing is kept but that the device lives.
    """
    message = read(body, clock.LOCAL_ZONE)
    now = clock.now()
    with transaction.atomic():
        with acting(EVERYTHING):
            hold_tree()
            same = Sensor.objects.filter(pk=sensor.pk, secret=sensor.secret, down_at=None)
            held = same.select_for_update().first()
            if held is None:
                raise Hidden
            wanted = plan_in_force(held.path).plan.sensors.used and observed_since([held.path])
        with acting(Scope(places=(held.path,), people=(held.path,))):
            events, faults = _dated(held, message.events, message.sent_at, now)
            _lives(held, now, message.sent_at, doubted=any(not one.sure for one in events))
            faults = sorted([*message.faults, *faults], key=lambda one: one.index)
            if not wanted:
                return Heard(0, 0, len(events), faults)
            return _kept(held, events, faults)


def _dated(
    sensor: Sensor, told: Sequence[tuple[int, Told]], sent: datetime | None, now: datetime
) -> tuple[list[DoorEvent], list[Fault]]:
    events, faults = [], []
    for index, one in told:
        moment = when(one.at, sent, now)
        if moment.at < now - OLDEST:
            faults.append(Fault(index, f"older than {OLDEST.days} days: not kept"))
            continue
        events.append(
            DoorEvent(
                sensor=sensor,
                path=sensor.path,
                key=one.key,
                kind=one.kind,
                told_at=one.at,
                heard_at=now,
                at=moment.at,
                sure=moment.sure,
            )
        )
    return events, faults


def _lives(sensor: Sensor, now: datetime, sent: datetime | None, *, doubted: bool) -> None:
    SensorSign.objects.update_or_create(
        sensor=sensor,
        defaults={
            "path": sensor.path, "heard_at": now, "clock_doubted": doubted,
            "clock_off": max(-(2**31), min(2**31 - 1, int(clock_off(sent, now).total_seconds()))),
        },
    )  # fmt: skip


def _kept(sensor: Sensor, events: Sequence[DoorEvent], faults: Sequence[Fault]) -> Heard:
    """The sensor is held, so that two requests of it do not count at once."""
    since = clock.midnight(clock.today())
    left = MOST_A_DAY - DoorEvent.objects.filter(sensor=sensor, heard_at__gte=since).count()
    keys = [one.key for one in events]
    known = set(DoorEvent.objects.filter(sensor=sensor, key__in=keys).values_list("key", flat=True))
    new = list({one.key: one for one in reversed(events) if one.key not in known}.values())[::-1]
    taken = new[: max(0, left)]
    DoorEvent.objects.bulk_create(taken)
    return Heard(len(taken), len(events) - len(new), len(new) - len(taken), faults)
