"""Canvass sheets for a whole area in one PDF, against one PDF for each of its stairwells."""

from __future__ import annotations

import time
from itertools import groupby

from django.db import transaction

from tests.benches.bench import Result, Site
from wanli.domains.canvass.models import Campaign
from wanli.domains.canvass.operations.print_sheets import Printed, print_sheets
from wanli.domains.canvass.typesetting import as_pdf
from wanli.domains.places.models import Place
from wanli.domains.places.queries import names
from wanli.kernel.access import Access

SAMPLE = 12
"""So many stairwells are printed one by one."""


def measure(site: Site) -> Result:
    with transaction.atomic():
        campaign = Campaign.objects.get(closed_on=None)
        area = Place.objects.filter(kind="area").order_by("path")[0]
        began = time.perf_counter()
        pages = print_sheets(access=Access.system(), campaign_id=campaign.pk, label=area.label)
        _set(campaign, pages)
        whole = len(pages) / (time.perf_counter() - began)
        apart = _apart(campaign, pages)
    return Result(
        "print_sheets", "pages/s", round(whole, 1), round(apart, 1), round(whole / apart, 2),
        len(pages),
        f"{area.name} from the books to one PDF, sheets numbered on the way; baseline: typesetting"
        f" alone, one PDF for each of {SAMPLE} stairwells",
    )  # fmt: skip


def _set(campaign: Campaign, pages: list[Printed]) -> None:
    as_pdf(
        campaign,
        pages,
        addresses=names(page.sheet.path for page in pages),
        opened_at=lambda code: f"http://localhost/canvass/sheets/{code}/",
        tell=lambda done, total: None,
    )


def _apart(campaign: Campaign, pages: list[Printed]) -> float:
    stairwells = [list(group) for _, group in groupby(pages, key=lambda one: one.sheet.path)]
    sample = stairwells[:SAMPLE]
    began = time.perf_counter()
    for stairwell in sample:
        _set(campaign, stairwell)
    return sum(map(len, sample)) / (time.perf_counter() - began)
