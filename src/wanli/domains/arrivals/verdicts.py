"""Reading verdicts: why somebody is of her class, what it asks, and how it came about."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from wanli.domains.arrivals.models import Verdict
from wanli.domains.arrivals.rules.knowing import of_json
from wanli.domains.arrivals.rules.saying import sentence
from wanli.domains.arrivals.vault import FACTS, open_json
from wanli.domains.plans.language import voice
from wanli.domains.plans.rules.parts import Name

__all__ = ["Verdict", "class_name", "current", "explained", "history"]


def current(returnees: Iterable[UUID]) -> dict[UUID, Verdict]:
    """The verdict that holds for each. One query."""
    rows = Verdict.objects.filter(returnee__in=list(returnees), over_at=None)
    return {one.returnee_id: one for one in rows.select_related("by")}


def history(returnee: UUID) -> QuerySet[Verdict]:
    """All verdicts on somebody, the latest first."""
    return Verdict.objects.filter(returnee=returnee).select_related("by").order_by("-at", "-pk")


def class_name(verdict: Verdict) -> str:
    """What the plan called the class, in the reader's language."""
    return Name(**verdict.cls_name).said(voice().language) if verdict.cls_name else _("还没归类")


def explained(verdict: Verdict) -> str:
    """Why, in one sentence of the reader's language: the facts used and the rule, or whose word.

    It opens sealed facts: only for whoever may see the registration.
    """
    if verdict.why and not verdict.rule:
        who = verdict.by.name if verdict.by else _("系统")
        return _("{who}改为“{cls}”:{why}").format(who=who, cls=class_name(verdict), why=verdict.why)
    facts, grounds = of_json(open_json(FACTS, verdict.facts_cipher))
    return sentence(
        voice(),
        rule=Name(**verdict.rule_name) if verdict.rule_name else None,
        cls=Name(**verdict.cls_name) if verdict.cls_name else None,
        used=tuple(verdict.used),
        facts=facts,
        grounds=grounds,
    )
