"""Have the posters of a place printed by the worker."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from wanli.domains.jobs.operations.ask import ask
from wanli.domains.jobs.queries import Job
from wanli.domains.jobs.registry import Made, Tell
from wanli.domains.places.access import place_for
from wanli.domains.places.tree import hold_tree
from wanli.domains.postings.operations.issue import issue_notices
from wanli.domains.postings.queries import any_notice, posted_below
from wanli.domains.postings.typesetting import as_pdf
from wanli.kernel.access import Access
from wanli.kernel.errors import Refused

KIND = "postings.posters"
CODE = "0000000000"
"""Stands in an address where a notice's code will be."""
PAPERS = ("a4", "a3")


def ask_posters(*, access: Access, label: str, paper: str, address: str, language: str) -> Job:
    """The job that makes one PDF of the posters of all stairwells at or below a place.

    ``address``: where the notice with the code ``CODE`` is read. Permission ``posting.print``
    there. Refused where no stairwell is.
    """
    if paper not in PAPERS:
        raise Refused(_("请选 A4 或 A3。"), field="paper")
    with transaction.atomic():
        hold_tree()
        place = place_for(access, label, "posting.print")
        issue_notices(access=access, label=label)
        if not any_notice(place.path):
            raise Refused(_("这里没有楼道,没有可印的公示。"))
        asked = {"label": label, "paper": paper, "address": address, "language": language}
        return ask(access=access, kind=KIND, place=place, asked=asked)


def make_posters(access: Access, asked: dict[str, Any], tell: Tell) -> Made:
    """Read what the notices say at this moment, and set them outside any transaction."""
    with translation.override(asked["language"]):
        with transaction.atomic():
            issue_notices(access=access, label=asked["label"])
            posted = posted_below(place_for(access, asked["label"], "posting.print").path)
        content = as_pdf(
            posted,
            paper=asked["paper"],
            opened_at=lambda code: asked["address"].replace(CODE, code),
            tell=tell,
        )
    return Made("stairwell-notices.pdf", content)
