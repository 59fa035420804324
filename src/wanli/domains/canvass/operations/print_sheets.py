"""Number the homes of a campaign onto sheets of paper."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from wanli.domains.canvass.access import campaign_for
from wanli.domains.canvass.models import Campaign, Door, Sheet
from wanli.domains.canvass.queries import UNSETTLED
from wanli.domains.canvass.rules.paper import rows_per_page
from wanli.domains.canvass.rules.questions import from_data
from wanli.domains.canvass.rules.sheetcode import new_code
from wanli.domains.people.expected import Expected, expected
from wanli.domains.people.operations.open_names import open_names
from wanli.domains.places.access import Place, place_for
from wanli.domains.places.queries import in_order
from wanli.domains.places.tree import hold_tree
from wanli.ground.bulk import insert_many
from wanli.ground.fields import below
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.errors import Refused
from wanli.kernel.ids import uuid7

MOST_PAGES = 1500


@dataclass(frozen=True, slots=True)
class Row:
    """One home on paper."""

    number: int
    room: str
    result: str
    """What is known of it already."""
    who: Sequence[Expected]


@dataclass(frozen=True, slots=True)
class Printed:
    """One page."""

    sheet: Sheet
    slots: int
    """So many rows the page is divided into."""
    rows: Sequence[Row]


@dataclass(frozen=True, slots=True)
class Listed:
    """What shall be printed: the homes of each stairwell, in the order one walks them."""

    campaign: Campaign
    place: Place
    stairwells: dict[str, list[Door]]
    slots: int

    @property
    def pages(self) -> int:
        """How many pages that makes."""
        return sum(-(-len(inside) // self.slots) for inside in self.stairwells.values())


def print_sheets(
    *,
    access: Access,
    campaign_id: UUID,
    label: str,
    only_left: bool = False,
    in_the_clear: bool = False,
    reason: str = "",
) -> list[Printed]:
    """The pages for every stairwell at or below a place, in the order one walks them.

    A stairwell whose homes are the same as when it was last printed keeps its codes; otherwise
    a new version is numbered. ``only_left``: without the homes that are done. Names are masked
    unless ``in_the_clear``, which asks for ``people.open`` and a reason and is logged.
    Permission ``canvass.record`` at the place. Refused when no home is left to print, when the
    campaign is over, or when there are more than ``MOST_PAGES`` pages.
    """
    with transaction.atomic():
        hold_tree()
        found = listed(access=access, campaign_id=campaign_id, label=label, only_left=only_left)
        who = (
            open_names(access=access, path=found.place.path, reason=reason)
            if in_the_clear
            else expected([found.place.path])
        )
        known = {door.pk: door for inside in found.stairwells.values() for door in inside}
        return [
            Printed(
                sheet,
                found.slots,
                [_row(sheet, n, known[d], who) for n, d in enumerate(sheet.doors)],
            )
            for sheet in _sheets(access, found.campaign, found.stairwells, found.slots)
        ]


def listed(*, access: Access, campaign_id: UUID, label: str, only_left: bool = False) -> Listed:
    """What would be printed there; ``Refused`` as ``print_sheets``, before anything is numbered."""
    campaign = campaign_for(access, campaign_id)
    place = place_for(access, label, "canvass.record")
    if campaign.closed_on:
        raise Refused(_("这次排摸已经结束,不用再印表。"), field="label")
    doors = Door.objects.filter(
        below([place.path]), campaign=campaign, running=True, place__retired_on=None
    )
    walked = in_order((doors.filter(UNSETTLED) if only_left else doors).select_related("place"))
    if not walked:
        raise Refused(_("这里没有要印的户:都排摸完了,或不在这次排摸里。"), field="label")
    slots = rows_per_page(from_data(campaign.questions), list(campaign.result_names().values()))
    stairwells: dict[str, list[Door]] = {}
    for door in walked:
        stairwells.setdefault(door.path.rpartition(".")[0], []).append(door)
    found = Listed(campaign, place, stairwells, slots)
    if found.pages > MOST_PAGES:
        raise Refused(
            _("一共 {n} 页,一次最多印 {most} 页。请分小区或居民区印。"),
            field="label",
            n=found.pages,
            most=MOST_PAGES,
        )
    return found


def _row(sheet: Sheet, index: int, door: Door, who: dict[str, list[Expected]]) -> Row:
    return Row(sheet.first + index, door.place.name, door.result, who.get(door.path, ()))


def _sheets(
    access: Access, campaign: Campaign, stairwells: dict[str, list[Door]], slots: int
) -> list[Sheet]:
    """The sheets of each stairwell, the last ones where they still hold.

    Who prints the same stairwell at the same moment waits, and gets these.
    """
    ids_of = {path: doors[0].place.parent_id for path, doors in stairwells.items()}
    places = {place_id: path for path, place_id in ids_of.items() if place_id}
    held = Place.objects.filter(pk__in=places).order_by("path").select_for_update(no_key=True)
    list(held.values_list("pk"))
    last: dict[str, list[Sheet]] = {}
    for sheet in Sheet.objects.filter(campaign=campaign, place__in=places).order_by(
        "version", "page"
    ):
        path = places[sheet.place_id]
        if last.get(path) and last[path][-1].version != sheet.version:
            last[path] = []
        last.setdefault(path, []).append(sheet)
    found: list[Sheet] = []
    fresh: list[Sheet] = []
    for place_id, path in places.items():
        doors = stairwells[path]
        ids = [door.pk for door in doors]
        parts = [ids[start : start + slots] for start in range(0, len(ids), slots)]
        before = last.get(path, [])
        if [sheet.doors for sheet in before] == parts:
            found += before
            continue
        version = before[-1].version + 1 if before else 1
        made = [
            Sheet(
                campaign=campaign, place_id=place_id, path=path,
                version=version, page=page, pages=len(parts), first=1 + slots * (page - 1),
                doors=part, by_id=access.user_id,
            )
            for page, part in enumerate(parts, 1)
        ]  # fmt: skip
        found += made
        fresh += made
    number_sheets(fresh)
    return found


def number_sheets(sheets: Iterable[models.Model]) -> None:
    """Give each sheet (``id``, ``code``, ``printed_at``) of one model a code that no other one has,
    seen by the reader or not, and keep it."""
    waiting: list[Any] = list(sheets)
    if not waiting:
        return
    now, model = clock.now(), type(waiting[0])
    while waiting:
        for sheet in waiting:
            sheet.id, sheet.code, sheet.printed_at = uuid7(), new_code(), now
        names = [field.name for field in model._meta.concrete_fields]
        columns = [field.attname for field in model._meta.concrete_fields]
        insert_many(
            model,
            names,
            [[getattr(sheet, column) for column in columns] for sheet in waiting],
            or_ignore=True,
        )
        kept = set(
            model.objects.filter(pk__in=[s.pk for s in waiting]).values_list("pk", flat=True)
        )
        waiting = [sheet for sheet in waiting if sheet.pk not in kept]
