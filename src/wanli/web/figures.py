"""Figures as a page shows them: in what order, in what colour, and where each leads."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode

from wanli.domains.ledger.queries import Figure
from wanli.domains.ledger.registry import measures
from wanli.kernel.access import Access


def link_of(access: Access, figure: Figure, which: str = "stock") -> str:
    """The address of the list behind a figure; empty when the reader may not open it."""
    query = {"place": figure.label}
    narrowed = {} if which == "stock" else {"measure": figure.measure, "sign": which}
    if figure.measure.startswith("posts_"):
        if not access.can("post.view", figure.path):
            return ""
        return reverse("posts:chart") + "?" + urlencode(query)
    if figure.measure == "fevers":
        if not access.can("observation.view", figure.path):
            return ""
        return reverse("observation:episodes") + "?" + urlencode(query | narrowed)
    if (view := _observed(figure.measure)) is not None:
        if not access.can("observation.view", figure.path):
            return ""
        return reverse("observation:sheet") + "?" + urlencode(query | {"which": view} | narrowed)
    if figure.measure.startswith("routines_"):
        if not access.can("routine.view", figure.path):
            return ""
        query["which"] = figure.measure.removeprefix("routines_")
        return reverse("routines:sheet") + "?" + urlencode(query | narrowed)
    if figure.measure.startswith("class_"):
        if not access.can("arrival.view", figure.path):
            return ""
        query["cls"] = figure.measure.removeprefix("class_")
        return reverse("arrivals:list") + "?" + urlencode(query)
    if figure.measure.startswith("returnees_"):
        if not access.can("arrival.view", figure.path):
            return ""
        query["which"] = figure.measure.removeprefix("returnees_")
        return reverse("arrivals:list") + "?" + urlencode(query | narrowed)
    if figure.measure == "lists_answered":
        if not access.can("checklist.manage", figure.path):
            return ""
        return reverse("checklists:answered") + "?" + urlencode(query | narrowed)
    if figure.measure.startswith("lists_"):
        if not access.can("checklist.answer", figure.path):
            return ""
        query["which"] = figure.measure.removeprefix("lists_")
        return reverse("checklists:calls") + "?" + urlencode(query | narrowed)
    if figure.measure.startswith("leads_"):
        if not access.can("lead.clear", figure.path):
            return ""
        query["which"] = figure.measure.removeprefix("leads_")
        return reverse("checklists:leads") + "?" + urlencode(query | narrowed)
    if figure.measure.startswith("errand"):
        if not access.can("errand.view", figure.path):
            return ""
        page, view = _errands(figure.measure)
        return reverse(page) + "?" + urlencode(query | {"which": view} | narrowed)
    if figure.measure.startswith("talks_"):
        # Who calls and who is in charge know whom; all others know how many.
        if not any(access.can(one, figure.path) for one in ("counsel.give", "counsel.read")):
            return ""
        return reverse("counsel:calls")
    if figure.measure.startswith("leaves_"):
        may = access.can("observation.view", figure.path)
        return reverse("observation:leaves") if may else ""
    if figure.measure.startswith("remarks_"):
        if not access.can("remark.view", figure.path):
            return ""
        query["which"] = figure.measure.removeprefix("remarks_")
        return reverse("postings:remarks") + "?" + urlencode(query | narrowed)
    if figure.measure.startswith("waste_"):
        if not any(access.can(one, figure.path) for one in ("errand.run", "errand.view")):
            return ""
        query["which"] = figure.measure.removeprefix("waste_")
        return reverse("waste:sheet") + "?" + urlencode(query | narrowed)
    if figure.measure.startswith("door_"):
        # What a door did, only those learn who look after it; all others how much there is to ask.
        if not access.can("observation.manage", figure.path):
            return ""
        if figure.measure == "door_sensors":
            return reverse("sensors:list") + "?" + urlencode(query)
        query["which"] = figure.measure.removeprefix("door_questions_")
        return reverse("sensors:questions") + "?" + urlencode(query | narrowed)
    if figure.measure in ("contacts_unreached", "contacts_reached"):
        if not access.can("contact.view", figure.path):
            return ""
        query["which"] = "due" if figure.measure == "contacts_unreached" else "reached"
        return reverse("contacts:list") + "?" + urlencode(query | narrowed)
    if figure.measure.startswith("care_"):
        if not access.can("contact.view", figure.path):
            return ""
        if figure.measure == "care_people":
            return reverse("contacts:care") + "?" + urlencode(query | {"which": "all"})
        query["which"] = figure.measure.removeprefix("care_")
        return reverse("contacts:visits") + "?" + urlencode(query | narrowed)
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
        lines.append(Shown(figure, measure.name, link_of(access, figure), came, went))
    return lines


def _errands(measure: str) -> tuple[str, str]:
    """The page with the records of a measure of errands, and which of its lists."""
    if measure.startswith("errand_rounds"):
        return "errands:rounds", "over" if measure.endswith("_done") else ""
    lists = {"errands_open": "open", "errands_late": "late", "errands_failed": "not"}
    return "errands:sheet", lists.get(measure, "done")


def _observed(measure: str) -> str | None:
    """Which of the lists of observation shows the records of a measure; None for other ones."""
    if measure == "observed_released":
        return "over"
    if measure.startswith("observed"):
        return "cases"
    return {
        "checks_due": "owed",
        "checks_late": "owed",
        "checks_done": "told",
        "checks_missed": "missed",
        "alarms": "alarms",
    }.get(measure)
