"""Number the homes that a round asks for onto sheets of paper, and have the worker print them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from wanli.domains.canvass.operations.print_sheets import MOST_PAGES, number_sheets
from wanli.domains.canvass.rules.paper import rows_per_page
from wanli.domains.contacts.access import RECORD
from wanli.domains.contacts.models import Home, RoundSheet
from wanli.domains.contacts.queries import HomeLine, home_lines, homes, rules_at
from wanli.domains.contacts.typesetting import Printed, as_pdf
from wanli.domains.jobs.operations.ask import ask
from wanli.domains.jobs.queries import Job
from wanli.domains.jobs.registry import Made, Tell
from wanli.domains.places.access import Place, place_for
from wanli.domains.places.queries import in_order, names
from wanli.domains.places.tree import hold_tree
from wanli.domains.plans.language import said
from wanli.kernel.access import Access
from wanli.kernel.errors import Refused

KIND = "contacts.sheets"
CODE = "000000000"
"""Stands in an address where a sheet's code will be."""


@dataclass(frozen=True, slots=True)
class Listed:
    """The homes that are due, in the order one walks past them, by stairwell."""

    place: Place
    stairwells: dict[str, list[Home]]
    slots: int
    """So many homes stand on a page."""


def ask_sheets(*, access: Access, label: str, address: str, language: str) -> Job:
    """The job that prints whoever is still to be reached at or below a place, stairwell by
    stairwell. ``address``: where the sheet with the code ``CODE`` is typed back. Permission
    ``contact.record`` there; ``Refused`` at ``label`` where nobody is to be reached."""
    with transaction.atomic():
        hold_tree()
        found = listed(access, label)
        asked = {"label": label, "address": address, "language": language}
        return ask(access=access, kind=KIND, place=found.place, asked=asked)


def listed(access: Access, label: str) -> Listed:
    """What would be printed there; ``Refused`` as ``ask_sheets``."""
    place = place_for(access, label, RECORD)
    due = in_order(homes([place.path]))
    if not due:
        raise Refused(_("这里这一轮都联系上了,没有要印的户。"), field="label")
    slots = rows_per_page([], [said(one.name) for one in rules_at(place.path).outcomes])
    stairwells: dict[str, list[Home]] = {}
    for home in due:
        stairwells.setdefault(home.path.rpartition(".")[0], []).append(home)
    pages = sum(-(-len(inside) // slots) for inside in stairwells.values())
    if pages > MOST_PAGES:
        raise Refused(
            _("一共 {n} 页,一次最多印 {most} 页。请分小区或居民区印。"),
            field="label", n=pages, most=MOST_PAGES,
        )  # fmt: skip
    return Listed(place, stairwells, slots)


def make_sheets(access: Access, asked: dict[str, Any], tell: Tell) -> Made:
    """Number the sheets, and set them once that is committed: setting takes longer than anybody
    should hold the tree. Done again after a crash they get new codes: none was handed out."""
    with translation.override(asked["language"]):
        with transaction.atomic():
            hold_tree()
            pages = print_sheets(access, asked["label"])
            addresses = names(printed.sheet.path for printed in pages)
            rules = rules_at(pages[0].sheet.path)
        content = as_pdf(
            rules, pages, addresses=addresses,
            opened_at=lambda code: asked["address"].replace(CODE, code), tell=tell,
        )  # fmt: skip
    return Made("round-sheets.pdf", content)


def print_sheets(access: Access, label: str) -> list[Printed]:
    """The pages of every stairwell at or below a place, each with a code of its own."""
    found = listed(access, label)
    ids = dict(Place.objects.filter(path__in=list(found.stairwells)).values_list("path", "pk"))
    made = [
        RoundSheet(
            place_id=ids[path], path=path, page=page + 1,
            pages=-(-len(inside) // found.slots), first=1 + page * found.slots,
            homes=[one.pk for one in part], by_id=access.user_id,
        )
        for path, inside in found.stairwells.items()
        for page, part in enumerate(_parts(inside, found.slots))
    ]  # fmt: skip
    number_sheets(made)
    lines = home_lines(one for inside in found.stairwells.values() for one in inside)
    known: dict[Any, HomeLine] = {line.home.pk: line for line in lines}
    return [Printed(sheet, found.slots, [known[home] for home in sheet.homes]) for sheet in made]


def _parts(inside: Sequence[Home], slots: int) -> list[Sequence[Home]]:
    return [inside[start : start + slots] for start in range(0, len(inside), slots)]
