"""Delete what homes wanted when its term is over, and later forget whose money it was."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from uuid import UUID

import pgtrigger
from django.db import connection, models, transaction
from django.db.models import F, Max, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import TruncDate

from wanli.domains.audit.operations.prune import prune
from wanli.domains.errands.accounts import differing
from wanli.domains.errands.measures import OF_A_REQUEST
from wanli.domains.errands.models import (
    Attempt,
    CashCount,
    CashEntry,
    CashHandOver,
    Item,
    Photo,
    Receipt,
    Request,
    Round,
    Standing,
    Turn,
)
from wanli.domains.errands.photos import SHELF
from wanli.domains.ledger.entries import settle
from wanli.domains.people.operations.rotate_keys import history
from wanli.domains.places.access import Place
from wanli.domains.places.queries import path_of_kind
from wanli.ground.area import Area
from wanli.ground.retention import Retained
from wanli.kernel.clock import LOCAL_ZONE


def _requests(area: Area, starts: str, ended_on: date | None) -> QuerySet[Request]:
    over = Request.objects.filter(area.q(), ended_at__isnull=False)
    return over.annotate(began=TruncDate("ended_at", tzinfo=LOCAL_ZONE))


def _erase_requests(ids: Sequence[UUID]) -> int:
    """With their things, doors and pictures, history included; the money stays."""
    list(Request.objects.select_for_update().filter(pk__in=ids).order_by("pk").values("pk"))
    _drop_pictures(Photo.objects.filter(request__in=ids))
    gone: list[tuple[type[models.Model], Sequence[UUID]]] = [
        (Attempt, _ids(Attempt, ids)),
        (Item, _ids(Item, ids)),
    ]
    with pgtrigger.ignore():
        for model, keys in gone:
            _delete(model, keys)
        _delete(Photo, list(Photo.objects.filter(request__in=ids).values_list("pk", flat=True)))
        _delete(Request, ids)
    settle(measures=OF_A_REQUEST, sources=ids)
    gone.append((Request, ids))
    for model, keys in gone:
        prune(history(model)._default_manager.filter(pgh_obj_id__in=keys))
    return len(ids)


def _standing(area: Area, starts: str, ended_on: date | None) -> QuerySet[Standing]:
    """Ended, and nothing of it left."""
    over = Standing.objects.filter(area.q(), ended_at__isnull=False, requests=None)
    return over.annotate(began=TruncDate("ended_at", tzinfo=LOCAL_ZONE))


def _erase_standing(ids: Sequence[UUID]) -> int:
    with pgtrigger.ignore():
        _delete(Standing, ids)
    prune(history(Standing)._default_manager.filter(pgh_obj_id__in=ids))
    return len(ids)


def _rounds(area: Area, starts: str, ended_on: date | None) -> QuerySet[Round]:
    """Over, with nothing left in them, and still somebody's. Where the money does not agree, who
    ran it is asked before it is forgotten."""
    over = Round.objects.filter(area.q(), ended_at__isnull=False, requests=None)
    over = over.exclude(pk__in=differing([area.path]).values("pk"))
    over = over.exclude(runner=None, made_by=None, shop="")
    return over.annotate(began=TruncDate("ended_at", tzinfo=LOCAL_ZONE))


def _forget_rounds(ids: Sequence[UUID]) -> int:
    """Who ran them and where to is forgotten; that there were rounds stays, for the figures."""
    _drop_pictures(Photo.objects.filter(round__in=ids))
    turns = list(Turn.objects.filter(round__in=ids).values_list("pk", flat=True))
    with pgtrigger.ignore():
        Receipt.objects.filter(round__in=ids).update(photo=None, by=None)
        _delete(Photo, list(Photo.objects.filter(round__in=ids).values_list("pk", flat=True)))
        _delete(Turn, turns)
        _delete(
            CashCount, list(CashCount.objects.filter(round__in=ids).values_list("pk", flat=True))
        )
        passed = CashHandOver.objects.filter(round__in=ids)
        _delete(CashHandOver, list(passed.values_list("pk", flat=True)))
        Round.objects.filter(pk__in=ids).update(runner=None, made_by=None, shop="")
    prune(history(Turn)._default_manager.filter(pgh_obj_id__in=turns))
    prune(history(Round)._default_manager.filter(pgh_obj_id__in=ids))
    return len(ids)


def _money(area: Area, starts: str, ended_on: date | None) -> QuerySet[CashEntry]:
    """A home's entries when its account has come to nought and nothing has moved on it since."""
    hers = CashEntry.objects.filter(account=CashEntry.Account.HOME, place=OuterRef("place"))
    summed = hers.order_by().values("place").annotate(n=Sum("amount_fen"), last=Max("day"))
    rows = CashEntry.objects.filter(
        area.q(), account=CashEntry.Account.HOME, place__kind="household"
    )
    rows = rows.annotate(left=Subquery(summed.values("n")), last=Subquery(summed.values("last")))
    return rows.filter(left=0).annotate(began=F("last"))


def _forget_money(ids: Sequence[UUID]) -> int:
    """Whose it was: it becomes the area's. Sums, days and both sides of each movement stay."""
    for path in set(CashEntry.objects.filter(pk__in=ids).values_list("path", flat=True)):
        area = Place.objects.defer("geometry").filter(path=path_of_kind(path, "area")).first()
        if area is not None:
            CashEntry.objects.filter(pk__in=ids, path=path).update(
                place=area, path=area.path, by=None, why="", request=None
            )
    return len(ids)


def _drop_pictures(photos: QuerySet[Photo]) -> None:
    # The rows first: a file without a row is found and deleted by the next run.
    for name in photos.exclude(file="").values_list("file", flat=True):
        transaction.on_commit(partial(SHELF.delete, name))


def _ids(model: type[models.Model], requests: Sequence[UUID]) -> list[UUID]:
    return list(model._default_manager.filter(request__in=requests).values_list("pk", flat=True))


def _delete(model: type[models.Model], ids: Sequence[UUID]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {model._meta.db_table} WHERE id = ANY (%s)", [list(ids)])


CLOSED = frozenset({"closed"})
RETAINED = (
    Retained("errands", CLOSED, _requests, _erase_requests, batch=500),
    Retained("errands", CLOSED, _standing, _erase_standing, batch=500),
    Retained("errands", CLOSED, _rounds, _forget_rounds, batch=500),
    Retained("errand_money", frozenset({"recorded"}), _money, _forget_money, batch=500),
)
