"""Take a roster in: read it, say what would happen, do it, take it back."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from wanli.domains.ledger.entries import settle
from wanli.domains.people import rosters
from wanli.domains.people.access import roster_for
from wanli.domains.people.measures import OF_A_HOME, OF_A_PERSON
from wanli.domains.people.models import (
    Household,
    KeyMark,
    KnownLayout,
    Person,
    Phone,
    Roster,
    RosterPerson,
)
from wanli.domains.people.operations.move_in import move_in
from wanli.domains.people.operations.register_many import NewHome, NewPerson, register_many
from wanli.domains.people.queries import taken
from wanli.domains.people.refused import refused_workbook
from wanli.domains.people.rosters import CHANGED, LEFT_OUT, NEW, Doors, Missing, Verdict
from wanli.domains.people.vault import DOCUMENT, FILE, PHONE, keyring
from wanli.domains.places.access import place_for
from wanli.domains.places.operations.plant_many import NewPlace, plant_many
from wanli.domains.places.queries import all_stand
from wanli.domains.places.tree import hold_tree
from wanli.ground.bulk import insert_many
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.errors import Refused
from wanli.kernel.ids import new_label, uuid7
from wanli.kernel.masking import mask_name
from wanli.reading.layout import FIELDS, Layout
from wanli.reading.values import Unreadable
from wanli.reading.workbook import Sheet

BATCH = 4000
SHOWN = 200
"""Verdicts kept for the preview, of each kind."""
Progress = Callable[[int, int], None]


def take_in(
    *, access: Access, label: str, content: bytes, file_name: str, create_places: bool = False
) -> Roster:
    """Keep a file for import below this place and say what is in it; nothing is entered yet.

    Permission ``import.run`` there. ``Refused`` with a sentence when the file cannot be read.
    """
    with transaction.atomic():
        hold_tree()
        place = place_for(access, label, "import.run")
        try:
            sheets, layouts = rosters.read_file(content, file_name, _remembered())
        except Unreadable as wrong:
            raise Refused(wrong.message, field="file", **wrong.params) from None
        roster = Roster.objects.create(
            place=place,
            path=place.path,
            by_id=access.user_id,
            file_name=file_name[-120:],
            content=keyring().seal_bytes(FILE, content),
            create_places=create_places,
            mapping=[_mapping(sheet, found) for sheet, found in zip(sheets, layouts, strict=True)],
        )
        _preview(roster, sheets, layouts)
    return roster


def remap(
    *,
    access: Access,
    roster_id: UUID,
    columns: Sequence[Mapping[int, str]],
    create_places: bool,
) -> Roster:
    """Take the columns for what the reader says (a mapping for each sheet), and look again.

    Remembered for the next file under the same headings.
    """
    with transaction.atomic():
        roster = roster_for(access, roster_id)
        if roster.state != Roster.State.READ:
            raise Refused(_("这份表已经开始导入,不能再改。"))
        sheets, layouts = _reread(roster)
        for found, given in zip(layouts, columns, strict=False):
            for column in found.columns:
                wanted = given.get(column.index, column.field)
                if wanted and wanted not in FIELDS:
                    raise Refused(_("没有这样的列,请从列表里选。"), field="columns")
                column.field = wanted
            if "name" not in found.mapping().values():
                raise Refused(_("请指明哪一列是姓名。"), field="columns")
            KnownLayout.objects.update_or_create(
                fingerprint=found.fingerprint,
                defaults={
                    "mapping": {str(k): v for k, v in found.mapping().items()},
                    "used_at": clock.now(),
                },
            )
        roster.mapping = [_mapping(s, found) for s, found in zip(sheets, layouts, strict=True)]
        roster.create_places = create_places
        _preview(roster, sheets, layouts)
    return roster


def start_run(*, access: Access, roster_id: UUID) -> bool:
    """Mark a roster that was read as running; whether this call did it."""
    with transaction.atomic():
        roster = roster_for(access, roster_id)
        if roster.state != Roster.State.READ:
            return False
        roster.state, roster.started_at = Roster.State.RUNNING, clock.now()
        roster.save(update_fields=["state", "started_at"])
    return True


def fail(*, access: Access, roster_id: UUID) -> None:
    """Say of a run that it could not be finished; it may be started again."""
    with transaction.atomic():
        roster = roster_for(access, roster_id)
        if roster.state == Roster.State.RUNNING:
            roster.state = Roster.State.READ
            roster.save(update_fields=["state"])


def run(
    *, access: Access, roster_id: UUID, progress: Progress = lambda done, total: None
) -> Roster:
    """Enter what is new and what changed, a batch a transaction; returns the roster as it ended.

    May be killed at any moment and called again: what a batch entered is known the next time
    and so is neither lost nor doubled. Ends early when somebody cancels.
    """
    with transaction.atomic():
        roster = roster_for(access, roster_id)
        if roster.state not in (Roster.State.READ, Roster.State.RUNNING):
            return roster
        sheets, layouts = _reread(roster)
        doors = rosters.doors_below(roster.path)
        verdicts = list(
            rosters.judge(
                rosters.entries_of(sheets, layouts),
                roster.path,
                create=roster.create_places,
                doors=doors,
            )
        )
        due = [verdict for verdict in verdicts if verdict.kind in (NEW, CHANGED)]
        entered = RosterPerson.objects.filter(roster=roster).count()
        roster.state = Roster.State.RUNNING
        roster.started_at = roster.started_at or clock.now()
        roster.total = entered + len(due)
        roster.done = entered
        roster.save(update_fields=["state", "started_at", "total", "done"])
    due.sort(key=_door_key)
    done = roster.done
    for batch in _batches(due):
        with transaction.atomic():
            cancel = Roster.objects.values_list("cancel", flat=True).get(pk=roster.pk)
            if cancel:
                break
            hold_tree()
            if not all_stand(_doors_of(roster, batch, doors)):
                return run(access=access, roster_id=roster_id, progress=progress)
            _enter(access, roster, batch, doors)
            done += len(batch)
            Roster.objects.filter(pk=roster.pk).update(done=done)
        progress(done, roster.total)
    with transaction.atomic():
        roster.refresh_from_db()
        left_out = [v.entry for v in verdicts if v.kind in LEFT_OUT]
        # Refused in the batch itself, because of somebody out of the reader's sight.
        left_out += [v.entry for v in due if v.entry.problems]
        if left_out:
            book = refused_workbook(sheets, layouts, left_out)
            roster.refused_rows = keyring().seal_bytes(FILE, book)
        roster.summary = {**roster.summary, "entered": done, "left_out": len(left_out)}
        roster.state = Roster.State.CANCELLED if roster.cancel else Roster.State.DONE
        roster.content = None
        roster.finished_at = clock.now()
        roster.save()
    return roster


def cancel(*, access: Access, roster_id: UUID) -> Roster:
    """Ask a run to end after its present batch; a file that was only read is dropped."""
    with transaction.atomic():
        roster = roster_for(access, roster_id)
        if roster.state == Roster.State.READ:
            roster.state, roster.content = Roster.State.CANCELLED, None
        roster.cancel = True
        roster.save(update_fields=["state", "content", "cancel"])
    return roster


def undo(*, access: Access, roster_id: UUID) -> Roster:
    """Take back the people that a roster entered. What it changed in people known before stays.

    ``Refused`` when somebody entered by it has been changed since, with how many.
    """
    with transaction.atomic():
        hold_tree()
        roster = roster_for(access, roster_id)
        if roster.state not in (Roster.State.DONE, Roster.State.CANCELLED):
            raise Refused(_("只有已经导入的表可以撤回。"))
        ids = list(RosterPerson.objects.filter(roster=roster).values_list("person_id", flat=True))
        changed = Person.objects.filter(
            pk__in=ids, updated_at__gt=roster.finished_at or clock.now()
        ).count()
        if changed:
            raise Refused(_("不能撤回:其中 {n} 人导入后又改过。请先处理这些人。"), n=changed)
        RosterPerson.objects.filter(roster=roster).delete()
        Person.objects.filter(pk__in=ids).delete()
        settle(measures=OF_A_PERSON, sources=ids)
        roster.state = Roster.State.UNDONE
        roster.save(update_fields=["state"])
    return roster


def _remembered() -> dict[str, dict[str, str]]:
    return dict(KnownLayout.objects.values_list("fingerprint", "mapping"))


def _mapping(sheet: Sheet, found: Layout) -> dict[str, Any]:
    return {
        "sheet": sheet.name,
        "first_row": found.first_row,
        "columns": [
            {
                "index": c.index,
                "heading": c.heading[:40],
                "field": c.field,
                "by_content": c.by_content,
                "samples": [masked_sample(c.field, said) for said in c.samples],
            }
            for c in found.columns
        ],
    }


def masked_sample(field: str, said: str) -> str:
    """Enough of a cell to know its column by, and no more."""
    if field == "name":
        return mask_name(said)
    return re.sub(r"(?<=\w{3})\w(?=\w{2})", "*", said) if len(said) > 6 else said


def _reread(roster: Roster) -> tuple[list[Sheet], list[Layout]]:
    """The kept file, laid out as it was agreed."""
    if roster.content is None:
        raise Refused(_("文件已经删除,请重新上传。"))
    content = keyring().open_bytes(FILE, roster.content)
    sheets, layouts = rosters.read_file(content, roster.file_name, {})
    for found, agreed in zip(layouts, roster.mapping, strict=True):
        fields = {column["index"]: column["field"] for column in agreed["columns"]}
        for column in found.columns:
            column.field = fields.get(column.index, "")
    return sheets, layouts


def _preview(roster: Roster, sheets: list[Sheet], layouts: list[Layout]) -> None:
    """Counts, and the first rows of each kind, without any personal data in the clear."""
    counts: Counter[str] = Counter()
    changes: Counter[str] = Counter()
    shown: dict[str, list[dict[str, Any]]] = {kind: [] for kind in rosters.KINDS}
    missing = set()
    for verdict in rosters.judge(
        rosters.entries_of(sheets, layouts), roster.path, create=roster.create_places
    ):
        counts[verdict.kind] += 1
        changes.update(verdict.fields)
        if verdict.kind == NEW and isinstance(verdict.door, Missing):
            missing.add(verdict.door)
        rows = shown[verdict.kind]
        if len(rows) < SHOWN:
            rows.append(
                {
                    "sheet": sheets[verdict.entry.sheet].name,
                    "row": verdict.entry.row + 1,
                    "name": mask_name(verdict.entry.name),
                    "fields": list(verdict.fields),
                    "problems": [[p.message, p.params] for p in verdict.entry.problems],
                }
            )
    roster.summary = {
        "counts": {kind: counts[kind] for kind in rosters.KINDS},
        "changes": dict(changes),
        "missing_doors": len(missing),
        "rows": shown,
    }
    roster.total = counts[NEW] + counts[CHANGED]
    roster.save()


def _door_key(verdict: Verdict) -> str:
    door = verdict.door
    if isinstance(door, Missing):
        return f"{door.compound}.{door.building:05}.{door.stairwell:03}.{door.room}"
    return door[1] if door else ""


def _batches(due: Sequence[Verdict]) -> list[list[Verdict]]:
    """Batches of about ``BATCH``; a household is never divided."""
    batches: list[list[Verdict]] = []
    for verdict in due:
        full = not batches or len(batches[-1]) >= BATCH
        if full and not (batches and _door_key(batches[-1][-1]) == _door_key(verdict)):
            batches.append([])
        batches[-1].append(verdict)
    return batches


def _doors_of(roster: Roster, batch: Sequence[Verdict], standing: Doors) -> list[tuple[UUID, str]]:
    """Every place that a batch builds on, as it was when the file was read."""
    found = [verdict.door for verdict in batch if isinstance(verdict.door, tuple)]
    if any(isinstance(verdict.door, Missing) for verdict in batch):
        found += [(place, path) for path, place in standing.compound_ids.items()]
        found += [*standing.buildings.values(), *standing.places.values()]
    return [(roster.place_id, roster.path), *found]


def _enter(access: Access, roster: Roster, batch: Sequence[Verdict], standing: Doors) -> None:
    doors = _build(access, batch, standing)
    known = set(
        Household.objects.filter(place__in=[door[0] for door in doors.values()]).values_list(
            "place_id", flat=True
        )
    )
    uses = {_door_key(v): v.entry.use or "lived_in" for v in reversed(batch)}
    homes = [
        NewHome(door[0], door[1], uses[key]) for key, door in doors.items() if door[0] not in known
    ]
    register_many(access=access, homes=homes)
    new = [verdict for verdict in batch if verdict.kind == NEW]
    try:
        _register(access, roster, new, doors)
    except IntegrityError:
        # Somebody else has entered one of these documents since they were looked up.
        late = taken(_index(verdict) for verdict in new if verdict.entry.document)
        for verdict in new:
            if verdict.entry.document and _index(verdict) in late:
                verdict.entry.refuse("这个证件号已在别处登记。请联系街道核对。")
        _register(access, roster, [v for v in new if not v.entry.problems], doors)
    for verdict in batch:
        if verdict.kind == CHANGED:
            _amend(access, verdict, doors[_door_key(verdict)])


def _index(verdict: Verdict) -> bytes:
    assert verdict.entry.document is not None
    return keyring().index(DOCUMENT, verdict.entry.document.number)


def _build(
    access: Access, batch: Sequence[Verdict], standing: Doors
) -> dict[str, tuple[UUID, str]]:
    """The door of every verdict by its key; missing ones are built first."""
    doors: dict[str, tuple[UUID, str]] = {}
    missing: dict[str, Missing] = {}
    for verdict in batch:
        if isinstance(verdict.door, Missing):
            missing[_door_key(verdict)] = verdict.door
        elif verdict.door:
            doors[_door_key(verdict)] = verdict.door
    if not missing:
        return doors
    planted: list[NewPlace] = []

    def plant(kind: str, name: str, parent: tuple[UUID, str], ordinal: int) -> tuple[UUID, str]:
        label = new_label()
        place = NewPlace(
            uuid7(), label, f"{parent[1]}.{label}", parent[0], kind, name, ordinal=ordinal
        )
        planted.append(place)
        return place.id, place.path

    for key, wanted in missing.items():
        numbers = (wanted.compound, wanted.building, wanted.stairwell)
        if numbers[:2] not in standing.buildings:
            compound = (standing.compound_ids[wanted.compound], wanted.compound)
            standing.buildings[numbers[:2]] = plant(
                "building", f"{wanted.building}号楼", compound, wanted.building
            )
        if numbers not in standing.places:
            standing.places[numbers] = plant(
                "stairwell",
                f"{wanted.stairwell}单元",
                standing.buildings[numbers[:2]],
                wanted.stairwell,
            )
        door = (*numbers, wanted.room)
        if door not in standing.by_numbers:
            standing.by_numbers[door] = plant(
                "household", wanted.room, standing.places[numbers], int(wanted.room)
            )
        doors[key] = standing.by_numbers[door]
    plant_many(access=access, places=planted)
    return doors


def _register(
    access: Access, roster: Roster, new: Sequence[Verdict], doors: Mapping[str, tuple[UUID, str]]
) -> None:
    people = []
    for verdict in new:
        entry, door = verdict.entry, doors[_door_key(verdict)]
        outside = entry.registered_outside
        people.append(
            NewPerson(
                id=uuid7(),
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
        insert_many(
            RosterPerson,
            ("id", "roster", "path", "person"),
            [(uuid7(), roster.pk, person.path, person.id) for person in people],
        )


def _amend(access: Access, verdict: Verdict, door: tuple[UUID, str]) -> None:
    """Change what the roster says otherwise, and add what it knows more. Nothing is taken away."""
    assert verdict.known is not None
    entry, ring = verdict.entry, keyring()
    person = Person.objects.select_for_update().get(pk=verdict.known.id)
    if "address" in verdict.fields:
        move_in(access=access, person=person, door=door)
    access.require("people.edit", person.path)
    person.sex = entry.sex or person.sex
    person.birth_date = entry.birth_date or person.birth_date
    if "document" in verdict.fields and entry.document:
        person.id_kind = entry.document.kind
        person.id_cipher, person.id_index, person.id_tail = ring.sealed(
            DOCUMENT, entry.document.number
        )
    person.updated_at = clock.now()
    try:
        with transaction.atomic():
            person.save()
    except IntegrityError:
        entry.refuse("这个证件号已在别处登记。请联系街道核对。")
        return
    present = {bytes(index) for index in person.phones.values_list("index", flat=True)}
    fresh = [ring.sealed(PHONE, n) for n in entry.phones if ring.index(PHONE, n) not in present]
    Phone.objects.bulk_create(
        Phone(
            person=person,
            path=person.path,
            ordinal=len(present) + number,
            cipher=cipher,
            index=index,
            tail=tail,
        )
        for number, (cipher, index, tail) in enumerate(fresh, 1)
    )
    for kind in set(entry.marks) - verdict.known.marks:
        KeyMark.objects.create(person=person, path=person.path, kind=kind)
    settle(measures=OF_A_PERSON, sources=[person.pk])
    settle(measures=OF_A_HOME, sources=[door[0]])
