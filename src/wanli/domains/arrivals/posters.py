"""Short signed addresses of gates and compounds, and where they lead."""

from __future__ import annotations

import secrets
import unicodedata
from dataclasses import dataclass

from wanli.domains.arrivals.models import Poster
from wanli.domains.places.models import Place
from wanli.domains.places.queries import in_order, names, subdistrict_of
from wanli.ground.acting import acting
from wanli.ground.fields import below
from wanli.ground.keys import keyring
from wanli.kernel.errors import Hidden
from wanli.kernel.scope import EVERYTHING

__all__ = [
    "Building",
    "Door",
    "Hung",
    "Poster",
    "buildings",
    "compounds_near",
    "compounds_near_path",
    "door_of",
    "home_with",
    "posters_below",
]

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Letters that nobody takes for another one: they are copied by hand."""
BODY, SIGNED = 6, 3
FIELD = "arrival.poster"


@dataclass(frozen=True, slots=True)
class Door:
    """Where a poster leads: the compound that it stands in."""

    poster: Poster
    compound: Place
    name: str
    """Of the compound."""
    gate: str
    """Of the gate where it hangs; empty where it is the compound's."""


@dataclass(frozen=True, slots=True)
class Building:
    """A building to choose; nobody is told who lives there, or which rooms there are."""

    label: str
    name: str


def new_code() -> str:
    """A code that this installation can tell from a made-up one without looking it up."""
    body = "".join(secrets.choice(LETTERS) for _ in range(BODY))
    return body + _sign(body)


def typed_code(said: str) -> str:
    """A code as it was typed: in whatever case, with blanks and dashes. Raises ``Hidden`` for one
    that we cannot have made."""
    code = "".join(c for c in unicodedata.normalize("NFKC", said).lower() if c.isalnum())
    if len(code) != BODY + SIGNED or _sign(code[:BODY]) != code[BODY:]:
        raise Hidden
    return code


def _sign(body: str) -> str:
    digest = keyring().index(FIELD, body)
    return "".join(LETTERS[byte % len(LETTERS)] for byte in digest[:SIGNED])


def door_of(code: str) -> Door:
    """Where a code leads, for whoever comes; ``Hidden`` when there is no such poster."""
    code = typed_code(code)
    with acting(EVERYTHING):
        poster = (
            Poster.objects.select_related("place").filter(code=code, place__retired_on=None).first()
        )
        if poster is None:
            raise Hidden
        compound = Place.objects.above(poster.path).filter(kind="compound").defer("geometry").last()
    if compound is None:
        raise Hidden
    gate = poster.place.name if poster.place_id != compound.pk else ""
    return Door(poster, compound, compound.name, gate)


def buildings(compound: Place) -> list[Building]:
    """The standing buildings of a compound, in the order in which one walks past them."""
    with acting(EVERYTHING):
        found = Place.objects.standing().filter(below([compound.path]), kind="building")
        listed = in_order(found.defer("geometry"))
        return [Building(one.label, one.name) for one in listed]


def compounds_near(compound: Place) -> list[tuple[str, str]]:
    """Label and name of the compounds of the same subdistrict, for whoever stands before the wrong
    one."""
    head = subdistrict_of(compound.path)
    with acting(EVERYTHING):
        found = (
            Place.objects.standing().filter(below([head]), kind="compound").exclude(pk=compound.pk)
        )
        return list(found.order_by("name").values_list("label", "name"))


def compounds_near_path(path: str) -> list[tuple[str, str]]:
    """The other compounds of the subdistrict of a place."""
    with acting(EVERYTHING):
        compound = Place.objects.above(path).filter(kind="compound").defer("geometry").last()
    return compounds_near(compound) if compound else []


def home_with(compound: Place, label: str) -> dict[str, str]:
    """How a door of this compound is picked and typed in the form; nothing for any other."""
    with acting(EVERYTHING):
        door = (
            Place.objects.standing()
            .filter(below([compound.path]), label=label, kind="household")
            .first()
        )
        if door is None:
            return {}
        above = {one.kind: one for one in Place.objects.above(door.path).defer("geometry")}
    if "building" not in above:
        return {}
    digits = "".join(c for c in above["stairwell"].name if c.isdigit())
    room = f"{digits}单元{door.name}" if digits else door.name
    return {"building": above["building"].label, "room": room}


@dataclass(frozen=True, slots=True)
class Hung:
    """A poster as it is printed."""

    code: str
    name: str


def posters_below(path: str) -> list[Hung]:
    """The first poster of each compound and gate at or below a place."""
    first: dict[str, Poster] = {}
    found = Poster.objects.filter(below([path]), place__retired_on=None).order_by("made_at")
    for poster in found:
        first.setdefault(poster.path, poster)
    called = names(first)
    return [Hung(one.code, called.get(one.path, "")) for one in in_order(first.values())]
