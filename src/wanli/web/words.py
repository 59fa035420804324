"""Filters that every template has."""

from __future__ import annotations

from collections.abc import Iterable

from django import template

from wanli.ground.wording import aged, listed

register = template.Library()


@register.filter(name="listed")
def listed_filter(words: Iterable[object]) -> str:
    """``ground.wording.listed``."""
    return listed(words)


@register.filter(name="aged")
def aged_filter(age: int) -> str:
    """``ground.wording.aged``."""
    return aged(age)
