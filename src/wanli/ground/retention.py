"""What can be deleted when its term is over: each domain says it for its own tables."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from wanli.ground.area import Area

Begun = Callable[[Area, str, date | None], "QuerySet[Any]"]
"""Given where, from when the term counts, and the day on which the response ended if it has:
the rows whose term has begun, each with ``began``, the local day on which it did."""
Erase = Callable[[Sequence[Any]], int]
"""Deletes all that hangs on the rows with these keys, history included, in the caller's
transaction; returns how many records of people that were."""


@dataclass(frozen=True, slots=True)
class Retained:
    """One kind of record with a term."""

    key: str
    """Of the rule in the plan that says how long."""
    starts: frozenset[str]
    """The beginnings of a term that mean something for it."""
    begun: Begun
    erase: Erase
    at_least: int = 0
    """Days that the law asks for, whatever the plan says."""
    batch: int = 5000
    """So many rows a transaction."""
    has_place: bool = True
    """Whether its rows belong to a place, whose plan then holds."""
