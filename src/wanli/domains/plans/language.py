"""A plan's words in the language of whoever reads."""

from __future__ import annotations

from django.utils.translation import get_language, gettext

from wanli.domains.plans.rules.parts import Words
from wanli.domains.plans.rules.wording import Voice


def said(words: Words) -> str:
    """In the language that is active now."""
    return words.said(get_language() or "")


def voice() -> Voice:
    """Speaks to the reader of now."""
    return Voice(gettext, get_language() or "")
