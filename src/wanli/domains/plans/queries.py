"""Which plan is in force, and where the others are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property, lru_cache
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from wanli.domains.places.models import Place
from wanli.domains.plans.models import OPEN, Version
from wanli.domains.plans.rules.content import Plan
from wanli.domains.plans.rules.reading import read, starter
from wanli.ground.fields import below
from wanli.ground.remembered import remembered
from wanli.kernel import clock
from wanli.kernel.access import Access, covers

__all__ = ["InForce", "Version", "open_version", "plan_in_force", "plan_of", "plan_on"]


@dataclass(frozen=True)
class InForce:
    """A plan and the version that says so; none where the plan that comes with Wanli holds."""

    plan: Plan
    version_id: UUID | None

    @cached_property
    def version(self) -> Version | None:
        """The version with its place and who adopted it; its content is the plan. One query."""
        if self.version_id is None:
            return None
        found = Version.objects.select_related("place", "adopted_by").defer("content", "touched")
        return found.get(pk=self.version_id)


@lru_cache(maxsize=64)
def _adopted(version_id: UUID, adopted_at: datetime) -> Plan:
    # Safe to keep: an adopted version never changes. Which one is in force is asked each time. The
    # moment is part of the key: read within an adoption that is then rolled back, the draft may
    # change before it is adopted again.
    return read(Version.objects.values_list("content", flat=True).get(pk=version_id))


def plan_of(version: Version) -> Plan:
    """The content of a version."""
    return _adopted(version.pk, version.adopted_at) if version.adopted_at else read(version.content)


# Every page asks this, some for several places: in SQL it costs a tenth of what building it does.
_IN_FORCE = """SELECT id, adopted_at FROM plans_version
    WHERE path @> %s::ltree AND effective_on <= %s AND adopted_at IS NOT NULL
    ORDER BY nlevel(path) DESC, effective_on DESC, adopted_at DESC LIMIT 1"""


def plan_on(path: str, day: date) -> InForce:
    """The plan in force on a local day at the place with this path: the latest adopted one of the
    nearest place above it that has one. One query, and one for a page that asks several times."""
    return remembered((plan_on, path, day), lambda: _plan_on(path, day))


def _plan_on(path: str, day: date) -> InForce:
    with connection.cursor() as cursor:
        cursor.execute(_IN_FORCE, [path, day])
        found = cursor.fetchone()
    return InForce(_adopted(*found), found[0]) if found else InForce(starter(), None)


def plan_in_force(path: str) -> InForce:
    """The plan in force today."""
    return plan_on(path, clock.today())


def open_version(place: Place) -> Version | None:
    """The draft or proposal that is being made for this place."""
    return Version.objects.filter(OPEN, place=place).first()


def versions(place: Place, *, all_of_them: bool) -> list[Version]:
    """The versions of a place's plan, the latest first; only the adopted ones, or all."""
    found = Version.objects.filter(place=place).select_related("proposed_by", "adopted_by")
    if not all_of_them:
        found = found.exclude(adopted_at=None)
    return list(found.defer("content", "touched").order_by("-number"))


def waiting_for(access: Access) -> QuerySet[Version]:
    """Proposals that this person may adopt: never her own."""
    return (
        Version.objects.filter(OPEN, below(access.paths("plan.adopt")))
        .exclude(proposed_at=None)
        .exclude(proposed_by=access.user_id)
        .select_related("place", "proposed_by")
        .defer("content", "touched")
        .order_by("proposed_at")
    )


def places_with_plans(access: Access) -> list[Place]:
    """Where plans are that concern this person: the nearest place above each of her posts that
    may have a plan, from the top down. One query."""
    paths = access.paths("plan.view")
    found = Place.objects.standing().filter(kind="subdistrict").defer("geometry")
    return [
        place
        for place in found.order_by("path")
        if any(covers(place.path, own) or covers(own, place.path) for own in paths)
    ]
