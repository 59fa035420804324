"""Where a figure leads: to the people or homes behind it, as far as the reader's posts go."""

from __future__ import annotations

from django.urls import reverse
from django.utils.http import urlencode

from wanli.domains.ledger.queries import Figure
from wanli.kernel.access import Access


def link_of(access: Access, figure: Figure, which: str = "stock") -> str:
    """The address of the list behind a figure; empty when the reader may not open it."""
    query = {"place": figure.label}
    if figure.measure.startswith("posts_"):
        if not access.can("post.view", figure.path):
            return ""
        return reverse("posts:chart") + "?" + urlencode(query)
    if not access.can("people.view", figure.path):
        return ""
    if figure.measure.startswith("homes_"):
        return reverse("canvass:coverage") + "?" + urlencode(query)
    if which != "stock":
        query |= {"measure": figure.measure, "which": which}
    elif figure.measure == "registered_elsewhere":
        query["registered"] = "elsewhere"
    elif figure.measure == "key_persons":
        query["mark"] = "any"
    elif figure.measure.startswith("key_"):
        query["mark"] = figure.measure.removeprefix("key_")
    elif figure.measure in ("households", "let_homes", "empty_homes"):
        use = {"let_homes": "let", "empty_homes": "empty"}.get(figure.measure, "")
        return reverse("people:homes") + "?" + urlencode(query | ({"use": use} if use else {}))
    return reverse("people:list") + "?" + urlencode(query)
