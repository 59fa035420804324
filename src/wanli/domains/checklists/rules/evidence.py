"""How far what a list says of somebody speaks for a person of the register. Pure.

An identity number decides; a phone or a home decides together with the name; the sound of a name,
a birth date or a name alone only point at somebody, and a person says yes or no.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Generic, TypeVar

CERTAIN, LIKELY, WEAK = 3, 2, 1
MOST = 4
"""So many who look alike are shown; of more nobody can tell."""
TOO_MANY, BEFORE = "too_many", "before"
Id = TypeVar("Id")


@dataclass(frozen=True, slots=True)
class Said:
    """What a row says. Numbers by their digests, names in standard characters and by sound."""

    name: str = ""
    heard: str = ""
    document: bytes | None = None
    phones: frozenset[bytes] = frozenset()
    birth_date: date | None = None
    door: str = ""
    """Path of the home, where the address was understood."""


@dataclass(frozen=True, slots=True)
class Somebody(Generic[Id]):
    """Somebody of the register, in the same terms."""

    id: Id
    path: str
    name: str
    heard: str
    document: bytes | None = None
    phones: frozenset[bytes] = frozenset()
    birth_date: date | None = None


@dataclass(frozen=True, slots=True)
class Decision(Generic[Id]):
    """``certain``, ``likely``, ``several`` or ``none``, whom, and the evidence for each."""

    found: str
    whom: tuple[tuple[Somebody[Id], str], ...] = field(default=())
    why: str = ""


def weigh(said: Said, one: Somebody[Id]) -> tuple[int, str] | None:
    """How strongly a row speaks for this person and by what; None where it does not."""
    same = bool(said.name) and said.name == one.name
    heard = bool(said.heard) and said.heard == one.heard
    if said.document and one.document:
        if said.document != one.document:
            return None
        agrees = same or heard or not said.name
        return (CERTAIN, "document") if agrees else (LIKELY, "other_name")
    phone = bool(said.phones & one.phones)
    home = bool(said.door) and said.door == one.path
    born = said.birth_date is not None and said.birth_date == one.birth_date
    if said.birth_date and one.birth_date and not born:
        # Typed wrongly it may be; somebody then has to say so.
        return (LIKELY, "other_birth") if same and phone and home else None
    if not said.name:
        return (LIKELY, "phone_alone") if phone else None
    if same:
        return _same_name(said, one, phone, home, born)
    if heard:
        if phone or home:
            return LIKELY, "heard_phone" if phone else "heard_home"
        return (WEAK, "heard_birth") if born else None
    if born and (phone or home) and one_character_off(said.name, one.name):
        return LIKELY, "one_off"
    return None


def _same_name(
    said: Said, one: Somebody[Id], phone: bool, home: bool, born: bool
) -> tuple[int, str] | None:
    if phone or home:
        return CERTAIN, "phone" if phone else "home"
    if born:
        return LIKELY, "birth"
    if said.door or (said.phones and one.phones):
        # Another home or other numbers, and nothing that speaks for her.
        return None
    return WEAK, "name"


def one_character_off(one: str, other: str) -> bool:
    """Whether two names of one length differ in a single character that is not the first."""
    return (
        len(one) == len(other) > 1
        and one[0] == other[0]
        and sum(a != b for a, b in zip(one, other, strict=True)) == 1
    )


def decide(said: Said, people: Iterable[Somebody[Id]]) -> Decision[Id]:
    """Whom a row is about, of those who may be it."""
    weighed = [(one, found) for one in people if (found := weigh(said, one))]
    if not weighed:
        return Decision("none")
    by_number = [(one, why) for one, (_strength, why) in weighed if why == "document"]
    if len(by_number) == 1:
        return Decision("certain", tuple(by_number), "document")
    best = max(strength for _one, (strength, _why) in weighed)
    if any(why == "other_name" for _one, (_strength, why) in weighed):
        best = min(best, LIKELY)
    whom = tuple((one, why) for one, (strength, why) in weighed if strength >= best)
    if len(whom) > MOST:
        return Decision("none", (), TOO_MANY)
    if len(whom) > 1:
        return Decision("several", whom, whom[0][1])
    return Decision("certain" if best == CERTAIN else "likely", whom, whom[0][1])
