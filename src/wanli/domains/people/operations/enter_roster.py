"""Enter one batch of a roster: doors, homes, new people, and what changed in known ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from wanli.domains.people.models import Household, Roster, RosterBatch, RosterChange
from wanli.domains.people.operations.amend_many import TAKEN, amend_many
from wanli.domains.people.operations.register_many import NewHome, NewPerson, register_many
from wanli.domains.people.queries import taken
from wanli.domains.people.rosters import CHANGED, CONFLICT, NEW, Doors, Missing, Verdict
from wanli.domains.people.vault import DOCUMENT, keyring
from wanli.domains.places.operations.plant_many import NewPlace, plant_many
from wanli.kernel.access import Access
from wanli.kernel.ids import new_label, uuid7, uuid7s


def raise_frames(
    *, access: Access, roster: Roster, due: Iterable[Verdict], standing: Doors
) -> None:
    """Build the buildings and stairwells that are missing, in the caller's transaction.

    Before any batch: batches that run side by side share these and nothing else.
    """
    ground = _Ground(standing)
    for verdict in due:
        if isinstance(verdict.door, Missing):
            ground.stairwell(verdict.door)
    if ground.planted:
        plant_many(access=access, places=ground.planted)
        _note(roster, places=[place.id for place in ground.planted])


def enter(*, access: Access, roster: Roster, batch: Sequence[Verdict], standing: Doors) -> int:
    """Enter these, in the caller's transaction, and note it so that it can be undone.

    Whose document turns out to be somebody else's is refused in its entry and left out. Returns
    how many people it entered or changed.
    """
    ground = _Ground(standing)
    doors = {verdict.door_key: ground.door(verdict) for verdict in batch}
    plant_many(access=access, places=ground.planted)
    homes = _missing_homes(batch, doors)
    register_many(access=access, homes=homes)
    new = [verdict for verdict in batch if verdict.kind == NEW]
    try:
        entered = _register(access, new, doors)
    except IntegrityError:
        # Somebody else has entered one of these documents since they were looked up.
        late = taken(_index(verdict) for verdict in new if verdict.entry.document)
        for verdict in new:
            if verdict.entry.document and _index(verdict) in late:
                verdict.refuse(CONFLICT, TAKEN)
        entered = _register(access, [v for v in new if not v.problems], doors)
    known = [verdict for verdict in batch if verdict.kind == CHANGED]
    changed = amend_many(access=access, verdicts=known, doors=doors)
    noted = _note(
        roster,
        entered=len(entered) + len(changed),
        people=entered,
        homes=[home.place for home in homes],
        places=[place.id for place in ground.planted],
    )
    RosterChange.objects.bulk_create(
        RosterChange(batch=noted, person=person, path=person.path, before=before)
        for person, before in changed
    )
    return noted.entered


LAST_EVENTS = " UNION ALL ".join(
    f"SELECT '{table}', CASE WHEN is_called THEN last_value ELSE 0 END"
    f" FROM people_{table}event_pgh_id_seq"
    for table in ("person", "residence", "phone", "keymark", "household")
)


@dataclass(slots=True)
class _Ground:
    """Where doors stand, and what has to be built first."""

    standing: Doors
    planted: list[NewPlace] = field(default_factory=list)

    def door(self, verdict: Verdict) -> tuple[UUID, str]:
        wanted = verdict.door
        assert wanted is not None
        if not isinstance(wanted, Missing):
            return wanted
        numbers = (wanted.compound, wanted.building, wanted.stairwell, wanted.room)
        if numbers not in self.standing.by_numbers:
            above = self.stairwell(wanted)
            self.standing.by_numbers[numbers] = self._plant(
                "household", wanted.room, above, int(wanted.room)
            )
        return self.standing.by_numbers[numbers]

    def stairwell(self, wanted: Missing) -> tuple[UUID, str]:
        places, buildings = self.standing.places, self.standing.buildings
        numbers = (wanted.compound, wanted.building, wanted.stairwell)
        if numbers[:2] not in buildings:
            compound = (self.standing.compound_ids[wanted.compound], wanted.compound)
            name = f"{wanted.building}号楼"
            buildings[numbers[:2]] = self._plant("building", name, compound, wanted.building)
        if numbers not in places:
            name, above = f"{wanted.stairwell}单元", buildings[numbers[:2]]
            places[numbers] = self._plant("stairwell", name, above, wanted.stairwell)
        return places[numbers]

    def _plant(
        self, kind: str, name: str, parent: tuple[UUID, str], ordinal: int
    ) -> tuple[UUID, str]:
        label = new_label()
        path = f"{parent[1]}.{label}"
        place = NewPlace(uuid7(), label, path, parent[0], kind, name, ordinal=ordinal)
        self.planted.append(place)
        return place.id, place.path


def _missing_homes(
    batch: Sequence[Verdict], doors: Mapping[str, tuple[UUID, str]]
) -> list[NewHome]:
    known = set(
        Household.objects.filter(place__in=[door[0] for door in doors.values()]).values_list(
            "place_id", flat=True
        )
    )
    uses = {v.door_key: v.entry.use or "lived_in" for v in reversed(batch)}
    return [NewHome(*door, uses[key]) for key, door in doors.items() if door[0] not in known]


def _register(
    access: Access, new: Sequence[Verdict], doors: Mapping[str, tuple[UUID, str]]
) -> list[UUID]:
    ids = uuid7s(len(new))
    people = []
    for person_id, verdict in zip(ids, new, strict=True):
        entry, door = verdict.entry, doors[verdict.door_key]
        outside = entry.registered_outside
        people.append(
            NewPerson(
                id=person_id,
                name=entry.name,
                sex=entry.sex,
                birth_date=entry.birth_date,
                id_kind=entry.document.kind if entry.document else "",
                id_number=entry.document.number if entry.document else "",
                phones=entry.phones,
                marks=entry.marks,
                lives_at=door,
                registered_at=None if outside else door,
                registered_outside=outside,
            )
        )
    with transaction.atomic():
        register_many(access=access, people=people)
    return ids


def _index(verdict: Verdict) -> bytes:
    assert verdict.entry.document is not None
    return keyring().index(DOCUMENT, verdict.entry.document.number)


def _note(
    roster: Roster,
    *,
    entered: int = 0,
    people: Sequence[UUID] = (),
    homes: Sequence[UUID] = (),
    places: Sequence[UUID] = (),
) -> RosterBatch:
    """What the batch made, and where the history stands after it."""
    with connection.cursor() as cursor:
        cursor.execute(LAST_EVENTS)
        history = dict(cursor.fetchall())
    return RosterBatch.objects.create(
        roster=roster, path=roster.path, history=history, entered=entered,
        people=list(people), homes=list(homes), places=list(places),
    )  # fmt: skip
