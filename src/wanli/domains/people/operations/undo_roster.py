"""Take a roster back: who it entered, what it changed, the homes it made."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from wanli.domains.jobs.operations.ask import ask
from wanli.domains.jobs.queries import Job, open_job
from wanli.domains.ledger.entries import settle
from wanli.domains.ledger.operations.retire_place import retire_bare
from wanli.domains.ledger.queries import held_at
from wanli.domains.people.access import held_roster
from wanli.domains.people.measures import OF_A_HOME, OF_A_PERSON
from wanli.domains.people.models import (
    Household,
    KeyMark,
    Person,
    Phone,
    Residence,
    Roster,
    RosterBatch,
    RosterChange,
)
from wanli.domains.people.roster_history import homes_changed_since, people_changed_since
from wanli.domains.places.models import Place
from wanli.domains.places.operations.retire_many import retire_many
from wanli.domains.places.tree import change_tree
from wanli.kernel.access import Access
from wanli.kernel.errors import Refused

KIND = "people.undo_roster"
Progress = Callable[[int, int], None]


def ask_undo(*, access: Access, roster_id: UUID, rest: bool = False) -> Job | None:
    """Have a roster taken back by the worker; none when that was done already.

    ``Refused`` as ``undo``. Asked twice, it is one job.
    """
    with transaction.atomic():
        roster = held_roster(access, roster_id)
        if roster.state == Roster.State.UNDONE:
            return None
        if running := open_job(KIND, roster.pk):
            return running
        _refuse_if_in_the_way(roster, rest=rest)
        asked = {"roster": str(roster.pk)}
        return ask(access=access, kind=KIND, place=roster.place, asked=asked, about=roster.pk)


def undo(
    *,
    access: Access,
    roster_id: UUID,
    rest: bool = False,
    progress: Progress = lambda done, total: None,
) -> Roster:
    """Make everything a roster touched what it was: people, fields, residences, homes, books.

    ``Refused``, with how many, when people in it have been changed since; with ``rest`` they are
    left as they are now and everybody else is taken back, and so is whoever is changed while the
    work goes on. A home or door that something else has come to depend on stays. One batch of the
    roster a transaction, the last one first: may be stopped or killed at any moment and called
    again, and undoing twice changes nothing. ``progress`` hears of the people looked at, and may
    raise to stop.
    """
    with transaction.atomic():
        roster = held_roster(access, roster_id)
        if roster.state == Roster.State.UNDONE:
            return roster
        _refuse_if_in_the_way(roster, rest=rest)
        waiting = dict(RosterBatch.objects.filter(roster=roster).values_list("pk", "entered"))
    done, total = 0, sum(waiting.values())
    progress(done, total)
    for batch_id in sorted(waiting, reverse=True):
        roster = _undo_batch(access, roster_id, batch_id)
        done += waiting[batch_id]
        progress(done, total)
    return roster


def _refuse_if_in_the_way(roster: Roster, *, rest: bool) -> None:
    if roster.state not in (Roster.State.DONE, Roster.State.CANCELLED):
        raise Refused(_("只有已经导入的表可以撤回。"))
    batches = list(RosterBatch.objects.filter(roster=roster))
    if roster.done and not batches:
        raise Refused(_("这份表是旧版本导入的,没有留下怎样还原的记录,不能一起撤回。请逐个改正。"))
    later = {} if rest else people_changed_since(batches)
    if later:
        raise Refused(_("不能全部撤回:其中 {n} 人导入后又改过。"), n=len(later))


def _undo_batch(access: Access, roster_id: UUID, batch_id: UUID) -> Roster:
    with transaction.atomic():
        # Alone: nobody moves into a door that goes, or is changed after having been looked at.
        change_tree()
        roster = held_roster(access, roster_id)
        batches = list(RosterBatch.objects.filter(roster=roster, pk=batch_id))
        later = people_changed_since(batches)
        changes = RosterChange.objects.filter(batch__in=batches).exclude(person__in=later)
        _bring_back(list(changes))
        people = [one for batch in batches for one in batch.people if one not in later]
        _remove(people)
        _take_down(access, batches)
        RosterBatch.objects.filter(pk=batch_id).delete()
        kept = roster.summary.get("kept", 0) + len(later)
        back = roster.summary.get("taken_back", 0) + sum(batch.entered for batch in batches)
        roster.summary = {**roster.summary, "kept": kept, "taken_back": back - len(later)}
        if not RosterBatch.objects.filter(roster=roster).exists():
            roster.state = Roster.State.UNDONE
        roster.save(update_fields=["state", "summary"])
    return roster


def _remove(people: Sequence[UUID]) -> None:
    for model in (Phone, KeyMark, Residence):
        model._default_manager.filter(person__in=people).delete()
    Person.objects.filter(pk__in=people).delete()
    settle(measures=OF_A_PERSON, sources=people)


def _bring_back(changes: Sequence[RosterChange]) -> None:
    before: dict[UUID, dict[str, Any]] = {one.person_id: one.before for one in changes}
    people = list(Person.objects.select_for_update().filter(pk__in=before).order_by("pk"))
    for person in people:
        was = before[person.pk]
        person.sex = was["sex"]
        person.birth_date = was["birth_date"] and date.fromisoformat(was["birth_date"])
        if not was["had_document"]:
            person.id_kind, person.id_cipher, person.id_index, person.id_tail = "", None, None, None
        person.path, person.registered_path = was["path"], was["registered_path"]
    Phone.objects.filter(pk__in=[i for was in before.values() for i in was["phones"]]).delete()
    KeyMark.objects.filter(pk__in=[i for was in before.values() for i in was["marks"]]).delete()
    _move_back(people, before)
    fields = ("sex", "birth_date", "id_kind", "id_cipher", "id_index", "id_tail")
    Person.objects.bulk_update(people, (*fields, "path", "registered_path"), batch_size=500)
    settle(measures=OF_A_PERSON, sources=before)


def _move_back(people: Iterable[Person], before: dict[UUID, dict[str, Any]]) -> None:
    """Whoever the roster moved lives again where she lived."""
    for person in people:
        was = {UUID(one["id"]): one for one in before[person.pk]["residences"]}
        present = Residence.objects.filter(person=person, until=None)
        if {(r.pk, r.actual) for r in present} == {(pk, one["actual"]) for pk, one in was.items()}:
            continue
        present.exclude(pk__in=was).delete()
        for pk, one in was.items():
            Residence.objects.filter(pk=pk).update(
                actual=one["actual"], until=None, path=one["path"]
            )
        for model in (Phone, KeyMark):
            model._default_manager.filter(person=person).update(path=person.path)


def _take_down(access: Access, batches: Sequence[RosterBatch]) -> None:
    """Remove the homes that the roster made, then the doors; not where somebody came since."""
    homes = {home for batch in batches for home in batch.homes} - homes_changed_since(batches)
    lived_in = Residence.objects.filter(place__in=homes).values_list("place_id", flat=True)
    homes -= set(lived_in)
    Household.objects.filter(place__in=homes).delete()
    settle(measures=OF_A_HOME, sources=homes)
    places = [place for batch in batches for place in batch.places]
    doors = Place.objects.filter(pk__in=places, kind="household")
    kept = set(Household.objects.filter(place__in=doors).values_list("place_id", flat=True))
    kept |= set(Residence.objects.filter(place__in=doors).values_list("place_id", flat=True))
    held = held_at([door.path for door in doors])
    empty = {door.pk for door in doors if door.pk not in kept and door.path not in held}
    retire_many(access=access, ids=empty)
    for kind in ("stairwell", "building"):
        inside = Place.objects.standing().filter(parent=OuterRef("pk"))
        bare = Place.objects.filter(~Exists(inside), pk__in=places, kind=kind)
        # What was laid out there meanwhile, today's routines for one, ends with the place.
        retire_bare(access=access, ids=bare.values_list("pk", flat=True))
