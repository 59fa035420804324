"""What messages can be about: each domain says it for its own records."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of message.

    ``text``: what it says to whom about how many, in the language that is active; neither a name
    nor anything of health. ``standing``: which of its records still ask for it; the others have
    been dealt with, and their message is withdrawn before it goes out.
    """

    key: str
    name: object
    text: Callable[[str, int], str]
    standing: Callable[[Collection[UUID]], Collection[UUID]]


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Called when Django starts."""
    _kinds[kind.key] = kind


def kind_of(key: str) -> Kind | None:
    """The kind with this key; nothing for what somebody wrote by hand."""
    return _kinds.get(key)
