"""Take a roster in: read it, say what would happen, do it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from wanli.domains.people import rosters
from wanli.domains.people.access import held_roster
from wanli.domains.people.models import KnownLayout, Roster, RosterBatch
from wanli.domains.people.operations.enter_roster import enter, raise_frames
from wanli.domains.people.refused import refused_workbook
from wanli.domains.people.roster_changes import changes_told
from wanli.domains.people.rosters import CHANGED, LEFT_OUT, NEW, Doors, Missing, Reading, Verdict
from wanli.domains.people.vault import FILE, keyring
from wanli.domains.places.access import place_for
from wanli.domains.places.queries import all_stand, path_of_kind
from wanli.domains.places.tree import hold_tree
from wanli.ground.lanes import side_by_side
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.errors import Refused
from wanli.kernel.masking import mask_name
from wanli.reading.layout import FIELDS, Layout
from wanli.reading.values import Unreadable
from wanli.reading.workbook import Sheet, refuse_large

BATCH = 4000
LANES = 2
"""Batches at a time, where nothing speaks against it: one fills the pauses of the other."""
LOOKS = 5
"""How often a file is judged anew because places have moved meanwhile."""
SHOWN = 200
"""Verdicts kept for the preview, of each kind."""
Progress = Callable[[int, int], None]


def refuse_large_file(size: int) -> None:
    """``Refused`` for a file of so many bytes when that is too large: ask before reading it."""
    try:
        refuse_large(size)
    except Unreadable as wrong:
        raise Refused(wrong.message, field="file", **wrong.params) from None


def take_in(
    *, access: Access, label: str, content: bytes, file_name: str, create_places: bool = False
) -> Roster:
    """Keep a file for import below this place and say what is in it; nothing is entered yet.

    As ``read_in``.
    """
    return read_in(
        access=access,
        label=label,
        content=content,
        file_name=file_name,
        create_places=create_places,
    )[0]


def read_in(
    *, access: Access, label: str, content: bytes, file_name: str, create_places: bool = False
) -> tuple[Roster, Reading]:
    """``take_in``, with what was read besides: a run in the same process need not read it again.

    Permission ``import.run`` there. ``Refused`` with a sentence when the file cannot be read.
    """
    with transaction.atomic():
        remembered = _remembered(access, place_for(access, label, "import.run").path)
    try:
        # Takes seconds: before the tree is held.
        reading = rosters.read_file(content, file_name, remembered)
    except Unreadable as wrong:
        raise Refused(wrong.message, field="file", **wrong.params) from None
    with transaction.atomic():
        hold_tree()
        place = place_for(access, label, "import.run")
        roster = Roster.objects.create(
            place=place,
            path=place.path,
            by_id=access.user_id,
            file_name=file_name[-120:],
            content=keyring().seal_bytes(FILE, content),
            create_places=create_places,
            mapping=_mappings(reading),
        )
        _preview(roster, reading)
    return roster, reading


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
        roster = held_roster(access, roster_id)
        if roster.state != Roster.State.READ:
            raise Refused(_("这份表已经开始导入,不能再改。"))
        reading = _reread(roster)
        for found, given in zip(reading.layouts, columns, strict=False):
            for column in found.columns:
                wanted = given.get(column.index, column.field)
                if wanted and wanted not in FIELDS:
                    raise Refused(_("没有这样的列,请从列表里选。"), field="columns")
                column.field = wanted
            if "name" not in found.mapping().values():
                raise Refused(_("请指明哪一列是姓名。"), field="columns")
            KnownLayout.objects.update_or_create(
                path=_committee(access, roster.path),
                fingerprint=found.fingerprint,
                defaults={
                    "mapping": {str(k): v for k, v in found.mapping().items()},
                    "used_at": clock.now(),
                },
            )
        roster.mapping = _mappings(reading)
        roster.create_places = create_places
        _preview(roster, reading)
    return roster


def start_run(*, access: Access, roster_id: UUID) -> bool:
    """Mark a roster that was read as running; whether this call did it."""
    with transaction.atomic():
        roster = held_roster(access, roster_id)
        if roster.state != Roster.State.READ:
            return False
        roster.state, roster.started_at = Roster.State.RUNNING, clock.now()
        roster.save(update_fields=["state", "started_at"])
    return True


def fail(*, access: Access, roster_id: UUID) -> None:
    """Say of a run that it could not be finished; it may be started again."""
    with transaction.atomic():
        roster = held_roster(access, roster_id)
        if roster.state == Roster.State.RUNNING:
            roster.state = Roster.State.READ
            roster.save(update_fields=["state"])


def run(
    *,
    access: Access,
    roster_id: UUID,
    progress: Progress = lambda done, total: None,
    lanes: int = 1,
    reading: Reading | None = None,
    looks: int = LOOKS,
) -> Roster:
    """Enter what is new and what changed, a batch a transaction; returns the roster as it ended.

    May be killed at any moment and called again: what a batch entered is known the next time
    and so is neither lost nor doubled. Ends early when somebody cancels. ``lanes``: so many
    batches at a time, each on a connection of its own. ``reading``: what ``take_in`` has just read.
    When places move meanwhile the file is judged anew, ``looks`` times at most, then ``Refused``.
    """
    with transaction.atomic():
        roster = held_roster(access, roster_id)
        if roster.state not in (Roster.State.READ, Roster.State.RUNNING):
            return roster
        reading = reading or _reread(roster)
        doors = rosters.doors_below(roster.path)
        verdicts = list(
            rosters.judge(reading, roster.path, create=roster.create_places, doors=doors)
        )
        due = [verdict for verdict in verdicts if verdict.kind in (NEW, CHANGED)]
        due.sort(key=lambda verdict: verdict.door_key)
        raise_frames(access=access, roster=roster, due=due, standing=doors)
        roster.state = Roster.State.RUNNING
        roster.started_at = roster.started_at or clock.now()
        roster.done = _entered(roster)
        roster.total = roster.done + len(due)
        roster.save(update_fields=["state", "started_at", "total", "done"])
    done = roster.done

    def one(batch: Sequence[Verdict]) -> int:
        with transaction.atomic():
            # The last transaction of the run is waited for, and with it all before.
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL synchronous_commit = off")
            if Roster.objects.values_list("cancel", flat=True).get(pk=roster.pk):
                return 0
            hold_tree()
            if not all_stand(_stood_upon(roster, batch, doors)):
                raise _TreeChanged
            return enter(access=access, roster=roster, batch=batch, standing=doors)

    try:
        for number in side_by_side(one, _batches(due), lanes):
            done += number
            with transaction.atomic():
                Roster.objects.filter(pk=roster.pk).update(done=done)
            progress(done, roster.total)
    except _TreeChanged:
        if looks <= 1:
            said = _("这里的地点一直在变,没法写入。请等搬动、合并地点的人办完,再导。")
            raise Refused(said) from None
        return run(
            access=access, roster_id=roster_id, progress=progress, lanes=lanes, reading=reading,
            looks=looks - 1,
        )  # fmt: skip
    return _finish(roster, reading, verdicts)


class _TreeChanged(Exception):
    """A place has moved or was retired since the file was held against the tree."""


def _stood_upon(
    roster: Roster, batch: Sequence[Verdict], standing: Doors
) -> list[tuple[UUID, str]]:
    """Every place that a batch builds on, as it was when the file was judged."""
    found = {(roster.place_id, roster.path)}
    for verdict in batch:
        door = verdict.door
        if isinstance(door, Missing):
            found.add(standing.places[door.compound, door.building, door.stairwell])
        elif door:
            found.add(door)
    return list(found)


def _entered(roster: Roster) -> int:
    """How many people its batches entered or changed."""
    found = RosterBatch.objects.filter(roster=roster).aggregate(n=Sum("entered"))
    return int(found["n"] or 0)


def _finish(roster: Roster, reading: Reading, verdicts: Sequence[Verdict]) -> Roster:
    with transaction.atomic():
        hold_tree()
        roster.refresh_from_db()
        # Some were refused in the batch itself, because of somebody out of the reader's sight.
        left_out = [verdict for verdict in verdicts if verdict.kind in LEFT_OUT]
        if left_out:
            book = refused_workbook(reading.sheets, reading.layouts, left_out)
            roster.refused_rows = keyring().seal_bytes(FILE, book)
        roster.done = _entered(roster)
        roster.summary = {**roster.summary, "entered": roster.done, "left_out": len(left_out)}
        roster.state = Roster.State.CANCELLED if roster.cancel else Roster.State.DONE
        roster.content = None
        roster.finished_at = clock.now()
        roster.save()
    return roster


def cancel(*, access: Access, roster_id: UUID) -> Roster:
    """Ask a run to end after its present batch; a file that was only read is dropped."""
    with transaction.atomic():
        roster = held_roster(access, roster_id)
        if roster.state == Roster.State.READ:
            roster.state, roster.content = Roster.State.CANCELLED, None
        roster.cancel = True
        roster.save(update_fields=["state", "content", "cancel"])
    return roster


def _committee(access: Access, path: str) -> str:
    """Whose headings are remembered together: the area's, for whoever works for all of it."""
    area = path_of_kind(path, "area")
    return area if area and access.can("import.run", area) else path


def _remembered(access: Access, path: str) -> dict[str, dict[str, str]]:
    known = KnownLayout.objects.filter(path=_committee(access, path))
    return dict(known.values_list("fingerprint", "mapping"))


def _mappings(reading: Reading) -> list[dict[str, Any]]:
    return [_mapping(*page) for page in zip(reading.sheets, reading.layouts, strict=True)]


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


def _reread(roster: Roster) -> Reading:
    """The kept file, laid out as it was agreed."""
    if roster.content is None:
        raise Refused(_("文件已经删除,请重新上传。"))
    content = keyring().open_bytes(FILE, roster.content)
    reading = rosters.read_file(content, roster.file_name, {})
    for found, agreed in zip(reading.layouts, roster.mapping, strict=True):
        fields = {column["index"]: column["field"] for column in agreed["columns"]}
        for column in found.columns:
            column.field = fields.get(column.index, "")
    return reading


def _preview(roster: Roster, reading: Reading) -> None:
    """Counts, and the first rows of each kind, without any personal data in the clear."""
    counts: Counter[str] = Counter()
    changes: Counter[str] = Counter()
    shown: dict[str, list[dict[str, Any]]] = {kind: [] for kind in rosters.KINDS}
    changed: list[Verdict] = []
    missing = set()
    for verdict in rosters.judge(reading, roster.path, create=roster.create_places):
        counts[verdict.kind] += 1
        changes.update(verdict.fields)
        if verdict.kind == NEW and isinstance(verdict.door, Missing):
            missing.add(verdict.door)
        rows = shown[verdict.kind]
        if len(rows) < SHOWN:
            changed += [verdict] if verdict.kind == CHANGED else []
            rows.append(
                {
                    "sheet": reading.sheets[verdict.entry.sheet].name,
                    "row": verdict.entry.row + 1,
                    "name": mask_name(verdict.entry.name),
                    "fields": list(verdict.fields),
                    "problems": [[p.message, p.params] for p in verdict.problems],
                }
            )
    for row, told in zip(shown[CHANGED], changes_told(changed), strict=True):
        row["changes"] = told
    roster.summary = {
        "counts": {kind: counts[kind] for kind in rosters.KINDS},
        "changes": dict(changes),
        "missing_doors": len(missing),
        "rows": shown,
    }
    roster.total = counts[NEW] + counts[CHANGED]
    roster.save()


def _batches(due: Sequence[Verdict]) -> list[list[Verdict]]:
    """Batches of about ``BATCH``; a household is never divided."""
    batches: list[list[Verdict]] = []
    for verdict in due:
        full = not batches or len(batches[-1]) >= BATCH
        if full and not (batches and batches[-1][-1].door_key == verdict.door_key):
            batches.append([])
        batches[-1].append(verdict)
    return batches
