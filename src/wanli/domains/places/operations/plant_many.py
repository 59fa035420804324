"""Enter many places at once: maps, imports, the demo."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from wanli.domains.places.models import Place
from wanli.ground.bulk import insert_many
from wanli.kernel.access import Access


@dataclass(frozen=True, slots=True)
class NewPlace:
    """A place to be entered; its parent stands already, or comes before it."""

    id: UUID
    label: str
    path: str
    parent: UUID | None
    kind: str
    name: str
    ordinal: int = 0
    code: str = ""
    floors: int | None = None
    height: float | None = None
    geometry: dict[str, Any] | None = None


FIELDS = (
    "id", "label", "path", "parent", "kind", "name", "ordinal", "code", "floors", "height",
    "geometry",
)  # fmt: skip


def plant_many(*, access: Access, places: Sequence[NewPlace]) -> int:
    """Insert places in the caller's transaction; returns how many.

    Permission ``place.edit`` above each. ``IntegrityError`` where a sibling has the name.
    """
    for head in {place.path.rpartition(".")[0] for place in places}:
        access.require("place.edit", head)
    rows = [
        (p.id, p.label, p.path, p.parent, p.kind, p.name, p.ordinal, p.code, p.floors, p.height)
        + (json.dumps(p.geometry) if p.geometry else None,)
        for p in places
    ]
    return insert_many(Place, FIELDS, rows)
