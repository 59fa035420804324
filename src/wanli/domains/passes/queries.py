"""Reading what holds people back."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from wanli.domains.passes.models import Hold


def held(people: Iterable[UUID]) -> set[UUID]:
    """Which of these people are held back now."""
    found = Hold.objects.filter(person__in=list(people), lifted_at=None)
    return set(found.values_list("person_id", flat=True))
