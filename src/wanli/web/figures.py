"""Figures as a page shows them: in what order, in what colour, and where each leads."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode

from wanli.domains.ledger.queries import Figure, Which
from wanli.domains.ledger.registry import measures
from wanli.kernel.access import Access


@dataclass(frozen=True, slots=True)
class Behind:
    """Where the records behind measures are listed."""

    view: str
    any_of: tuple[str, ...]
    """Permissions at the place of which one is asked."""
    narrow: Callable[[str], dict[str, str]] = lambda _measure: {}
    """What narrows the page to a measure."""
    today: bool = True
    """Whether the page can show what came or went today alone."""


def _rest(prefix: str, **called: str) -> Callable[[str], dict[str, str]]:
    """What follows in the measure's key is what the page calls it, or as ``called``."""

    def narrow(measure: str) -> dict[str, str]:
        rest = measure.removeprefix(prefix)
        return {"which": called.get(rest, rest)}

    return narrow


def _only(which: str) -> Callable[[str], dict[str, str]]:
    return lambda _measure: {"which": which}


OBSERVED, ARRIVED, TOUCHED = ("observation.view",), ("arrival.view",), ("contact.view",)
FETCHED = ("errand.run", "errand.view")
BEHIND: dict[str, Behind] = {
    "posts_": Behind("posts:chart", ("post.view",), today=False),
    "fevers": Behind("observation:episodes", OBSERVED),
    "observed_released": Behind("observation:sheet", OBSERVED, _only("over")),
    "observed": Behind("observation:sheet", OBSERVED, _only("cases")),
    # Whoever is observed at home is held at the gates.
    "holds": Behind("observation:sheet", OBSERVED, _only("cases"), today=False),
    "checks_": Behind(
        "observation:sheet", OBSERVED, _rest("checks_", due="owed", late="owed", done="told")
    ),
    "alarms": Behind("observation:sheet", OBSERVED, _only("alarms")),
    "routines_": Behind("routines:sheet", ("routine.view",), _rest("routines_")),
    "class_": Behind("arrivals:list", ARRIVED, lambda key: {"cls": key.removeprefix("class_")}),
    "returnees_": Behind("arrivals:list", ARRIVED, _rest("returnees_")),
    "lists_answered": Behind("checklists:answered", ("checklist.manage",)),
    "lists_": Behind("checklists:calls", ("checklist.answer",), _rest("lists_")),
    "leads_": Behind("checklists:leads", ("lead.clear",), _rest("leads_", open="waiting")),
    "errand_rounds_done": Behind("errands:rounds", ("errand.view",), _only("over")),
    "errand_rounds": Behind("errands:rounds", ("errand.view",), _only("")),
    "errands_done": Behind("errands:sheet", ("errand.view",), _only("done")),
    "errands_": Behind("errands:sheet", ("errand.view",), _rest("errands_", failed="not")),
    # Who calls and who is in charge know whom; all others know how many.
    "talks_": Behind("counsel:calls", ("counsel.give", "counsel.read"), today=False),
    "leaves_": Behind("observation:leaves", OBSERVED, today=False),
    "remarks_": Behind("postings:remarks", ("remark.view",), _rest("remarks_")),
    "waste_": Behind("waste:sheet", FETCHED, _rest("waste_")),
    # What a door did, only those learn who look after it; all others how much there is to ask.
    "door_sensors": Behind("sensors:list", ("observation.manage",), today=False),
    "door_questions_": Behind(
        "sensors:questions", ("observation.manage",), _rest("door_questions_")
    ),
    "contacts_": Behind("contacts:list", TOUCHED, _rest("contacts_", unreached="due")),
    "care_people": Behind("contacts:care", TOUCHED, _only("all"), today=False),
    "care_": Behind("contacts:visits", TOUCHED, _rest("care_")),
    "homes_": Behind("canvass:coverage", ("people.view",), today=False),
}
"""By the measure's key or how it begins, the nearer first. All others are of people."""


def link_of(access: Access, figure: Figure, which: Which = "stock") -> str:
    """The address of the list behind a figure, or behind what came or went of it today; empty
    when the reader may not open it, or there is no such list."""
    found = next((BEHIND[key] for key in BEHIND if figure.measure.startswith(key)), None)
    if found is None:
        return _people(access, figure, which)
    if not any(access.can(permission, figure.path) for permission in found.any_of):
        return ""
    if which != "stock" and not found.today:
        return ""
    query = {"place": figure.label} | found.narrow(figure.measure)
    if which != "stock":
        query |= {"measure": figure.measure, "sign": which}
    return f"{reverse(found.view)}?{urlencode(query)}"


def _people(access: Access, figure: Figure, which: Which) -> str:
    """People and their homes; of homes no list says what came and went."""
    measure, query = figure.measure, {"place": figure.label}
    if not access.can("people.view", figure.path) or (which != "stock" and measure in HOMES):
        return ""
    if which != "stock":
        query |= {"measure": measure, "which": which}
    elif measure == "registered_elsewhere":
        query["registered"] = "elsewhere"
    elif measure == "key_persons":
        query["mark"] = "any"
    elif measure.startswith("key_"):
        query["mark"] = measure.removeprefix("key_")
    elif measure in HOMES:
        query |= HOMES[measure]
        return f"{reverse('people:homes')}?{urlencode(query)}"
    return f"{reverse('people:list')}?{urlencode(query)}"


HOMES: dict[str, dict[str, str]] = {
    "households": {}, "let_homes": {"use": "let"}, "empty_homes": {"use": "empty"}
}  # fmt: skip
FIRST = (
    "fevers", "observed", "checks_late", "residents", "households", "homes_to_canvass",
    "registered_elsewhere", "key_persons", "key_elderly_alone", "posts_vacant",
)  # fmt: skip
"""Who lives here, what is left to do, who needs looking after; the rest as the domains have it."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure with its words. ``came`` and ``went``: the class of what came and went today."""

    figure: Figure
    name: Promise
    url: str
    came_url: str
    went_url: str
    came: str
    went: str


def shown(access: Access, found: Iterable[Figure]) -> list[Shown]:
    """These figures in the order in which one wants to read them. Red is for what asks for a hand,
    green for work done; what is neither good nor bad has no colour."""
    known = measures()
    order = [*FIRST, *known]
    lines = []
    for figure in sorted(found, key=lambda one: order.index(one.measure)):
        measure = known[figure.measure]
        came, went = "muted", "muted"
        if measure.rising_is_bad:
            came, went = "now", "ok"
        elif measure.rising_is_good:
            came, went = "ok", "now"
        lines.append(
            Shown(
                figure,
                measure.name,
                url=link_of(access, figure),
                came_url=link_of(access, figure, "plus"),
                went_url=link_of(access, figure, "minus"),
                came=came,
                went=went,
            )
        )
    return lines
