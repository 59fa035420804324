"""Sums of money on a page."""

from __future__ import annotations

from django import template

from wanli.domains.errands.rules.money import yuan as as_yuan

register = template.Library()


@register.filter
def yuan(fen: int) -> str:
    """``1250`` as ``12.50``."""
    return as_yuan(fen)


@register.filter
def owed(fen: int) -> str:
    """The same without its sign, where the words say who owes whom."""
    return as_yuan(abs(fen))


@register.filter
def signed(fen: int) -> str:
    """With its sign, a plus too."""
    return f"+{as_yuan(fen)}" if fen > 0 else as_yuan(fen)
