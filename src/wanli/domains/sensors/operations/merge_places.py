"""Two homes that are one: sensors and questions of both are its own."""

from __future__ import annotations

from collections.abc import Iterable

from wanli.domains.ledger.mergers import Exchange, Merger, Spot
from wanli.domains.sensors.models import (
    DoorCall,
    DoorEvent,
    DoorNote,
    DoorQuestion,
    Sensor,
    SensorSign,
)


def merge_doors(old: Spot, new: Spot) -> Iterable[Exchange]:
    """Nothing is exchanged. Two devices at one door are both heard."""
    for model in (SensorSign, DoorEvent):
        model.objects.filter(sensor__place=old.id).update(path=new.path)
    DoorCall.objects.filter(question__place=old.id).update(path=new.path)
    for placed in (Sensor, DoorQuestion, DoorNote):
        placed._default_manager.filter(place=old.id).update(place=new.id, path=new.path)
    return ()


MERGER = Merger(
    (
        "sensors_sensor",
        "sensors_sensorsign",
        "sensors_doorevent",
        "sensors_doorquestion",
        "sensors_doorcall",
        "sensors_doornote",
    ),
    merge_doors,
)
