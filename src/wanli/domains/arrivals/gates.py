"""Codes and colours that a guard compares from two metres."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction

from wanli.domains.arrivals.models import Arrival, GateCode
from wanli.domains.places.models import Place
from wanli.ground.acting import acting
from wanli.ground.fields import below
from wanli.ground.keys import keyring
from wanli.kernel import clock
from wanli.kernel.scope import EVERYTHING

LETTERS = "ACEFHJKLMNPRTUVWXY347"
"""Told apart from two metres: no B and 8, D and O, G and 6, I and 1, Q, S and 5, Z and 2."""
COLOURS = ("red", "amber", "green", "blue", "violet", "slate")
TRIES = 20


def colour_on(compound: str, day: date) -> str:
    """The colour of a day at a compound: yesterday's picture shows another one."""
    return COLOURS[(_turn(compound) + day.toordinal()) % len(COLOURS)]


def _turn(compound: str) -> int:
    """Not the same colour everywhere, and nobody outside knows which."""
    return keyring().index("arrival.colour", compound.rpartition(".")[2])[0]


def give_code(arrival: Arrival, compound: str, people: int) -> GateCode:
    """The code of today, or of the day of arrival where that is to come; made once a day. In the
    caller's transaction, with the system's scope."""
    day = max(clock.today(), arrival.arrives_on)
    known = GateCode.objects.filter(arrival=arrival, day=day).first()
    if known:
        if known.people != people:
            known.people = people
            known.save(update_fields=["people"])
        return known
    for _try in range(TRIES):
        code = "".join(secrets.choice(LETTERS) for _ in range(4))
        try:
            with transaction.atomic():
                return GateCode.objects.create(
                    arrival=arrival, path=compound, code=code, people=people, day=day
                )
        except IntegrityError:
            made = GateCode.objects.filter(arrival=arrival, day=day).first()
            if made:
                return made
    raise RuntimeError("no code of four characters is free")


@dataclass(frozen=True, slots=True)
class Shown:
    """What stands on the phone, and on the guard's list."""

    code: str
    colour: str
    people: int
    day: date
    seen: GateCode | None = None


def shown(found: GateCode) -> Shown:
    """With its colour."""
    return Shown(found.code, colour_on(found.path, found.day), found.people, found.day, found)


@dataclass(frozen=True, slots=True)
class Board:
    """The codes of today at one compound."""

    compound: Place
    colour: str
    codes: Sequence[GateCode]


def boards(paths: Sequence[str]) -> list[Board]:
    """For whoever minds gates at or below these places: the compounds, their colour of today, and
    the codes that are good, those not seen yet first."""
    today = clock.today()
    with acting(EVERYTHING):
        compounds = list(
            {
                place.pk: place
                for path in paths
                for place in [
                    *Place.objects.standing().above(path).filter(kind="compound"),
                    *Place.objects.standing().filter(below([path]), kind="compound"),
                ]
            }.values()
        )
    found = GateCode.objects.filter(below([c.path for c in compounds]), day=today)
    by_compound: dict[str, list[GateCode]] = {}
    for code in found.select_related("seen_by").order_by("seen_at", "code") if compounds else ():
        by_compound.setdefault(code.path, []).append(code)
    for codes in by_compound.values():
        codes.sort(key=lambda one: (one.seen_at is not None, one.code))
    return [
        Board(one, colour_on(one.path, today), by_compound.get(one.path, ()))
        for one in sorted(compounds, key=lambda one: one.name)
    ]
