"""What was asked once while a page is read is not asked again.

Only where nothing is written: the middleware begins it for requests that read.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

from wanli.kernel.scope import current

T = TypeVar("T")
K = TypeVar("K", bound=Hashable)
_kept: ContextVar[dict[Hashable, object] | None] = ContextVar("kept", default=None)


@contextmanager
def remembering() -> Iterator[None]:
    """Keep answers for the block, and forget them after it."""
    token = _kept.set({})
    try:
        yield
    finally:
        _kept.reset(token)


def remembered(key: Hashable, ask: Callable[[], T]) -> T:
    """The answer kept for this key and scope, or else what ``ask`` says, which is kept from now on.
    Outside of ``remembering`` it is asked each time."""
    kept = _kept.get()
    if kept is None:
        return ask()
    whole = (current.get(), key)
    if whole not in kept:
        kept[whole] = ask()
    return kept[whole]  # type: ignore[return-value]


def remembered_each(
    kind: Hashable, wanted: Iterable[K], ask: Callable[[set[K]], Mapping[K, T]]
) -> dict[K, T]:
    """What ``ask`` says of each, asked only of those that nobody asked about yet; of which it says
    nothing is left out."""
    known: dict[K, T | None] = remembered((kind, "each"), dict)
    keys = set(wanted)
    if missing := keys - known.keys():
        known.update(dict.fromkeys(missing))
        known.update(ask(missing))
    return {key: found for key in keys if (found := known[key]) is not None}
