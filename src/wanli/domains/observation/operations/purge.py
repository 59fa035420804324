"""Delete what observation knew of somebody, when the term after her release is over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from uuid import UUID

import pgtrigger
from django.db import connection, models, transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Greatest, TruncDate

from wanli.domains.audit.operations.prune import prune
from wanli.domains.ledger.entries import settle
from wanli.domains.observation.diaries import DIARY_SHELF
from wanli.domains.observation.links import Commitment, HomeLink, LinkDevice, LinkedCase
from wanli.domains.observation.measures import MEASURES
from wanli.domains.observation.models import (
    STANDING,
    Case,
    CaseList,
    Certificate,
    Check,
    Correction,
    Diary,
    DiaryPhoto,
    Episode,
    HandOver,
    Issued,
    LadderStop,
    Leave,
    SignedPaper,
    Start,
    Step,
    Talk,
    TalkNote,
    TermChange,
)
from wanli.domains.observation.papers import SHELF
from wanli.domains.passes.operations.forget import forget_holds
from wanli.ground.area import Area
from wanli.ground.retention import Retained
from wanli.kernel.clock import LOCAL_ZONE

HANGS_ON: tuple[tuple[type[models.Model], tuple[str, ...]], ...] = (
    (Correction, ("of__case",)),
    (Step, ("episode__case",)),
    (Episode, ("case",)),
    (Commitment, ("case",)),
    (Certificate, ("case",)),
    (Start, ("case",)),
    (Issued, ("case",)),
    (SignedPaper, ("case",)),
    (LinkedCase, ("case",)),
    (LadderStop, ("case",)),
    (Leave, ("case",)),
    (HandOver, ("case",)),
    (DiaryPhoto, ("diary__case",)),
    (Diary, ("case",)),
    (TalkNote, ("talk__case",)),
    (Talk, ("case",)),
    (TermChange, ("case",)),
    (Check, ("case",)),
    (Case, ("pk",)),
)
"""What goes with a case, it itself last; how each row finds its case. A table that refers to one
of these and is not here, nor in ``OF_A_HOME``, fails ``tests/test_architecture.py``."""
OF_A_HOME: tuple[type[models.Model], ...] = (LinkDevice, HomeLink)
"""What goes when the last case goes that it stood for."""
Kept = tuple[type[models.Model], list[UUID]]


def _released(area: Area, starts: str, ended_on: date | None) -> QuerySet[Case]:
    """Cases that are over, however they ended."""
    over = Case.objects.filter(area.q(), closed_at__isnull=False).exclude(state__in=STANDING)
    return over.annotate(began=TruncDate("closed_at", tzinfo=LOCAL_ZONE))


def _erase(cases: Sequence[UUID]) -> int:
    """Rows, books, holds at the gates, and history; nothing of it is written into history again."""
    list(Case.objects.select_for_update().filter(pk__in=cases).order_by("pk").values("pk"))
    photos = DiaryPhoto.objects.filter(diary__case__in=cases).values_list("file", flat=True)
    for file in list(photos):
        transaction.on_commit(partial(DIARY_SHELF.delete, file))
    gone = [_found(model, ways, cases) for model, ways in HANGS_ON]
    gone += _links(cases)
    # The rows first: a file without a row is found and deleted by the next sweep.
    for file in SignedPaper.objects.filter(case__in=cases).values_list("file", flat=True):
        transaction.on_commit(partial(SHELF.delete, file))
    with pgtrigger.ignore():
        for model, ids in gone:
            _delete(model, ids)
    sources = [one for _model, ids in gone for one in ids]
    settle(measures=[measure.key for measure in MEASURES], sources=sources)
    forget_holds(sources=cases)
    for model, ids in gone:
        _forget(model, ids, cases)
    return len(cases)


def _forget(model: type[models.Model], ids: Sequence[UUID], cases: Sequence[UUID]) -> None:
    """History, also of rows that were taken away long before."""
    past = getattr(model, "pgh_event_model", None)
    if past is None:
        return
    hers = Q(pgh_obj_id__in=ids)
    if any(field.name == "case" for field in past._meta.fields):
        hers |= Q(case__in=cases)
    prune(past._default_manager.filter(hers))


def _found(model: type[models.Model], ways: Sequence[str], cases: Sequence[UUID]) -> Kept:
    hers = Q()
    for way in ways:
        hers |= Q(**{f"{way}__in": cases})
    return model, list(model._default_manager.filter(hers).values_list("pk", flat=True))


def _links(cases: Sequence[UUID]) -> list[Kept]:
    """Links that stood for these cases and for no other one."""
    theirs = HomeLink.objects.filter(linked__case__in=cases).distinct()
    others = LinkedCase.objects.exclude(case__in=cases).values("link")
    links = list(theirs.exclude(pk__in=others).values_list("pk", flat=True))
    phones = LinkDevice.objects.filter(link__in=links).values_list("pk", flat=True)
    return [(LinkDevice, list(phones)), (HomeLink, links)]


def _delete(model: type[models.Model], ids: Sequence[UUID]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {model._meta.db_table} WHERE id = ANY (%s)", [list(ids)])


def _lists(area: Area, starts: str, ended_on: date | None) -> QuerySet[CaseList]:
    last = Greatest("created_at", "finished_at")
    return CaseList.objects.filter(area.q()).annotate(began=TruncDate(last, tzinfo=LOCAL_ZONE))


def _erase_lists(lists: Sequence[UUID]) -> int:
    return CaseList.objects.filter(pk__in=lists).delete()[0]


RETAINED = (
    Retained("observation", frozenset({"released"}), _released, _erase, batch=500),
    Retained("rosters", frozenset({"recorded"}), _lists, _erase_lists, batch=50),
)
