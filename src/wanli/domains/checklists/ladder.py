"""What messages about overdue lists and leads say, and whether they still hold."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from wanli.domains.checklists.models import CheckList, Lead
from wanli.domains.notices.registry import Kind

LIST_LATE, LEAD_LATE = "checklist_late", "lead_late"


def _lists(ids: Collection[UUID]) -> Collection[UUID]:
    late = CheckList.objects.filter(pk__in=list(ids), state="open", late_since__isnull=False)
    return set(late.values_list("pk", flat=True))


def _leads(ids: Collection[UUID]) -> Collection[UUID]:
    late = Lead.objects.filter(pk__in=list(ids), cleared_at=None, late_since__isnull=False)
    return set(late.values_list("pk", flat=True))


def _of_lists(whom: str, n: int) -> str:
    return ngettext(
        "万里:{n} 份上级名单过时没交,请打开“今日”处理。",
        "万里:{n} 份上级名单过时没交,请打开“今日”处理。",
        n,
    ).format(n=n)


def _of_leads(whom: str, n: int) -> str:
    return ngettext(
        "万里:{n} 条线索过时没查清,请打开“今日”处理。",
        "万里:{n} 条线索过时没查清,请打开“今日”处理。",
        n,
    ).format(n=n)


KINDS = (
    Kind(LIST_LATE, _("上级名单逾期"), _of_lists, _lists),
    Kind(LEAD_LATE, _("线索逾期"), _of_leads, _leads),
)
