"""Words put together as the reader's language does it."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _


def aged(age: int) -> str:
    """How old somebody is, in words: an infant in months, where her age knows them."""
    months = getattr(age, "months", None)
    if age == 0 and months is not None:
        return ngettext("{n} 个月", "{n} 个月", months).format(n=months)
    return _("{n} 岁").format(n=int(age))


def listed(words: Iterable[object]) -> str:
    """One after another: 、 between Chinese words, a comma between English ones."""
    between = ", " if (get_language() or "").startswith("en") else "、"
    return between.join(str(word) for word in words)
