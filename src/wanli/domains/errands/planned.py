"""What the plan in force says on errands, ready for the rules."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from wanli.domains.errands.models import Item, Request
from wanli.domains.errands.rules.weights import Thing, grams_of
from wanli.domains.plans.queries import plan_in_force
from wanli.domains.plans.rules.errands import ErrandKind, Errands

SOMETHING = 500
"""Grams of a thing that stands on no shelf."""


def errands_at(path: str) -> Errands:
    """The section of the plan in force at a place."""
    return plan_in_force(path).plan.errands


def kind_of(rules: Errands, key: str) -> ErrandKind | None:
    """The kind with this key."""
    return next((kind for kind in rules.kinds if kind.key == key), None)


def weights_of(rules: Errands, requests: Iterable[Request]) -> dict[UUID, int]:
    """About how many grams each of these requests weighs. One query."""
    rows = list(requests)
    things: dict[UUID, list[Thing]] = {row.pk: [] for row in rows}
    found = Item.objects.filter(request__in=things).exclude(state=Item.State.NONE)
    for request, shelf, quantity, unit in found.values_list("request", "shelf", "quantity", "unit"):
        things[request].append(Thing(shelf, quantity, unit))
    shelves = {shelf.key: shelf.grams for shelf in rules.shelves}
    kinds = {kind.key: kind.grams for kind in rules.kinds}
    return {
        row.pk: grams_of(
            things[row.pk], shelves=shelves, otherwise=SOMETHING, one=kinds.get(row.kind, 0)
        )
        for row in rows
    }


def words_of(rules: Errands) -> list[tuple[str, list[str]]]:
    """The words by which a thing is found on its shelf."""
    return [(shelf.key, [word.zh for word in shelf.words]) for shelf in rules.shelves]
