"""What messages about overdue registrations say, and whether they still hold."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from wanli.domains.arrivals.models import Arrival, State
from wanli.domains.notices.registry import Kind

KEY = "arrival_late"


def _standing(arrivals: Collection[UUID]) -> Collection[UUID]:
    late = Arrival.objects.filter(pk__in=list(arrivals), state=State.OPEN, late_since__isnull=False)
    return set(late.values_list("pk", flat=True))


def _text(whom: str, n: int) -> str:
    return ngettext(
        "万里:{n} 份返沪登记逾期没核实,请打开“今日”处理。",
        "万里:{n} 份返沪登记逾期没核实,请打开“今日”处理。",
        n,
    ).format(n=n)


LATE = Kind(KEY, _("返沪登记逾期"), _text, _standing)
