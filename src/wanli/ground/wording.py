"""Words put together as the reader's language does it."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import get_language


def listed(words: Iterable[object]) -> str:
    """One after another: 、 between Chinese words, a comma between English ones."""
    between = ", " if (get_language() or "").startswith("en") else "、"
    return between.join(str(word) for word in words)
