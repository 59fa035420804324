"""Hang a sensor at the door of an observed home, give it another secret, take it down."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wanli.domains.ledger.entries import settle
from wanli.domains.observation.doorstep import standing_at
from wanli.domains.places.access import hold_places
from wanli.domains.plans.queries import plan_in_force
from wanli.domains.sensors.access import Sensor, held_sensor, home_for
from wanli.domains.sensors.measures import OF_A_SENSOR
from wanli.domains.sensors.vault import secret_digest
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.errors import Refused

BYTES = 24
LONGEST = 40
PREFIX = "wds_"
"""By which a secret is known for what it is when it turns up where it should not."""


@dataclass(frozen=True, slots=True)
class Hung:
    """A sensor and its secret, which cannot be found again later."""

    sensor: Sensor
    secret: str


def hang(*, access: Access, label: str, mark: str) -> Hung:
    """Hang a sensor at this home. Its secret is told this once.

    Permission ``observation.manage``. ``Refused``: the plan uses no sensors; nobody is observed
    here; one hangs here already; without a mark.
    """
    mark = " ".join(mark.split())
    if not 1 <= len(mark) <= LONGEST or not mark.isprintable():
        raise Refused(_("请写门磁上的编号,最多 {n} 个字。"), field="mark", n=LONGEST)
    with transaction.atomic():
        hold_places([home_for(access, label).pk])
        home = home_for(access, label)
        if not plan_in_force(home.path).plan.sensors.used:
            raise Refused(_("预案没有规定用门磁,不能装。要用的,请先改预案。"))
        if not standing_at([home.path]):
            raise Refused(_("这里没有人在观察,不能装门磁。"))
        if Sensor.objects.filter(place=home, down_at=None).exists():
            raise Refused(_("这里已经装着一个。坏了的,先拆下再装新的。"), field="mark")
        secret = _new_secret()
        sensor = Sensor.objects.create(
            place=home, path=home.path, mark=mark, secret=secret_digest(secret),
            secret_at=clock.now(), hung_at=clock.now(), hung_by_id=access.user_id,
        )  # fmt: skip
        settle(measures=OF_A_SENSOR, sources=[sensor.pk], fresh=True)
    return Hung(sensor, secret)


def replace_secret(*, access: Access, sensor_id: UUID) -> Hung:
    """Another secret; the one before is good for nothing from now on.

    Permission ``observation.manage``. ``Refused`` for a sensor that was taken down.
    """
    with transaction.atomic():
        sensor = held_sensor(access, sensor_id)
        if sensor.down_at:
            raise Refused(_("这个门磁已经拆下。要用,请重新装。"))
        secret = _new_secret()
        sensor.secret, sensor.secret_at = secret_digest(secret), clock.now()
        sensor.save(update_fields=["secret", "secret_at"])
    return Hung(sensor, secret)


def take_down(*, access: Access, sensor_id: UUID) -> Sensor:
    """Nothing that it says is taken any more. Twice changes nothing.

    What was heard until now goes with the plan's term, or with the release.
    """
    with transaction.atomic():
        sensor = held_sensor(access, sensor_id)
        if sensor.down_at is None:
            sensor.down_at, sensor.down_by_id = clock.now(), access.user_id
            sensor.save(update_fields=["down_at", "down_by"])
            settle(measures=OF_A_SENSOR, sources=[sensor.pk])
    return sensor


def _new_secret() -> str:
    return PREFIX + secrets.token_urlsafe(BYTES)
