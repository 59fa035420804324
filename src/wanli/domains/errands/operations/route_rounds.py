"""Make rounds of routes: each is one way that somebody may take."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wanli.domains.errands.measures import OF_A_REQUEST, OF_A_ROUND
from wanli.domains.errands.models import Request, Round
from wanli.domains.errands.routing import WAITING
from wanli.domains.ledger.entries import settle
from wanli.domains.places.models import Place
from wanli.domains.places.tree import hold_tree
from wanli.kernel.access import Access
from wanli.kernel.errors import Hidden, Refused


def make_rounds(*, access: Access, routes: Sequence[tuple[UUID, Sequence[UUID]]]) -> list[Round]:
    """A round for each of these, with its requests in this order. Permission ``errand.manage`` at
    each home.

    The ids of the rounds are made by whoever asks: the same again changes nothing. ``Refused``
    where somebody else has taken up one of the requests meanwhile.
    """
    asked = [key for _round, keys in routes for key in keys]
    if not asked:
        raise Refused(_("这条路线上还没有一户。请先排。"))
    if len(set(asked)) < len(asked):
        raise Refused(_("有一户排了两次,请只留一次。"))
    with transaction.atomic():
        hold_tree()
        made = {one.pk: one for one in Round.objects.filter(pk__in=[key for key, _k in routes])}
        rows = Request.objects.select_for_update().filter(pk__in=asked).order_by("pk")
        found = {one.pk: one for one in rows}
        may = all(access.can("errand.manage", one.path) for one in found.values())
        if len(found) < len(asked) or not may:
            raise Hidden
        rounds = [
            made.get(key) or _make(access, key, [found[one] for one in keys])
            for key, keys in routes
            if keys
        ]
        settle(measures=OF_A_REQUEST, sources=asked)
        settle(measures=OF_A_ROUND, sources=[one.pk for one in rounds])
    return rounds


def _make(access: Access, key: UUID, requests: list[Request]) -> Round:
    if any(one.state not in WAITING for one in requests):
        raise Refused(_("有几件已经排进别的一趟了。请刷新页面,看还剩哪些。"))
    if len({(one.how, one.shop) for one in requests}) > 1:
        raise Refused(_("一趟只去一个地方拿东西,请分开排。"))
    above = _above(requests)
    made = Round.objects.create(
        pk=key, place=above, path=above.path, how=requests[0].how, shop=requests[0].shop,
        by_when=min(one.wanted_by for one in requests), made_by_id=access.user_id,
    )  # fmt: skip
    for position, one in enumerate(requests, 1):
        one.state, one.round, one.position = "planned", made, position
    Request.objects.bulk_update(requests, ["state", "round", "position"])
    return made


def _above(requests: list[Request]) -> Place:
    """The nearest place above all of the doors."""
    parts = [one.path.split(".")[:-1] for one in requests]
    shared = []
    for labels in zip(*parts, strict=False):
        if len(set(labels)) > 1:
            break
        shared.append(labels[0])
    return Place.objects.get(path=".".join(shared))
