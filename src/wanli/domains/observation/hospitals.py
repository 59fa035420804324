"""The hospital that the plan designates for a home, and what an episode keeps of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from wanli.domains.places.models import Place
from wanli.domains.places.queries import names
from wanli.domains.plans.effects import Effect
from wanli.domains.plans.language import said
from wanli.domains.plans.queries import plan_in_force
from wanli.domains.plans.rules.content import Plan
from wanli.domains.plans.rules.hospitals import Hospital

__all__ = ["Hospital"]
Kept = Mapping[str, Any]


def designated(path: str) -> Hospital | None:
    """Where somebody of the home at ``path`` is brought to, by the plan in force."""
    return plan_in_force(path).plan.hospitals.serving(_area(path))


def designated_ones(path: str) -> tuple[Hospital, ...]:
    """All of them, the one for this home first."""
    plan = plan_in_force(path).plan.hospitals
    hers = plan.serving(_area(path))
    return tuple(sorted(plan.hospitals, key=lambda one: one != hers))


def _area(path: str) -> str:
    return names([path], kinds=("area",)).get(path, "")


def kept_of(hospital: Hospital) -> dict[str, Any]:
    """What an episode keeps: a later plan does not change where she was brought to."""
    return {
        "key": hospital.key,
        "name": hospital.name.model_dump(),
        "phone": hospital.phone,
        "address": hospital.address.model_dump(),
    }


def foresee(path: str, before: Plan, after: Plan) -> Iterable[Effect]:
    """A hospital for an area that is none would get nobody."""
    if before.hospitals == after.hospitals:
        return
    found = Place.objects.standing().filter(path__within=path, kind="area")
    known = set(found.values_list("name", flat=True))
    for one in after.hospitals.hospitals:
        for area in one.areas:
            if area.zh not in known:
                yield Effect(
                    _("“{hospital}”管的“{area}”不是这里的居民区。请照居民区的名称写。"),
                    {"hospital": said(one.name), "area": area.zh},
                    refuses=True,
                )
    if after.hospitals.hospitals and not any(not one.areas for one in after.hospitals.hospitals):
        named = {area.zh for one in after.hospitals.hospitals for area in one.areas}
        if left := sorted(known - named):
            yield Effect(
                _("{n} 个居民区没有定点医院,例如{area}。"), {"n": len(left), "area": left[0]}
            )
