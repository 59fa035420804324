"""Keep a photo of the notice that a home signed on paper."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wanli.domains.observation.access import held_case
from wanli.domains.observation.models import STANDING, Case, SignedPaper
from wanli.domains.observation.papers import SHELF
from wanli.domains.observation.starting import paper_for
from wanli.ground.pictures import redrawn
from wanli.kernel.access import Access
from wanli.kernel.errors import Refused
from wanli.kernel.ids import uuid7

MOST_PAPERS = 4


def keep_paper(*, access: Access, case_ids: Collection[UUID], content: bytes) -> int:
    """Seal a picture for each of these cases of one home; how many that were.

    Permission ``observation.record``. ``Refused`` when it is no picture, too large, one of too
    many, or the case is over. The picture is decoded between two transactions: that takes a
    second, and nobody waits for it.
    """
    ids = sorted(set(case_ids))
    with transaction.atomic():
        for one in ids:
            _room_for_one_more(access, one)
    drawn = redrawn(content)
    kept: list[str] = []
    try:
        with transaction.atomic():
            for one in ids:
                case = _room_for_one_more(access, one)
                paper = SignedPaper(id=uuid7(), case=case, path=case.path, by_id=access.user_id)
                paper.file = SHELF.save(paper.pk, drawn)
                kept.append(paper.file)
                paper.save(force_insert=True)
    except BaseException:
        for file in kept:
            SHELF.delete(file)
        raise
    return len(kept)


def drop_paper(*, access: Access, paper_id: UUID) -> UUID:
    """Delete a picture that is the wrong one; returns the case. Permission
    ``observation.manage``. ``Refused`` when the case is over: then it is evidence."""
    with transaction.atomic():
        paper = paper_for(access, paper_id)
        case = held_case(access, paper.case_id, "observation.manage")
        if case.state not in STANDING:
            raise Refused(_("观察已经结束,签过的告知书要留着。"))
        file = paper.file
        paper.delete()
        # The row first: a file without a row is found and deleted by the next sweep.
        transaction.on_commit(partial(SHELF.delete, file))
    return case.pk


def _room_for_one_more(access: Access, case_id: UUID) -> Case:
    case = held_case(access, case_id, "observation.record")
    if case.state not in STANDING:
        raise Refused(_("观察已经结束,不用再办了。"), field="photo")
    if case.papers.count() >= MOST_PAPERS:
        raise Refused(_("已有 {n} 张照片,够了。"), field="photo", n=MOST_PAPERS)
    return case
