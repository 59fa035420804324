"""Make rounds of routes: each is one way that somebody may take."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wanli.domains.errands.models import Request, Round
from wanli.domains.errands.operations.plan_rounds import make_round
from wanli.kernel.access import Access
from wanli.kernel.errors import Refused


def make_rounds(*, access: Access, routes: Sequence[tuple[UUID, Sequence[UUID]]]) -> list[Round]:
    """A round for each of these, with its requests in this order: all of them or none. Permission
    ``errand.manage`` at each home.

    The ids of the rounds are made by whoever asks: the same again changes nothing. ``Refused``
    where somebody else has taken up one of the requests meanwhile.
    """
    asked = [key for _round, keys in routes for key in keys]
    if not asked:
        raise Refused(_("这条路线上还没有一户。请先排。"))
    if len(set(asked)) < len(asked):
        raise Refused(_("有一户排了两次,请只留一次。"))
    with transaction.atomic():
        for _round, keys in routes:
            if Request.objects.filter(pk__in=keys).order_by().values("shop").distinct().count() > 1:
                raise Refused(_("一趟只去一个地方拿东西,请分开排。"))
        return [
            make_round(access=access, request_ids=keys, round_id=key, as_given=True)
            for key, keys in routes
            if keys
        ]
