"""A home of the made-up subdistrict that reports for itself; its link can be told again."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.urls import reverse
from django.utils.crypto import salted_hmac

from wanli.domains.observation.homes import Linked, linked_by
from wanli.domains.observation.operations.home_links import issue_link
from wanli.kernel.access import Access

CALL = "021-65430000"


def token() -> str:
    """Of the demo's link: not kept, and on this installation always the same."""
    return salted_hmac("wanli.demo.resident", "link", algorithm="sha256").hexdigest()[:22]


def give_link(access: Access, cases: Sequence[UUID]) -> None:
    """Let the home of these cases report for itself."""
    issue_link(access=access, case_ids=cases, call=CALL, token=token())


def resident() -> dict[str, str] | None:
    """How to come in as that home; None where it has another link by now, or none."""
    found: Linked | None = linked_by(token())
    if found is None or found.born is None:
        return None
    return {
        "place": found.address,
        "birthday": found.born.strftime("%Y%m%d"),
        "link": reverse("resident:home", args=[token()]),
    }
