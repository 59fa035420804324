"""Have the sheets of a place printed by the worker."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import translation

from wanli.domains.audit.operations.record_opening import refuse_without_reason
from wanli.domains.canvass.access import campaign_for
from wanli.domains.canvass.operations.print_sheets import listed, print_sheets
from wanli.domains.canvass.typesetting import as_pdf
from wanli.domains.jobs.operations.ask import ask
from wanli.domains.jobs.queries import Job
from wanli.domains.jobs.registry import Made, Tell
from wanli.domains.places.queries import names
from wanli.domains.places.tree import hold_tree
from wanli.kernel.access import Access

KIND = "canvass.sheets"
CODE = "000000000"
"""Stands in an address where a sheet's code will be."""


def ask_sheets(
    *,
    access: Access,
    campaign_id: UUID,
    label: str,
    address: str,
    language: str,
    only_left: bool = False,
    in_the_clear: bool = False,
    reason: str = "",
) -> Job:
    """The job that makes the PDF of ``print_sheets``. Refused as that is, here and now.

    ``address``: where the sheet with the code ``CODE`` is typed back.
    """
    with transaction.atomic():
        hold_tree()
        found = listed(access=access, campaign_id=campaign_id, label=label, only_left=only_left)
        if in_the_clear:
            access.require("people.open", found.place.path)
            refuse_without_reason(reason)
        asked = {
            "campaign": str(campaign_id), "label": label, "only_left": only_left,
            "in_the_clear": in_the_clear, "reason": reason if in_the_clear else "",
            "address": address, "language": language,
        }  # fmt: skip
        return ask(access=access, kind=KIND, place=found.place, asked=asked)


def make_sheets(access: Access, asked: dict[str, Any], tell: Tell) -> Made:
    """Number the sheets, and set them once that is committed: setting takes longer than anybody
    should hold the tree. Done again after a crash, the sheets keep their codes."""
    with transaction.atomic():
        hold_tree()
        campaign_id, label = UUID(asked["campaign"]), asked["label"]
        campaign = campaign_for(access, campaign_id)
        pages = print_sheets(
            access=access, campaign_id=campaign_id, label=label, only_left=asked["only_left"],
            in_the_clear=asked["in_the_clear"], reason=asked["reason"],
        )  # fmt: skip
        addresses = names(printed.sheet.path for printed in pages)
    with translation.override(asked["language"]):
        content = as_pdf(
            campaign,
            pages,
            addresses=addresses,
            opened_at=lambda code: asked["address"].replace(CODE, code),
            tell=tell,
        )
    return Made("canvass-sheets.pdf", content)
