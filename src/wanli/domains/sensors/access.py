"""Load a sensor, a question or a home, and the right to it, in one call."""

from __future__ import annotations

from uuid import UUID

from wanli.domains.places.access import Place, place_for
from wanli.domains.places.tree import hold_tree
from wanli.domains.sensors.models import DoorQuestion, Sensor
from wanli.kernel.access import Access
from wanli.kernel.errors import Hidden

__all__ = [
    "DoorQuestion",
    "Sensor",
    "held_question",
    "held_sensor",
    "home_for",
    "question_for",
    "sensor_for",
]
MANAGE = "observation.manage"
"""Who looks after the homes of a committee: she hangs sensors, and asks what is to be asked."""
HOMES = ("household", "room")


def home_for(access: Access, label: str) -> Place:
    """The home with this label; ``Hidden`` when it is none, or not open to ``access``."""
    place = place_for(access, label, MANAGE)
    if place.kind not in HOMES:
        raise Hidden
    return place


def question_for(access: Access, question_id: UUID) -> DoorQuestion:
    """The question; ``Hidden`` when missing or not open to ``access``."""
    rows = DoorQuestion.objects.select_related("place", "by", "sensor").defer("place__geometry")
    found = rows.filter(pk=question_id).first()
    if found is None or not access.can(MANAGE, found.path):
        raise Hidden
    return found


def held_question(access: Access, question_id: UUID) -> DoorQuestion:
    """``question_for``, held for the transaction."""
    hold_tree()
    found = DoorQuestion.objects.select_for_update().filter(pk=question_id).first()
    if found is None or not access.can(MANAGE, found.path):
        raise Hidden
    return found


def held_sensor(access: Access, sensor_id: UUID) -> Sensor:
    """The sensor, held for the transaction; ``Hidden`` when missing or not open to ``access``."""
    hold_tree()
    found = Sensor.objects.select_for_update().filter(pk=sensor_id).first()
    if found is None or not access.can(MANAGE, found.path):
        raise Hidden
    return found


def sensor_for(access: Access, sensor_id: UUID) -> Sensor:
    """The sensor; ``Hidden`` when missing or not open to ``access``."""
    rows = Sensor.objects.select_related("place").defer("place__geometry")
    found = rows.filter(pk=sensor_id).first()
    if found is None or not access.can(MANAGE, found.path):
        raise Hidden
    return found
