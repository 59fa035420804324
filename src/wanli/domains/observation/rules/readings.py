"""What was measured and said at a check, and typing errors that are asked about."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any, Literal

LOWEST, HIGHEST = Decimal("34.0"), Decimal("43.0")
"""What a living person's thermometer shows; anything else is asked about."""
TENTH = Decimal("0.1")
MOODS = ("calm", "worried", "low")
Mood = Literal["", "calm", "worried", "low"]
LONGEST = 300


class Doubtful(ValueError):
    """A temperature that cannot be. ``meant``: what it may have been, nothing when no idea."""

    def __init__(self, typed: str, meant: Decimal | None) -> None:
        super().__init__(typed)
        self.typed, self.meant = typed, meant


@dataclass(frozen=True, slots=True)
class Reading:
    """One check's content."""

    celsius: Decimal | None
    """None where it could not be taken; then ``note`` says why."""
    symptoms: tuple[str, ...] = ()
    """Keys of the plan."""
    mood: Mood = ""
    wants: str = ""
    """What is needed, in the person's own words."""
    note: str = ""

    def as_data(self) -> dict[str, Any]:
        """Plain JSON, to be sealed."""
        return {
            "c": None if self.celsius is None else str(self.celsius),
            "s": list(self.symptoms),
            "m": self.mood,
            "w": self.wants,
            "n": self.note,
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Reading:
        """The reverse of ``as_data``."""
        celsius = data.get("c")
        return cls(
            celsius=None if celsius is None else Decimal(celsius),
            symptoms=tuple(data.get("s", ())),
            mood=data.get("m", ""),
            wants=data.get("w", ""),
            note=data.get("n", ""),
        )


def celsius(typed: str) -> Decimal | None:
    """The temperature as it was typed, in tenths of a degree; None when nothing was.

    Full-width digits, a comma for the point and a unit are read. ``Doubtful`` for what no
    thermometer shows on a living person: 73.6, 3.65, 98.6.
    """
    plain = unicodedata.normalize("NFKC", typed).strip()
    plain = re.sub(r"\s*(°?c|℃|度)$", "", plain, flags=re.IGNORECASE).replace(",", ".")
    plain = plain.replace("。", ".").replace(" ", "")
    if not plain:
        return None
    if not re.fullmatch(r"\d{1,4}(\.\d{1,3})?", plain):
        raise Doubtful(typed, None)
    try:
        value = Decimal(plain)
    except InvalidOperation:
        raise Doubtful(typed, None) from None
    tenths = value.quantize(TENTH, ROUND_HALF_UP)
    if LOWEST <= tenths <= HIGHEST:
        return tenths
    raise Doubtful(typed, next(_meant(value, plain), None))


def _meant(value: Decimal, plain: str) -> Iterator[Decimal]:
    """What it may have been: a point in the wrong place, Fahrenheit, two figures swapped."""
    swapped = plain[1:2] + plain[:1] + plain[2:] if len(plain) > 1 and plain[1] != "." else ""
    guesses = [value * 10, value / 10, (value - 32) * 5 / 9]
    if swapped:
        guesses.append(Decimal(swapped))
    for guess in guesses:
        tenths = guess.quantize(TENTH, ROUND_HALF_UP)
        if LOWEST <= tenths <= HIGHEST:
            yield tenths


def alarm(reading: Reading, *, fever: Decimal, red_flags: Collection[str]) -> str:
    """``fever`` at the threshold or above, ``symptom`` at a red flag, else nothing."""
    if reading.celsius is not None and reading.celsius >= fever:
        return "fever"
    if any(key in red_flags for key in reading.symptoms):
        return "symptom"
    return ""


def uneasy(moods: Iterable[str]) -> bool:
    """Whether the moods of three days call for somebody to talk to: twice anxious or low."""
    return sum(mood in ("worried", "low") for mood in moods) >= 2
