"""Whose rows a transaction may touch.

The database enforces it (row-level security); this is only how the answer reaches the
database: a value in a context variable, which ``ground.db`` writes into each transaction.
"""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass, replace
from uuid import UUID

ROOT = "w"
"""The label that every path begins with: who has it in scope sees every place."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Subtrees, as ``ltree`` paths, whose rows of each kind may be seen and written."""

    user: UUID | None = None
    places: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    audit: tuple[str, ...] = ()
    counsel: tuple[str, ...] = ()
    gates: tuple[str, ...] = ()
    errands: tuple[str, ...] = ()


NOTHING = Scope()
EVERYTHING = Scope(
    places=(ROOT,), people=(ROOT,), audit=(ROOT,), counsel=(ROOT,), gates=(ROOT,), errands=(ROOT,)
)


def everything_for(user: UUID | None) -> Scope:
    """Everything, on behalf of a user: what she does is still hers in the history."""
    return replace(EVERYTHING, user=user)


current: ContextVar[Scope] = ContextVar("wanli_scope", default=NOTHING)
