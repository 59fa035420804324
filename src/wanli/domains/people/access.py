"""Load a person or a home and the right to it, in one call."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from wanli.domains.people.models import Household, Person, Roster
from wanli.domains.places.access import place_for
from wanli.domains.places.models import Place
from wanli.domains.places.tree import hold_tree
from wanli.kernel.access import Access
from wanli.kernel.errors import Hidden, Refused

__all__ = ["Household", "Person", "Roster", "held_roster", "home_for", "person_for", "roster_for"]


def person_for(access: Access, person_id: UUID, permission: str = "people.view") -> Person:
    """The person; ``Hidden`` when missing or not open to ``access``.

    Whoever answers for the door where somebody is registered may see her too, and no more: her
    phones and marks lie where she lives. A record that was merged into another one can be looked
    up and nothing else: ``Refused``.
    """
    looking = permission == "people.view"
    person = Person.objects.filter(pk=person_id).first()
    if person is None or not (
        access.can(permission, person.path)
        or (looking and person.registered_path and access.can(permission, person.registered_path))
    ):
        raise Hidden
    if person.merged_into_id and not looking:
        raise Refused(_("这条记录已并入另一条,请打开合并后的那一页再办。"))
    return person


def home_for(
    access: Access, label: str, permission: str = "people.view"
) -> tuple[Place, Household | None]:
    """A door and its state, which may not be known yet."""
    place = place_for(access, label, permission)
    if place.kind != "household":
        raise Hidden
    return place, Household.objects.filter(place=place).first()


def roster_for(access: Access, roster_id: UUID) -> Roster:
    """A roster handed in at one's places; its sealed files are read only when asked for."""
    rows = Roster.objects.defer("content", "refused_rows")
    return _open_roster(access, rows.filter(pk=roster_id))


def held_roster(access: Access, roster_id: UUID) -> Roster:
    """``roster_for``, for writing: the tree and then the roster's row held for the transaction."""
    hold_tree()
    rows = Roster.objects.select_for_update(of=("self",))
    return _open_roster(access, rows.filter(pk=roster_id))


def _open_roster(access: Access, found: QuerySet[Roster]) -> Roster:
    roster = found.first()
    if roster is None or not access.can("import.run", roster.path):
        raise Hidden
    return roster
