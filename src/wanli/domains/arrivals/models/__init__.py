"""Rows of this domain; Django looks for them here."""

from wanli.domains.arrivals.models.papers import PaperForm, PaperPhoto
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
from wanli.domains.arrivals.models.sorting import AreaNotice, KeyArea, Level, Verdict

__all__ = [
    "STANDING",
    "AreaNotice",
    "Arrival",
    "Contact",
    "GateCode",
    "GroupChat",
    "HandOver",
    "KeyArea",
    "Level",
    "Outcome",
    "PaperForm",
    "PaperPhoto",
    "Poster",
    "Returnee",
    "Source",
    "State",
    "Stay",
    "Transport",
    "Verdict",
    "Way",
]
