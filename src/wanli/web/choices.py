"""Places to choose from in a form."""

from __future__ import annotations

from collections.abc import Container

from wanli.domains.places.access import place_for
from wanli.domains.places.queries import children, names, tops
from wanli.kernel.access import Access
from wanli.kernel.errors import Hidden


def place_choices(access: Access, permission: str, kinds: Container[str]) -> list[tuple[str, str]]:
    """Label and name of the subtrees where ``permission`` holds, each followed by the places of
    these kinds directly beneath it."""
    found = []
    for head in tops(access.paths(permission)):
        found.append((head.label, head.name))
        found += [
            (child.label, f"{head.name} · {child.name}")
            for child in children(head)
            if child.kind in kinds
        ]
    return found


def with_place_asked(
    access: Access, permission: str, places: list[tuple[str, str]], label: str
) -> list[tuple[str, str]]:
    """The same choices with the place with this label first, where it is not among them and
    ``permission`` holds there."""
    if not label or label in dict(places):
        return places
    try:
        place = place_for(access, label, permission)
    except Hidden:
        return places
    return [(label, names([place.path]).get(place.path, place.name)), *places]
