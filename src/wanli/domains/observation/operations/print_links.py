"""Give every home of a place its link at once, and print the cards."""

from __future__ import annotations

import base64
from collections import defaultdict
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wanli.domains.jobs.operations.ask import ask
from wanli.domains.jobs.queries import Job
from wanli.domains.jobs.registry import Made, Tell
from wanli.domains.observation.card_typesetting import Card, cards_as_pdf
from wanli.domains.observation.links import HomeLink, LinkedCase
from wanli.domains.observation.models import STANDING, Case
from wanli.domains.observation.operations.home_links import (
    issue_link,
    token_digest,
    understood_number,
)
from wanli.domains.observation.queries import with_people
from wanli.domains.places.access import place_for
from wanli.domains.places.queries import in_order, names
from wanli.domains.places.tree import hold_tree
from wanli.ground.fields import below
from wanli.ground.keys import keyring
from wanli.kernel.access import Access
from wanli.kernel.errors import Refused
from wanli.kernel.ids import uuid7

KIND = "observation.links"
TOKEN = "TOKEN"
"""Stands in an address where a link's secret will be."""
MOST = 1500


@dataclass(frozen=True, slots=True)
class Homes:
    """The homes under observation below a place, and what stands in the way of a card."""

    fresh: int
    """Without a link, opened with a birth date."""
    linked: int
    unborn: int
    """Without a link and without a known birth date: they need six digits, told in person."""


def homes_to_link(access: Access, label: str) -> Homes:
    """How many homes there are of each kind. Permission ``observation.manage``."""
    homes = _homes(access, label)
    linked = _linked(homes)
    rest = {place: cases for place, cases in homes.items() if place not in linked}
    unborn = sum(not _born(cases) for cases in rest.values())
    return Homes(len(rest) - unborn, len(linked), unborn)


def ask_links(*, access: Access, label: str, call: str, renew: bool, address: str) -> Job:
    """The job that gives each home there a link and prints the cards, two to a page.

    Homes that have a link keep it, unless ``renew``: then it is void. ``address``: where the link
    with the secret ``TOKEN`` leads. Permission ``observation.manage``. Refused where no card
    would be printed, and for a number that is none.
    """
    with transaction.atomic():
        hold_tree()
        place = place_for(access, label, "observation.manage")
        call = understood_number(call)
        found = homes_to_link(access, label)
        number = found.fresh + (found.linked if renew else 0)
        if not number:
            raise Refused(_("没有要印的:有生日的每一户都有链接了。"), field="label")
        if number > MOST:
            raise Refused(
                _("一共 {n} 户,一次最多印 {most} 户。请分小区或居民区印。"),
                field="label", n=number, most=MOST,
            )  # fmt: skip
        asked = {
            "label": label, "call": call, "renew": renew, "address": address,
            "batch": str(uuid7()),
        }  # fmt: skip
        return ask(access=access, kind=KIND, place=place, asked=asked)


def make_links(access: Access, asked: dict[str, Any], tell: Tell) -> Made:
    """A home a transaction; set when all have theirs. Killed and called again it gives no home a
    second one: the secrets of one batch are always the same."""
    with transaction.atomic():
        homes = _homes(access, asked["label"])
        linked = _linked(homes)
        addresses = names(cases[0].path for cases in homes.values())
    cards = []
    for n, (place, cases) in enumerate(homes.items(), 1):
        token = _token(asked["batch"], place)
        if _given(access, asked, cases, token, has_one=place in linked):
            where = addresses.get(cases[0].path, cases[0].place.name)
            cards.append(Card(where, asked["address"].replace(TOKEN, token), asked["call"]))
        tell(n, len(homes))
    if not cards:
        raise Refused(_("没有要印的:有生日的每一户都有链接了。"))
    return Made("home-links.pdf", cards_as_pdf(cards))


def _given(
    access: Access, asked: dict[str, Any], cases: list[Case], token: str, *, has_one: bool
) -> bool:
    """Whether this home has the link of this batch; given now, if it shall."""
    with transaction.atomic():
        known = HomeLink.objects.filter(token=token_digest(token)).first()
        if known is not None:
            return known.revoked_at is None
        if (has_one and not asked["renew"]) or not _born(cases):
            return False
        ids = [case.pk for case in cases]
        standing = Case.objects.filter(pk__in=ids, state__in=STANDING).values_list("pk", flat=True)
        if not standing:
            return False
        issue_link(access=access, case_ids=list(standing), call=asked["call"], token=token)
    return True


def _token(batch: str, place: UUID) -> str:
    digest = keyring().index("observation.link.batch", f"{batch}:{place}")
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def _homes(access: Access, label: str) -> dict[UUID, list[Case]]:
    """Those observed behind each door, in the order in which one walks past them."""
    place = place_for(access, label, "observation.manage")
    rows = Case.objects.filter(below([place.path]), state__in=STANDING).select_related("place")
    found = list(in_order(rows.defer("place__geometry").order_by("pk")))
    with_people(found)
    homes: defaultdict[UUID, list[Case]] = defaultdict(list)
    for case in found:
        homes[case.place_id].append(case)
    return dict(homes)


def _linked(homes: dict[UUID, list[Case]]) -> set[UUID]:
    cases = [case.pk for inside in homes.values() for case in inside]
    rows = LinkedCase.objects.filter(case__in=cases, valid=True)
    return set(rows.values_list("case__place", flat=True))


def _born(cases: list[Case]) -> bool:
    return any(case.person.birth_date for case in cases)
