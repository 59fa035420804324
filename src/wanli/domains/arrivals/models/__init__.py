"""Rows of this domain; Django looks for them here."""

from wanli.domains.arrivals.models.registrations import (
    STANDING,
    Arrival,
    Contact,
    GateCode,
    GroupChat,
    HandOver,
    Outcome,
    Poster,
    Returnee,
    Source,
    State,
    Stay,
    Transport,
    Way,
)

__all__ = [
    "STANDING",
    "Arrival",
    "Contact",
    "GateCode",
    "GroupChat",
    "HandOver",
    "Outcome",
    "Poster",
    "Returnee",
    "Source",
    "State",
    "Stay",
    "Transport",
    "Way",
]
