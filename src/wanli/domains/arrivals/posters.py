"""Short signed addresses of gates and compounds, and where they lead."""

from __future__ import annotations

import secrets
import unicodedata
from dataclasses import dataclass

from wanli.domains.arrivals.models import Poster
from wanli.domains.places.models import Place
from wanli.domains.places.queries import in_order, names
from wanli.ground.acting import acting
from wanli.ground.fields import below
from wanli.ground.keys import keyring
from wanli.kernel.errors import Hidden
from wanli.kernel.scope import EVERYTHING

__all__ = ["Building", "Door", "Poster", "buildings", "code_of", "compounds_near", "door_of"]

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
    head = ".".join(compound.path.split(".")[:3])
    with acting(EVERYTHING):
        found = (
            Place.objects.standing().filter(below([head]), kind="compound").exclude(pk=compound.pk)
        )
        return list(found.order_by("name").values_list("label", "name"))


def code_of(place: Place) -> str:
    """The first code of a place; empty before it has one."""
    found = Poster.objects.filter(place=place).order_by("made_at")
    return found.values_list("code", flat=True).first() or ""


def addresses(paths: list[str]) -> dict[str, str]:
    """Readable names of these places, for whoever comes."""
    with acting(EVERYTHING):
        return names(paths)
