"""Make one person of two records, and take that back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wanli.domains.ledger.entries import settle
from wanli.domains.people.access import person_for
from wanli.domains.people.answering import follow_residences
from wanli.domains.people.facets import FACETS, changed, facets
from wanli.domains.people.history import last_hand
from wanli.domains.people.measures import OF_A_PERSON
from wanli.domains.people.models import KeyMark, Merge, Person, Phone, Residence
from wanli.domains.people.operations.correct import ChangedMeanwhile
from wanli.domains.people.queries import taken as documents_taken
from wanli.domains.places.tree import hold_tree
from wanli.ground.wording import listed
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.errors import Hidden, Refused

EXCHANGED = {
    "name": ("name", "pinyin", "initials"),
    "sex": ("sex",),
    "birth_date": ("birth_date",),
    "document": ("id_kind", "id_cipher", "id_index", "id_tail"),
}
SIDES = ("actual", "registered")
CHOICES = (*EXCHANGED, *SIDES)
"""What is taken from either record; phones and marks are kept from both."""


def merge(
    *,
    access: Access,
    survivor_id: UUID,
    loser_id: UUID,
    taken: set[str],
    seen: Mapping[str, Mapping[str, str]],
) -> Merge:
    """Let the second record follow into the first one; ``taken`` (of ``CHOICES``) are the fields
    that the survivor takes from it.

    The loser is kept, marked as merged, with what the survivor had in those fields. ``seen``:
    ``facets`` of both by id, as the form showed them. Permission ``people.edit`` at both.
    """
    with transaction.atomic():
        hold_tree()
        survivor, loser = _locked(access, survivor_id, loser_id)
        for person in (survivor, loser):
            _as_seen(person, seen)
        if not taken <= set(CHOICES):
            raise Refused(_("请从列出的里面选。"))
        moved = _residences(survivor, loser, taken) | _phones(survivor, loser)
        moved |= _marks(survivor, loser)
        _exchange(survivor, loser, taken)
        loser.merged_into = survivor
        loser.updated_at = clock.now()
        # First the loser: its document is free from then on.
        loser.save()
        follow_residences(survivor)
        settle(measures=OF_A_PERSON, sources=[survivor.pk, loser.pk])
        return Merge.objects.create(
            survivor=survivor,
            loser=loser,
            taken=sorted(taken),
            moved=moved,
            after=_facets_of(survivor, loser),
            by_id=access.user_id,
        )


def undo_merge(*, access: Access, merge_id: UUID) -> Merge:
    """Make two records of one again, each as it was. Undoing twice changes nothing.

    ``Refused`` with what depends on it: facets of either changed since, later merges, a document
    given to somebody else, a home out of use. Permission ``people.edit`` where either is.
    """
    with transaction.atomic():
        hold_tree()
        found = Merge.objects.select_for_update().filter(pk=merge_id).first()
        if found is None:
            raise Hidden
        person_for(access, found.survivor_id, "people.edit")
        _require_loser(access, found)
        if found.undone_at:
            return found
        survivor, loser = _lock(found.survivor_id, found.loser_id)
        _nothing_depends(found, survivor, loser)
        _put_back(found, survivor, loser)
        _exchange(survivor, loser, set(found.taken))
        loser.merged_into = None
        # First the survivor: the loser's document is free from then on.
        follow_residences(survivor)
        follow_residences(loser)
        settle(measures=OF_A_PERSON, sources=[survivor.pk, loser.pk])
        found.undone_at, found.undone_by_id = clock.now(), access.user_id
        found.save(update_fields=["undone_at", "undone_by"])
        return found


def _require_loser(access: Access, merge: Merge) -> None:
    """The merged record comes back to life where it was: that too must be one's own to keep."""
    path = Person.objects.filter(pk=merge.loser_id).values_list("path", flat=True).first()
    if path is None:
        raise Hidden
    access.require("people.edit", path)


def _locked(access: Access, survivor_id: UUID, loser_id: UUID) -> tuple[Person, Person]:
    if survivor_id == loser_id:
        raise Refused(_("这是同一条记录。"))
    for person_id in (survivor_id, loser_id):
        person_for(access, person_id, "people.edit")
    survivor, loser = _lock(survivor_id, loser_id)
    if survivor.merged_into_id or loser.merged_into_id:
        raise Refused(_("其中一条刚刚已经合并过了,请重新打开列表。"))
    if survivor.left_on or loser.left_on:
        raise Refused(_("其中一条已经搬走,请先办迁入再合并。"))
    return survivor, loser


def _lock(survivor_id: UUID, loser_id: UUID) -> tuple[Person, Person]:
    """Both, locked in the order of their ids so that two merges cannot wait for each other."""
    both = {
        person.pk: person
        for person in Person.objects.filter(pk__in=[survivor_id, loser_id])
        .order_by("pk")
        .select_for_update()
    }
    if len(both) < 2:
        raise Hidden
    return both[survivor_id], both[loser_id]


def _as_seen(person: Person, seen: Mapping[str, Mapping[str, str]]) -> None:
    if differing := changed(seen.get(str(person.pk), {}), facets(person)):
        raise ChangedMeanwhile(
            _("您打开之后,{who}改过:{what}。您选的都还在,核对后再合并一次。"),
            who=last_hand(person) or _("别人"),
            what=listed(FACETS[key] for key in differing),
        )


def _facets_of(*persons: Person) -> dict[str, dict[str, str]]:
    return {str(person.pk): facets(person) for person in persons}


def _exchange(survivor: Person, loser: Person, taken: set[str]) -> None:
    for choice in taken & EXCHANGED.keys():
        for column in EXCHANGED[choice]:
            mine, theirs = getattr(survivor, column), getattr(loser, column)
            setattr(survivor, column, theirs)
            setattr(loser, column, mine)


def _residences(survivor: Person, loser: Person, taken: set[str]) -> dict[str, Any]:
    """Present residences as chosen; past ones of the loser follow."""
    past = [row.pk for row in loser.residences.exclude(until=None)]
    present = {
        person.pk: list(person.residences.filter(until=None)) for person in (survivor, loser)
    }
    ended = list(present[loser.pk])
    made: list[Residence] = []
    if taken & set(SIDES):
        ended += present[survivor.pk]
        for side in SIDES:
            rows = present[loser.pk if side in taken else survivor.pk]
            chosen = next((row for row in rows if getattr(row, side)), None)
            if chosen:
                _add_side(made, chosen, survivor, side)
    ids = [row.pk for row in ended]
    Residence.objects.filter(pk__in=past).update(person=survivor)
    Residence.objects.filter(pk__in=ids).update(until=clock.today())
    Residence.objects.bulk_create(made)
    return {
        "residences_followed": _texts(past),
        "residences_ended": _texts(ids),
        "residences_made": _texts(row.pk for row in made),
    }


def _add_side(made: list[Residence], chosen: Residence, survivor: Person, side: str) -> None:
    """One row says both sides where both are the same place."""
    where = (chosen.place_id, chosen.outside)
    row = next((r for r in made if (r.place_id, r.outside) == where), None)
    if row is None:
        row = Residence(
            person=survivor,
            place_id=chosen.place_id,
            path=chosen.path,
            outside=chosen.outside,
            since=chosen.since,
        )
        made.append(row)
    setattr(row, side, True)


def _phones(survivor: Person, loser: Person) -> dict[str, Any]:
    """Numbers that the survivor has not follow, after hers."""
    known = {bytes(index): n for index, n in survivor.phones.values_list("index", "ordinal")}
    last = max(known.values(), default=0)
    new = [p for p in loser.phones.order_by("ordinal", "id") if bytes(p.index) not in known]
    was = {str(phone.pk): phone.ordinal for phone in new}
    for ordinal, phone in enumerate(new, last + 1):
        phone.person, phone.ordinal = survivor, ordinal
    Phone.objects.bulk_update(new, ["person", "ordinal"])
    return {"phones": was}


def _marks(survivor: Person, loser: Person) -> dict[str, Any]:
    """Marks follow; a present one that the survivor has too is ended."""
    has = set(survivor.marks.filter(until=None).values_list("kind", flat=True))
    double = list(loser.marks.filter(until=None, kind__in=has).values_list("pk", flat=True))
    follow = list(loser.marks.exclude(pk__in=double).values_list("pk", flat=True))
    KeyMark.objects.filter(pk__in=double).update(until=clock.today())
    KeyMark.objects.filter(pk__in=follow).update(person=survivor)
    return {"marks_followed": _texts(follow), "marks_ended": _texts(double)}


def _texts(ids: Any) -> list[str]:
    return [str(one) for one in ids]


def _nothing_depends(found: Merge, survivor: Person, loser: Person) -> None:
    both = [survivor.pk, loser.pk]
    later = Merge.objects.filter(undone_at=None, at__gt=found.at)
    if later.filter(survivor__in=both).exists() or later.filter(loser__in=both).exists():
        raise Refused(_("不能撤回:后来又合并过。请先撤回后来的那一次。"))
    now = _facets_of(survivor, loser)
    since = {key for who, was in found.after.items() for key in changed(was, now.get(who, {}))}
    if since:
        what = listed(name for key, name in FACETS.items() if key in since)
        raise Refused(_("不能撤回:合并之后又改过{what}。请先改回去。"), what=what)
    index = bytes(loser.id_index or b"")
    if index and index != bytes(survivor.id_index or b"") and documents_taken([index]):
        raise Refused(_("不能撤回:其中一个证件号现在登记在别人名下。"))
    reopened = Residence.objects.filter(pk__in=found.moved["residences_ended"])
    if reopened.filter(place__retired_on__isnull=False).exists():
        raise Refused(_("不能撤回:原来的住处已经停用。"))


def _put_back(found: Merge, survivor: Person, loser: Person) -> None:
    moved = found.moved
    Residence.objects.filter(pk__in=moved["residences_made"]).delete()
    Residence.objects.filter(pk__in=moved["residences_ended"]).update(until=None)
    Residence.objects.filter(pk__in=moved["residences_followed"]).update(person=loser)
    KeyMark.objects.filter(pk__in=moved["marks_ended"]).update(until=None)
    KeyMark.objects.filter(pk__in=moved["marks_followed"]).update(person=loser)
    phones = list(Phone.objects.filter(pk__in=moved["phones"]))
    for phone in phones:
        phone.person, phone.ordinal = loser, moved["phones"][str(phone.pk)]
    Phone.objects.bulk_update(phones, ["person", "ordinal"])
