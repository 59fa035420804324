"""Type in one row of a diary that came back, and lay its picture beside it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from typing import Literal
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wanli.domains.observation.diaries import DIARY_SHELF, diary_for, lines_of
from wanli.domains.observation.models import Channel, Check, Diary, DiaryPhoto
from wanli.domains.observation.operations.record_check import Said, Told, record_check
from wanli.domains.observation.rules.diaries import LETTERS, Row, mood_of, symptoms_of
from wanli.domains.places.tree import hold_tree
from wanli.ground.pictures import Sent
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.errors import Refused

MOST_PHOTOS = 6


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in a row."""

    row: int
    celsius: str
    symptoms: str = ""
    """Letters."""
    mood: str = ""
    """A figure."""
    at: time | None = None
    """When it was taken; by when it was due, if the diary does not say."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of it. ``differs``: told before and otherwise; nothing was changed."""

    state: Literal["recorded", "same", "differs"]
    check: UUID | None
    said: str = ""


def type_diary(*, access: Access, code: str, typed: Typed, entry: UUID | None = None) -> Outcome:
    """Record the check in this row of the diary with this code: when it was is the row's, when we
    heard of it is now.

    The same ``entry`` again changes nothing, nor does a check that is told already: whatever it
    says stands, and is corrected with a reason where that is asked for. Permission
    ``observation.record``. ``Refused`` with the field; ``Doubt`` for an impossible temperature.
    """
    with transaction.atomic():
        hold_tree()
        diary = diary_for(access, code)
        row = _row(diary, typed.row)
        said = Said(
            celsius=_needed(typed.celsius),
            symptoms=_symptoms(typed.symptoms, diary),
            mood=_mood(typed.mood),
            channel=Channel.PAPER,
            at=_at(diary, row, typed.at),
        )
        known = Check.objects.filter(
            case=diary.case_id, day=row.day, slot=row.slot, state=Check.State.DONE
        ).first()
        try:
            check = record_check(
                access=access, case_id=diary.case_id, said=said,
                day=row.day, slot=row.slot, entry=entry,
            )  # fmt: skip
        except Told as told:
            return Outcome("differs", told.check, str(told))
    return Outcome("same" if known and known.entry != entry else "recorded", check.pk)


def keep_diary_photo(*, access: Access, code: str, sent: Sent) -> DiaryPhoto:
    """Store a picture with the diary of this code; the same one again changes nothing.

    Permission ``observation.record``. Refused when it is no picture, too large, or one of too
    many.
    """

    def find() -> list[Diary]:
        hold_tree()
        return [diary_for(access, code)]

    def make(photo_id: UUID, diary: Diary, file: str) -> DiaryPhoto:
        return DiaryPhoto.objects.create(
            id=photo_id, diary=diary, path=diary.path, file=file, by_id=access.user_id
        )

    photo: DiaryPhoto
    [photo] = DIARY_SHELF.take_in(sent, find=find, full=_room_for_one_more, make=make)
    return photo


def _room_for_one_more(diary: Diary) -> None:
    if diary.photos.count() >= MOST_PHOTOS:
        raise Refused(_("这份日记已有 {n} 张照片,够了。"), field="photo", n=MOST_PHOTOS)


def _row(diary: Diary, number: int) -> Row:
    lines = lines_of(diary)
    if not 1 <= number <= len(lines):
        raise Refused(_("这份日记只有第 1 到 {last} 行,请看清行号。"), field="row", last=len(lines))
    row = lines[number - 1]
    if row.day > clock.today():
        raise Refused(_("第 {n} 行那天还没到,请看清行号。"), field="row", n=number)
    return row


def _needed(typed: str) -> str:
    if not typed.strip():
        raise Refused(_("请先填体温。空着的一行不用录。"), field="celsius")
    return typed


def _symptoms(typed: str, diary: Diary) -> tuple[str, ...]:
    keys = [one["key"] for one in diary.symptoms]
    try:
        return symptoms_of(typed, keys)
    except ValueError as odd:
        raise Refused(
            _("日记上没有“{letter}”,只有 A 到 {last}。"),
            field="symptoms", letter=odd, last=LETTERS[len(keys) - 1],
        ) from None  # fmt: skip


def _mood(typed: str) -> str:
    try:
        return mood_of(typed)
    except ValueError:
        raise Refused(_("心情只有 1、2、3。"), field="mood") from None


def _at(diary: Diary, row: Row, given: time | None) -> datetime:
    by = next(one["by"] for one in diary.slots if one["key"] == row.slot)
    moment = datetime.combine(row.day, given or time.fromisoformat(by), clock.LOCAL_ZONE)
    return moment if given else min(moment, clock.now())
