"""What a change of the plan would do, and for whom: higher domains say it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.functional import Promise

from wanli.domains.plans.rules.content import Plan
from wanli.ground.acting import acting
from wanli.kernel.scope import EVERYTHING


@dataclass(frozen=True, slots=True)
class Effect:
    """One consequence, in words. ``refuses``: the change cannot be made as long as it stands."""

    message: str | Promise
    params: Mapping[str, object] = field(default_factory=dict)
    refuses: bool = False


Foresee = Callable[[str, Plan, Plan], Iterable[Effect]]
"""Given the path of the plan's place, the plan in force, and the one to come."""

_foreseen: list[Foresee] = []


def register(foresee: Foresee) -> None:
    """Called by each domain when Django starts."""
    if foresee not in _foreseen:
        _foreseen.append(foresee)


def effects(path: str, before: Plan, after: Plan) -> list[Effect]:
    """What would change for whom, what refuses first.

    Counted over everything below ``path``, whatever the reader's posts let her see: numbers only.
    """
    if before == after:
        return []
    with acting(EVERYTHING), transaction.atomic():
        found = [effect for foresee in _foreseen for effect in foresee(path, before, after)]
    return sorted(found, key=lambda effect: not effect.refuses)
