"""Places to choose from in a form."""

from __future__ import annotations

from collections.abc import Container

from wanli.domains.places.queries import children, tops
from wanli.kernel.access import Access


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
