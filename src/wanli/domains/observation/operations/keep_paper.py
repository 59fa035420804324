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
from wanli.ground.pictures import Sent
from wanli.kernel.access import Access
from wanli.kernel.errors import Refused

MOST_PAPERS = 4


def keep_paper(*, access: Access, case_ids: Collection[UUID], sent: Sent) -> int:
    """Seal a picture for each of these cases of one home; how many that were. The same one again
    changes nothing.

    Permission ``observation.record``. ``Refused`` when it is no picture, too large, one of too
    many, or the case is over.
    """

    def find() -> list[Case]:
        return [held_case(access, one, "observation.record") for one in sorted(set(case_ids))]

    def make(paper_id: UUID, case: Case, file: str) -> SignedPaper:
        return SignedPaper.objects.create(
            id=paper_id, case=case, path=case.path, file=file, by_id=access.user_id
        )

    return len(SHELF.take_in(sent, find=find, full=_room_for_one_more, make=make))


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


def _room_for_one_more(case: Case) -> None:
    if case.state not in STANDING:
        raise Refused(_("观察已经结束,不用再办了。"), field="photo")
    if case.papers.count() >= MOST_PAPERS:
        raise Refused(_("已有 {n} 张照片,够了。"), field="photo", n=MOST_PAPERS)
