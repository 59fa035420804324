"""The register of personal data: each domain says next to its models what it collects and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Collected:
    """Something kept of people. Sentences may be lazy."""

    name: object
    whose: object
    columns: tuple[str, ...]
    """Every column that holds it, as ``app.Model.field``."""
    purpose: object
    basis: object
    kept_as: str
    """The key of the kind of record in the plan, which says how long it is kept."""
    sealed: bool = False
    """Whether it is encrypted where it lies."""


_collected: dict[str, Collected] = {}


def register(collected: Iterable[Collected]) -> None:
    """Called once by each domain when Django starts. No column is registered twice."""
    for one in collected:
        for column in one.columns:
            if _collected.setdefault(column, one) is not one:
                raise ValueError(f"{column} is registered twice")


def collected() -> list[Collected]:
    """All that is collected, in the order in which the domains said it."""
    return list(dict.fromkeys(_collected.values()))


def columns() -> frozenset[str]:
    """Every registered column."""
    return frozenset(_collected)
