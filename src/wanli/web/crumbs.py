"""The way down to a place: each step above it, linked where the reader may go."""

from __future__ import annotations

from dataclasses import dataclass

from wanli.domains.places.access import Place
from wanli.domains.places.queries import breadcrumb
from wanli.kernel.access import Access


@dataclass(frozen=True, slots=True)
class Crumb:
    """One place on the way."""

    label: str
    name: str
    kind: str
    open: bool
    """Whether the reader may open its page; the names above one's post are known to everybody."""


def crumbs_of(access: Access, place: Place) -> list[Crumb]:
    """The places above this one, from the top down."""
    return [
        Crumb(step.label, step.name, step.kind, access.can("place.view", step.path))
        for step in breadcrumb(place)[:-1]
    ]
