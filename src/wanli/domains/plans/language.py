"""A plan's words in the language of whoever reads."""

from __future__ import annotations

from django.utils.translation import get_language

from wanli.domains.plans.rules.parts import Words


def said(words: Words) -> str:
    """In the language that is active now."""
    return words.said(get_language() or "")
