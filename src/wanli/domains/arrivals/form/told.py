"""What somebody tells of an arrival, once it has been understood."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal
from typing import Any

from wanli.reading.values import Document


@dataclass(frozen=True, slots=True)
class Home:
    """Where they will live: a place picked, and the rest in words."""

    label: str
    """Of a building, or of the compound for somebody without an address."""
    stairwell: str = ""
    room: str = ""
    words: str = ""
    """As typed, or where somebody without an address stays."""


@dataclass(frozen=True, slots=True)
class StayTold:
    """Where they were."""

    words: str
    county: str
    since: date
    until: date
    passed: bool = False
    abroad: bool = False


@dataclass(frozen=True, slots=True)
class PersonTold:
    """One of them."""

    name: str
    document: Document | None = None
    birth_date: date | None = None
    sex: str = ""
    phone: str = ""
    contact: bool | None = None
    symptoms: tuple[str, ...] = ()
    celsius: Decimal | None = None
    vaccination: str = ""
    """``none``, ``partial``, ``full``; empty: not said."""
    test: str = ""
    """The last one: ``negative``, ``positive``; empty: none, or not said."""


@dataclass(frozen=True, slots=True)
class Told:
    """All of it."""

    home: Home
    arrives_on: date
    people: tuple[PersonTold, ...]
    arrives_at: time | None = None
    transport: str = ""
    number: str = ""
    carriage: str = ""
    seat: str = ""
    plate: str = ""
    stays: tuple[StayTold, ...] = ()
    answers: Mapping[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Plain, to be sealed: so a source is kept as it was understood."""
        return {
            "home": [self.home.label, self.home.stairwell, self.home.room, self.home.words],
            "on": self.arrives_on.isoformat(),
            "at": self.arrives_at.isoformat() if self.arrives_at else "",
            "by": [self.transport, self.number, self.carriage, self.seat, self.plate],
            "stays": [
                [s.words, s.county, s.since.isoformat(), s.until.isoformat(), s.passed, s.abroad]
                for s in self.stays
            ],
            "answers": dict(self.answers),
            "people": [_person_out(one) for one in self.people],
        }

    @classmethod
    def of_json(cls, data: Mapping[str, Any]) -> Told:
        """The reverse."""
        transport, number, carriage, seat, plate = data["by"]
        day = date.fromisoformat
        return cls(
            home=Home(*data["home"]),
            arrives_on=day(data["on"]),
            arrives_at=time.fromisoformat(data["at"]) if data["at"] else None,
            transport=transport,
            number=number,
            carriage=carriage,
            seat=seat,
            plate=plate,
            stays=tuple(
                StayTold(words, county, day(since), day(until), passed, abroad)
                for words, county, since, until, passed, abroad in data["stays"]
            ),
            answers=data["answers"],
            people=tuple(_person_in(one) for one in data["people"]),
        )


def _person_out(one: PersonTold) -> dict[str, Any]:
    return {
        "name": one.name,
        "id": [one.document.kind, one.document.number] if one.document else [],
        "born": one.birth_date.isoformat() if one.birth_date else "",
        "sex": one.sex,
        "phone": one.phone,
        "contact": one.contact,
        "symptoms": list(one.symptoms),
        "celsius": "" if one.celsius is None else str(one.celsius),
        "vaccination": one.vaccination,
        "test": one.test,
    }


def _person_in(data: Mapping[str, Any]) -> PersonTold:
    born = date.fromisoformat(data["born"]) if data["born"] else None
    return PersonTold(
        name=data["name"],
        document=Document(data["id"][0], data["id"][1], born, data["sex"]) if data["id"] else None,
        birth_date=born,
        sex=data["sex"],
        phone=data["phone"],
        contact=data["contact"],
        symptoms=tuple(data["symptoms"]),
        celsius=Decimal(data["celsius"]) if data["celsius"] else None,
        # Tellings from before they were asked have neither.
        vaccination=data.get("vaccination", ""),
        test=data.get("test", ""),
    )
