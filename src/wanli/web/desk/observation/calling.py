"""The rows of the call sheet. Fifty stand on a page: each is put into words here, where that costs
a third of what it does in a template."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wanli.domains.observation.queries import Called
from wanli.ground.wording import aged
from wanli.kernel import clock


class Row(NamedTuple):
    """A person to call."""

    to: str
    """Where the call is written down."""
    room: str
    name: str
    age: str
    """In words; empty where nobody knows it."""
    day: str
    tone: str
    """How pressing it is, as the style sheet calls it."""
    when: str
    """How late it is, or until when there is time."""


class Stairwell(NamedTuple):
    """Its rows together."""

    where: str
    late: bool
    rows: list[Row]


def by_stairwell(lines: Iterable[Called]) -> list[Stairwell]:
    """Stairwells in the order of how late they are; doors of one together."""
    found: dict[str, Stairwell] = {}
    for line in lines:
        first = Stairwell(line.where, line.minutes_late > 0, [])
        found.setdefault(line.where, first).rows.append(_row(line))
    return list(found.values())


def _row(line: Called) -> Row:
    return Row(
        to=reverse("observation:check", args=[line.check.case_id]),
        room=line.room,
        name=line.name,
        age="" if line.age is None else aged(line.age),
        day=_("第 {n} 天").format(n=line.day_of_term),
        tone=_tone(line),
        when=_when(line),
    )


def _tone(line: Called) -> str:
    if line.check.rung > 1:
        return "now"
    return "due" if line.minutes_late > 0 else "muted"


def _when(line: Called) -> str:
    late = line.minutes_late
    if late <= 0:
        due = line.check.due_at
        return _("{at} 前").format(at=f"{clock.local(due):%H:%M}" if due else "")
    if late < 60:
        return ngettext("晚了 {n} 分钟", "晚了 {n} 分钟", late).format(n=late)
    return _("晚了约 {n} 小时").format(n=round(late / 60))
