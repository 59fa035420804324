"""What a home was asked at the start, so that nobody behind the door is forgotten."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any

LONGEST = 120


@dataclass(frozen=True, slots=True)
class Answers:
    """Each need in words of its own; empty where there is none."""

    contact: str = ""
    """Whom to call when she does not answer: a relative or a friend."""
    contact_phone: str = ""
    medicine: str = ""
    medicine_until: str = ""
    """The day until which it lasts, as YYYY-MM-DD; errands buy it before."""
    infant: str = ""
    pet: str = ""
    alone: str = ""

    @property
    def lasts_until(self) -> date | None:
        """``medicine_until`` as a day."""
        return date.fromisoformat(self.medicine_until) if self.medicine_until else None

    def as_data(self) -> dict[str, str]:
        """What is sealed: only what was answered."""
        return {name: said for name, said in asdict(self).items() if said}


def answers_in(data: Mapping[str, Any]) -> Answers:
    """The reverse of ``as_data``; what is not known here is left out."""
    known = {one.name for one in fields(Answers)}
    return Answers(**{name: str(said) for name, said in data.items() if name in known})


def tidied(said: Mapping[str, Any]) -> Answers:
    """Answers as they were typed, without stray blanks and of a length that a page holds."""
    return answers_in(
        {name: " ".join(str(value or "").split())[:LONGEST] for name, value in said.items()}
    )
