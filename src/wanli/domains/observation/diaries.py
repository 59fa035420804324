"""Reading paper diaries: what stands on them, and how far they are typed back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from wanli.domains.observation.models import (
    STANDING,
    Case,
    Channel,
    Check,
    Diary,
    DiaryPhoto,
)
from wanli.domains.observation.queries import with_people
from wanli.domains.observation.rules.diaries import LETTERS, Row, rows
from wanli.domains.observation.rules.readings import Reading
from wanli.domains.observation.vault import opened
from wanli.domains.places.queries import names
from wanli.domains.plans.language import said
from wanli.domains.plans.rules.parts import Words
from wanli.ground.fields import below
from wanli.ground.pictures import PictureShelf
from wanli.kernel.access import Access
from wanli.kernel.errors import Hidden
from wanli.kernel.masking import mask_name

__all__ = ["Diary", "DiaryPhoto", "DiaryRow", "Handed", "diary_for", "handed_out", "rows_of"]
DIARY_SHELF = PictureShelf("diaries", "observation.diary", lambda: DiaryPhoto)


@dataclass(frozen=True, slots=True)
class DiaryRow:
    """A row of a diary as it is in the books now."""

    row: Row
    slot_name: str
    check: Check | None
    reading: Reading | None

    @property
    def state(self) -> str:
        """``paper`` when it was typed in, ``other`` when it was told otherwise, else empty."""
        if self.check is None:
            return ""
        return "paper" if self.check.channel == Channel.PAPER else "other"


@dataclass(frozen=True, slots=True)
class Handed:
    """A diary that was printed, and how many of its rows are told by now."""

    diary: Diary
    name: str
    address: str
    rows: int
    told: int

    @property
    def done(self) -> bool:
        return self.told >= self.rows


def diary_for(access: Access, code: str, permission: str = "observation.record") -> Diary:
    """The diary with this code, its case with it; ``Hidden`` when missing or not open to
    ``access``."""
    found = None
    if code.isascii() and code.isdigit():
        found = Diary.objects.select_related("case__place").filter(code=code).first()
    if found is None or not access.can(permission, found.path):
        raise Hidden
    with_people([found.case])
    return found


def photo_for(access: Access, photo_id: UUID) -> DiaryPhoto:
    """The picture; ``Hidden`` when missing or not open to ``access``."""
    found = DiaryPhoto.objects.filter(pk=photo_id).first()
    if found is None or not access.can("observation.record", found.path):
        raise Hidden
    return found


def photos_of(diary: Diary) -> list[DiaryPhoto]:
    """Its pictures, the latest first."""
    return list(diary.photos.order_by("-taken_at"))


def lines_of(diary: Diary) -> list[Row]:
    """Its rows, as printed."""
    return rows(diary.first_day, diary.last_day, [slot["key"] for slot in diary.slots])


def rows_of(diary: Diary) -> list[DiaryRow]:
    """Its rows with what is recorded of each. One query."""
    told = {
        (check.day, check.slot): check
        for check in Check.objects.filter(
            case=diary.case_id, state=Check.State.DONE, day__range=(diary.first_day, diary.last_day)
        ).exclude(slot="")
    }
    named = {slot["key"]: said(Words(**slot["name"])) for slot in diary.slots}
    found = []
    for row in lines_of(diary):
        check = told.get((row.day, row.slot))
        reading = opened(check.reading_cipher) if check and check.reading_cipher else None
        found.append(DiaryRow(row, named[row.slot], check, reading))
    return found


def lettered(diary: Diary) -> list[tuple[str, str, str]]:
    """The letter, key and name of each symptom on it."""
    return [
        (letter, one["key"], said(Words(**one["name"])))
        for letter, one in zip(LETTERS, diary.symptoms, strict=False)
    ]


def handed_out(paths: Sequence[str], *, at_most: int = 60) -> list[Handed]:
    """The latest diary of everybody observed below these subtrees: begun ones first, those typed
    back whole last. A fixed number of queries."""
    if not paths:
        return []
    kept = Diary.objects.filter(below(paths), case__state__in=STANDING)
    kept = kept.select_related("case__place").order_by("case", "-printed_at").distinct("case")
    found = list(kept[: at_most * 4])
    told = _told(found)
    cases: list[Case] = [one.case for one in found]
    with_people(cases)
    addresses = names(one.path for one in found)
    listed = [
        Handed(
            diary=one,
            name=mask_name(one.case.person.name),
            address=addresses.get(one.path, one.case.place.name),
            rows=len(lines_of(one)),
            told=told[one.pk],
        )
        for one in found
    ]
    listed.sort(key=lambda one: (one.done, one.told == 0, one.address))
    return listed[:at_most]


def _told(diaries: Sequence[Diary]) -> dict[UUID, int]:
    """How many rows of each are told by now. One query."""
    done: defaultdict[UUID, set[tuple[date, str]]] = defaultdict(set)
    checks = Check.objects.filter(case__in=[one.case_id for one in diaries], state="done")
    for case, day, slot in checks.values_list("case", "day", "slot"):
        done[case].add((day, slot))
    return {
        one.pk: sum((row.day, row.slot) in done[one.case_id] for row in lines_of(one))
        for one in diaries
    }
