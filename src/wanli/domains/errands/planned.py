"""What the plan in force says on errands, ready for the rules."""

from __future__ import annotations

from wanli.domains.plans.queries import plan_in_force
from wanli.domains.plans.rules.errands import ErrandKind, Errands


def errands_at(path: str) -> Errands:
    """The section of the plan in force at a place."""
    return plan_in_force(path).plan.errands


def kind_of(rules: Errands, key: str) -> ErrandKind | None:
    """The kind with this key."""
    return next((kind for kind in rules.kinds if kind.key == key), None)


def words_of(rules: Errands) -> list[tuple[str, list[str]]]:
    """The words by which a thing is found on its shelf."""
    return [(shelf.key, [word.zh for word in shelf.words]) for shelf in rules.shelves]
