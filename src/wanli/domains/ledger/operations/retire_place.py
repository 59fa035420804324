"""Take a place out of use when nobody lives or serves there any more."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from wanli.domains.accounts.operations.retire_seats import retire_seats
from wanli.domains.ledger.entries import settle
from wanli.domains.ledger.queries import held_at
from wanli.domains.ledger.registry import measures
from wanli.domains.places.access import Place
from wanli.domains.places.operations.retire import retire
from wanli.domains.places.operations.retire_many import retire_many
from wanli.ground.acting import acting
from wanli.kernel.access import Access
from wanli.kernel.errors import Refused
from wanli.kernel.scope import EVERYTHING


def retire_place(*, access: Access, label: str, reason: str) -> Place:
    """Retire a place with all that stands beneath it, its vacant seats, and their books.

    One transaction. What ends with its place (empty homes, doors still to be knocked at) is
    booked out. ``Refused``, naming it, while something is there that does not: people, filled
    posts. Retiring twice changes nothing.
    """
    known = measures()
    with transaction.atomic():
        place = retire(access=access, label=label)
        with acting(EVERYTHING):
            retire_seats(place.path)
            held = in_stock(place.path)
            for key in known:
                if key in held and not known[key].ends_with_place:
                    raise Refused(
                        _("那里的“{name}”还有 {n},请先处理完再停用。"),
                        n=len(held[key]),
                        name=known[key].name,
                    )
            sources = {source for found in held.values() for source in found}
            settle(measures=list(known), sources=sources, reason=reason)
    return place


def retire_bare(*, access: Access, ids: Iterable[UUID]) -> int:
    """Retire those of these places where nothing is held that outlives them; how many there were.

    In the caller's transaction, permission as ``retire_many``. What ends with its place (a routine
    that is due there today) is booked out; a place where anything else is held stays.
    """
    known = measures()
    standing = Place.objects.standing().filter(pk__in=list(ids))
    paths = dict(standing.values_list("path", "pk"))
    gone, ending = [], []
    with acting(EVERYTHING):
        held = held_at(paths)
    for path, pk in paths.items():
        here = held.get(path, {})
        if all(known[key].ends_with_place for key in here):
            gone.append(pk)
            ending += [source for sources in here.values() for source in sources]
    retired = retire_many(access=access, ids=gone)
    with acting(EVERYTHING):
        settle(measures=list(known), sources=ending)
    return retired


def in_stock(path: str, *, exactly: bool = False) -> dict[str, list[UUID]]:
    """By measure, the records that the books hold at or below a path, or exactly there."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""SELECT measure, array_agg(source) FROM (
                SELECT measure, source FROM ledger_entry WHERE path {"=" if exactly else "<@"} %s
                GROUP BY measure, source HAVING sum(delta) > 0
            ) AS held GROUP BY measure""",
            [path],
        )
        return {measure: list(sources) for measure, sources in cursor.fetchall()}
