"""Paper forms: printed in piles, photographed, typed in, their pictures thrown away."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wanli.domains.arrivals.form.paper import told_on_paper
from wanli.domains.arrivals.forms import form_at, terms_of
from wanli.domains.arrivals.models import PaperForm, PaperPhoto, Poster
from wanli.domains.arrivals.operations.issue_posters import issue_posters
from wanli.domains.arrivals.operations.purge import erase_photos
from wanli.domains.arrivals.operations.register import Registered, Telling, register
from wanli.domains.arrivals.papers import (
    PAPER_SHELF,
    TAKES,
    asked_on,
    door_of_paper,
    paper_for,
    photo_for,
)
from wanli.domains.arrivals.posters import posters_below
from wanli.domains.canvass.rules.sheetcode import new_code
from wanli.domains.places.access import place_for
from wanli.domains.places.tree import hold_tree
from wanli.ground.pictures import Sent
from wanli.kernel.access import Access
from wanli.kernel.errors import Hidden, Refused

MOST_COPIES, MOST_SHEETS = 200, 600
MOST_PHOTOS = 200
"""Of one pile that wait."""


def print_forms(
    *, access: Access, label: str, copies: int, english: bool = False
) -> list[PaperForm]:
    """A pile of ``copies`` blank forms for each compound and gate at or below a place, by the plan
    in force there. Permission ``posting.print``. ``Refused``: too many sheets at once."""
    if not 1 <= copies <= MOST_COPIES:
        raise Refused(_("请填 1 到 {n} 张。"), field="copies", n=MOST_COPIES)
    issue_posters(access=access, label=label)
    with transaction.atomic():
        hold_tree()
        place = place_for(access, label, "posting.print")
        posters = _in_order(place.path)
        if len(posters) * copies > MOST_SHEETS:
            raise Refused(
                _("一共 {n} 张,一次最多印 {most} 张。请少印几张,或分小区印。"),
                field="copies", n=len(posters) * copies, most=MOST_SHEETS,
            )  # fmt: skip
        version = form_at(place.path).version_id
        made = [
            PaperForm(
                poster=poster, path=poster.path, code=new_code(), version_id=version,
                copies=copies, english=english, by_id=access.user_id,
            )
            for poster in posters
        ]  # fmt: skip
        return PaperForm.objects.bulk_create(made)


def _in_order(path: str) -> list[Poster]:
    codes = [one.code for one in posters_below(path)]
    found = {one.code: one for one in Poster.objects.filter(code__in=codes)}
    return [found[code] for code in codes]


def keep_paper_photo(*, access: Access, code: str, sent: Sent) -> PaperPhoto:
    """Store a picture of a sheet of this pile, to be typed in; the same one again changes nothing.

    Permission ``arrival.verify`` or ``gate.pass`` there. ``Refused`` when it is no picture, too
    large, or one of too many.
    """

    def find() -> list[PaperForm]:
        hold_tree()
        return [paper_for(access, code, *TAKES)]

    def make(photo_id: UUID, paper: PaperForm, file: str) -> PaperPhoto:
        return PaperPhoto.objects.create(
            id=photo_id, form=paper, path=paper.path, file=file, by_id=access.user_id
        )

    photo: PaperPhoto
    [photo] = PAPER_SHELF.take_in(sent, find=find, full=_room_for_one_more, make=make)
    return photo


def _room_for_one_more(paper: PaperForm) -> None:
    if paper.photos.filter(arrival=None).count() >= MOST_PHOTOS:
        raise Refused(_("已有 {n} 张照片等着录,先录一些。"), field="photo", n=MOST_PHOTOS)


def type_paper(
    *,
    access: Access,
    code: str,
    typed: Mapping[str, str],
    entry: UUID,
    language: str = "",
    photo_id: UUID | None = None,
) -> Registered:
    """Register what stands on a sheet, and lay its picture beside it. The same ``entry`` again
    changes nothing.

    Permission ``arrival.verify`` where it was printed. Raises ``Faulty`` with what is wrong at
    which fields of the sheet; ``Refused`` when the building does not stand any more.
    """
    with transaction.atomic():
        paper = paper_for(access, code)
        asked = asked_on(paper)
        symptoms = [one.key for one in asked.in_force.plan.symptoms.symptoms]
        told = told_on_paper(typed, terms_of(asked), symptoms)
        telling = Telling(entry, "paper", access.user_id, language)
        made = register(door=door_of_paper(paper), form=asked, told=told, telling=telling)
        if photo_id is not None:
            waits = PaperPhoto.objects.filter(pk=photo_id, form=paper, arrival=None)
            waits.update(arrival=made.arrival, path=made.arrival.path)
        return made


def drop_paper_photo(*, access: Access, photo_id: UUID) -> PaperForm:
    """Throw a picture away that waits: blurred, or of something else. Permission
    ``arrival.verify``. ``Hidden`` once it was typed in."""
    with transaction.atomic():
        photo = photo_for(access, photo_id)
        if photo.arrival_id is not None:
            raise Hidden
        erase_photos([photo.pk])
        return photo.form
