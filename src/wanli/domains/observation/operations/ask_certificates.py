"""Have the certificates of many releases printed by the worker."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wanli.domains.jobs.operations.ask import ask
from wanli.domains.jobs.queries import Job
from wanli.domains.jobs.registry import Made, Tell
from wanli.domains.observation.access import case_for
from wanli.domains.observation.operations.certify import open_for_print
from wanli.domains.observation.typesetting import certificates_as_pdf
from wanli.domains.places.access import place_for
from wanli.domains.places.queries import area_of
from wanli.domains.places.tree import hold_tree
from wanli.kernel.access import Access
from wanli.kernel.errors import Hidden, Refused

KIND = "observation.certificates"
CODE = "CODE"
"""Stands in an address where a signed code will be."""
MOST = 500


def ask_certificates(*, access: Access, case_ids: Sequence[UUID], address: str) -> Job:
    """The job that makes one PDF of the certificates of these cases, a page each.

    ``address``: where the code ``CODE`` is checked. Permission ``observation.manage`` at each.
    ``Refused`` where none of them is in sight.
    """
    with transaction.atomic():
        hold_tree()
        seen = []
        for case_id in dict.fromkeys(case_ids[:MOST]):
            try:
                seen.append(case_for(access, case_id, "observation.manage"))
            except Hidden:
                continue
        if not seen:
            raise Refused(_("请至少勾一位。"))
        place = place_for(access, _label(seen[0].path), "observation.manage")
        asked = {"cases": [str(case.pk) for case in seen], "address": address}
        return ask(access=access, kind=KIND, place=place, asked=asked)


def make_certificates(access: Access, asked: dict[str, Any], tell: Tell) -> Made:
    """Names are opened, and that logged, in one transaction; set outside any."""
    found = open_for_print(access=access, case_ids=[UUID(one) for one in asked["cases"]])
    if not found:
        raise Refused(_("勾上的现在都不能印:看看解除还差什么。"))
    content = certificates_as_pdf(
        found, checked_at=lambda code: asked["address"].replace(CODE, code), tell=tell
    )
    return Made("certificates.pdf", content)


def _label(path: str) -> str:
    return area_of(path).rpartition(".")[2]
