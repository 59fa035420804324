"""The rows of the list of registrations. Fifty stand on a page: each is put into words here, where
that costs a third of what it does in a template."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from functools import cache
from typing import NamedTuple

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wanli.domains.arrivals.access import Arrival
from wanli.domains.arrivals.queries import Contact, Line
from wanli.ground.wording import listed
from wanli.kernel import clock


class Row(NamedTuple):
    """A family."""

    to: str
    address: str
    names: str
    told: str
    """By how many, where it was more than one."""
    origin: str
    coming: str
    """The day, and by what."""
    tried: str
    """When somebody last got in touch, who, and what came of it; empty where nobody has."""
    tone: str
    """How pressing it is, as the style sheet calls it."""
    state: str


def rows(lines: Iterable[Line]) -> list[Row]:
    """One for each, in the reader's language."""
    # A page speaks of few days.
    said = cache(_day)
    return [
        Row(
            to=reverse("arrivals:arrival", args=[line.arrival.pk]),
            address=line.address,
            names=listed(line.names),
            told=_told(line.sources),
            origin=line.origin,
            coming=f"{said(line.arrival.arrives_on)} {line.by}",
            tried=_tried(line.tried, said) if line.tried else "",
            tone=_tone(line.arrival),
            state=_state(line.arrival, said),
        )
        for line in lines
    ]


def _day(day: date) -> str:
    return date_format(day, "MONTH_DAY_FORMAT")


def _told(sources: int) -> str:
    if sources < 2:
        return ""
    return ngettext("{n} 人填过", "{n} 人填过", sources).format(n=sources)


def _tried(tried: Contact, said: Callable[[date], str]) -> str:
    at = clock.local(tried.at)
    who = tried.by.name if tried.by else ""
    return f"{said(at.date())} {at:%H:%M} {who}:{tried.get_outcome_display()}"


def _tone(one: Arrival) -> str:
    if one.late_since:
        return "now"
    return {"open": "due", "verified": "ok"}.get(one.state, "muted")


def _state(one: Arrival, said: Callable[[date], str]) -> str:
    if one.late_since:
        return _("逾期")
    if one.state == "open":
        by = clock.local(one.verify_by)
        return _("{day} {at} 前").format(day=said(by.date()), at=f"{by:%H:%M}")
    return str(one.get_state_display())
