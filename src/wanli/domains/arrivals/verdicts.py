"""Reading verdicts: why somebody is of her class, what it asks, and how it came about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Max, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wanli.domains.arrivals.demands import class_of
from wanli.domains.arrivals.models import STANDING, Returnee, Verdict
from wanli.domains.arrivals.rules.knowing import of_json
from wanli.domains.arrivals.rules.saying import sentence
from wanli.domains.arrivals.vault import FACTS, open_json
from wanli.domains.plans.language import voice
from wanli.domains.plans.rules.content import Plan, ReturneeClass
from wanli.domains.plans.rules.parts import Name
from wanli.domains.plans.rules.shape import slots
from wanli.ground.fields import below
from wanli.kernel.access import Access
from wanli.kernel.errors import Hidden
from wanli.kernel.masking import mask_name

__all__ = [
    "Counted", "Returnee", "Verdict", "class_name", "counted", "current", "demands", "explained",
    "history", "names_in", "of_class", "returnee_for", "was_called",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Counted:
    """How many are of a class now."""

    key: str
    name: str
    n: int


def current(returnees: Iterable[UUID]) -> dict[UUID, Verdict]:
    """The verdict that holds for each. One query."""
    rows = Verdict.objects.filter(returnee__in=list(returnees), over_at=None)
    return {one.returnee_id: one for one in rows.select_related("by")}


def history(returnee: UUID) -> QuerySet[Verdict]:
    """All verdicts on somebody, the latest first."""
    return Verdict.objects.filter(returnee=returnee).select_related("by").order_by("-at", "-pk")


def was_called(verdict: Verdict) -> str:
    """What the plan called the class before, in the reader's language."""
    return _called(verdict.was_name)


def class_name(verdict: Verdict) -> str:
    """What the plan called the class, in the reader's language."""
    return _called(verdict.cls_name)


def _called(name: dict[str, str]) -> str:
    return Name(**name).said(voice().language) if name else _("还没归类")


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


def _standing(paths: Iterable[str]) -> QuerySet[Verdict]:
    return Verdict.objects.filter(below(paths), over_at=None, arrival__state__in=STANDING)


def counted(paths: Iterable[str]) -> list[Counted]:
    """How many of each class there are below these places, the most first. Two queries."""
    rows = _standing(paths).values("cls").annotate(n=Count("pk"), last=Max("at")).order_by("-n")
    found = list(rows)
    named = {
        one.cls: class_name(one)
        for one in _standing(paths).order_by("cls", "-at").distinct("cls").only("cls", "cls_name")
    }
    return [Counted(row["cls"], named.get(row["cls"], ""), row["n"]) for row in found]


def of_class(paths: Iterable[str], cls: str = "") -> QuerySet[Verdict]:
    """The verdicts that hold below these places, of one class or of all, who came last first."""
    rows = _standing(paths)
    if cls:
        rows = rows.filter(cls=cls)
    return rows.select_related("returnee", "arrival", "by").order_by("-arrival__arrives_on", "-pk")


def returnee_for(access: Access, returnee_id: UUID, permission: str = "arrival.view") -> Returnee:
    """One of those who arrived; ``Hidden`` when missing or not open to ``access``."""
    found = Returnee.objects.select_related("arrival").filter(pk=returnee_id).first()
    if found is None or not access.can(permission, found.path):
        raise Hidden
    return found


def names_in(arrivals: Iterable[UUID]) -> dict[UUID, list[tuple[UUID, str]]]:
    """Of each family its people: who, and her masked name. One query."""
    found: dict[UUID, list[tuple[UUID, str]]] = {}
    rows = Returnee.objects.filter(arrival__in=list(arrivals)).order_by("arrival", "ordinal")
    for arrival, pk, name in rows.values_list("arrival", "pk", "name"):
        found.setdefault(arrival, []).append((pk, mask_name(name)))
    return found


def demands(plan: Plan, verdict: Verdict) -> list[str]:
    """What her class asks for by this plan, in the reader's words."""
    cls = class_of(plan, verdict.cls)
    if cls is None:
        return []
    speaking = voice()
    found = []
    for slot in slots(ReturneeClass):
        value = getattr(cls, slot.name)
        if slot.name in ("term", "colour", "gate") and value:
            colon = ": " if speaking.language.startswith("en") else ":"
            found.append(f"{speaking.label(slot)}{colon}{speaking.value(slot, value, plan)}")
    if cls.call_days:
        found.append(
            ngettext("每 {n} 天打一次电话", "每 {n} 天打一次电话", cls.call_days).format(
                n=cls.call_days
            )
        )
    found += [_("到达后第 {n} 天检测").format(n=one.day) for one in cls.tests]
    return found
