"""Two places that are one: the tree's part of merging them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from wanli.domains.places.kinds import KINDS
from wanli.domains.places.models import Place
from wanli.domains.places.rules.matching import plain
from wanli.kernel import clock
from wanli.kernel.access import Access, covers
from wanli.kernel.errors import Hidden, Refused

DRAWN = ("geometry", "floors", "height")
"""What a place takes over from its double where it lacks it."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What becomes of everything at and below a place that is merged into another one."""

    twins: list[tuple[Place, Place]] = field(default_factory=list)
    """Places that are the same, (the one that goes, the one that stays): the deepest first."""
    movers: list[tuple[Place, Place]] = field(default_factory=list)
    """Places that only one side has, each with its new parent."""


def plan_merge(*, access: Access, label: str, into: str) -> Plan:
    """Pair the places below both by kind and name, written however (12号, 十二号楼).

    Permission ``place.edit`` at both. ``Refused`` when they cannot be one.
    """
    found = {
        place.label: place
        for place in Place.objects.standing().filter(label__in=[label, into]).defer("geometry")
    }
    if label not in found or into not in found:
        raise Hidden
    old, new = found[label], found[into]
    for place in (old, new):
        access.require("place.edit", place.path)
    if old.kind != new.kind:
        raise Refused(
            _("{one}和{other}不是同一种地点,不能合并。"),
            field="target",
            one=KINDS[old.kind].name,
            other=KINDS[new.kind].name,
        )
    if covers(old.path, new.path) or covers(new.path, old.path):
        raise Refused(_("一处在另一处里面,不能合并。"), field="target")
    if old.path in access.paths("place.edit"):
        raise Refused(_("这是您岗位所在的地点,请由上一级合并。"))
    plan = Plan()
    _pair(plan, old, new, _children_by_parent(old, new))
    return plan


def _children_by_parent(*tops: Place) -> dict[object, list[Place]]:
    found: dict[object, list[Place]] = {}
    for top in tops:
        below = Place.objects.standing().within(top.path).exclude(pk=top.pk).defer("geometry")
        for place in below.order_by("path"):
            found.setdefault(place.parent_id, []).append(place)
    return found


def _pair(plan: Plan, old: Place, new: Place, children: dict[object, list[Place]]) -> None:
    there = {(one.kind, plain(one.name)): one for one in children.get(new.pk, ())}
    for child in children.get(old.pk, ()):
        twin = there.get((child.kind, plain(child.name)))
        if twin:
            _pair(plan, child, twin, children)
        else:
            there[child.kind, plain(child.name)] = child
            plan.movers.append((child, new))
    plan.twins.append((old, new))


def hang(place: Place, parent: Place) -> None:
    """Put a place after its new siblings; its path is rewritten by the caller."""
    last = Place.objects.filter(parent=parent, kind=place.kind).aggregate(n=Max("ordinal"))["n"]
    Place.objects.filter(pk=place.pk).update(parent=parent, ordinal=(last or 0) + 1)


def close(old: Place, new: Place) -> list[str]:
    """Retire a place as a double of another one, which takes over what it lacks itself: the
    columns are returned."""
    gone = Place.objects.get(pk=old.pk)
    kept = Place.objects.get(pk=new.pk)
    taken = [name for name in DRAWN if getattr(gone, name) and not getattr(kept, name)]
    for name in taken:
        setattr(kept, name, getattr(gone, name))
    gone.retired_on, gone.merged_into = clock.today(), kept
    gone.save(update_fields=["retired_on", "merged_into"])
    kept.save(update_fields=taken)
    return taken


def reopen(old: UUID, new: UUID, taken: Iterable[str]) -> None:
    """``close`` taken back; what the other one took over it keeps where it was drawn anew."""
    gone, kept = Place.objects.get(pk=old), Place.objects.get(pk=new)
    given = [name for name in taken if getattr(kept, name) == getattr(gone, name)]
    for name in given:
        setattr(kept, name, None)
    gone.retired_on = gone.merged_into = None
    gone.save(update_fields=["retired_on", "merged_into"])
    kept.save(update_fields=given)
