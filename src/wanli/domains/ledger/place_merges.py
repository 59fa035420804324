"""Merges of places that could be taken back, and what stands in the way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wanli.domains.ledger.merge_trace import digest_of, watched
from wanli.domains.ledger.models import PlaceMerge
from wanli.domains.places.access import Place
from wanli.domains.places.queries import names
from wanli.ground.acting import acting
from wanli.kernel.access import Access
from wanli.kernel.errors import Hidden
from wanli.kernel.scope import EVERYTHING

WRITTEN_AGAIN = _("这里的{what}后来又改过,先改回去")


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why a merge cannot be taken back: at which place, and what (a message id, its params)."""

    place: UUID
    message: Promise
    what: str = ""
    """The table whose row was changed again; the reader's words for it are the page's."""


def merge_for(access: Access, label: str) -> PlaceMerge:
    """The merge by which this place went. ``Hidden`` unless both sides may be edited."""
    found = PlaceMerge.objects.filter(gone__label=label, undone_at=None).select_related(
        "gone", "into", "gone__parent"
    )
    merge = found.first()
    if merge is None or not access.can("place.edit", merge.into.path):
        raise Hidden
    above = merge.gone.parent
    if above is None or not access.can("place.edit", above.path):
        raise Hidden
    return merge


def merges_into(access: Access, place: Place) -> list[PlaceMerge]:
    """What was merged into a place and could be taken back by this reader, the latest first."""
    found = PlaceMerge.objects.filter(into=place, undone_at=None).select_related("gone__parent")
    return [
        merge
        for merge in found.order_by("-at")
        if merge.gone.parent and access.can("place.edit", merge.gone.parent.path)
    ]


def counts_of(merge: PlaceMerge) -> dict[str, int]:
    """How many rows of each table would go back."""
    return dict(Counter(merge.rows.exclude(before__isnull=True).values_list("table", flat=True)))


def addresses(found: Collection[Obstacle]) -> dict[UUID, str]:
    """The readable address of each place in the way."""
    paths = dict(
        Place.objects.filter(pk__in=[one.place for one in found]).values_list("path", "pk")
    )
    said = names(paths)
    return {pk: said.get(path, "") for path, pk in paths.items()}


def obstacles(merge: PlaceMerge) -> list[Obstacle]:
    """Everything later that depends on the merge; none when it can be taken back.

    What was only added since is no obstacle; what the merge wrote and somebody wrote again is.
    """
    with acting(EVERYTHING):
        return [*_in_the_tree(merge), *_in_exchanges(merge), *_in_rows(merge)]


def _in_the_tree(merge: PlaceMerge) -> list[Obstacle]:
    ids = {place for old, new, _taken in merge.twins for place in (old, new)}
    ids |= {place for place, *_rest in merge.movers}
    known = {str(one.pk): one for one in Place.objects.filter(pk__in=ids).defer("geometry")}
    found = []
    for _old, new, _taken in merge.twins:
        if known[new].retired_on:
            found.append(Obstacle(UUID(new), _("后来停用了,或又并入了别处,先恢复它")))
    for place, _parent, _ordinal, now in merge.movers:
        if known[place].retired_on or str(known[place].parent_id) != now:
            found.append(Obstacle(UUID(place), _("后来又移动、合并或停用了,先恢复它")))
    top = known[merge.twins[-1][0]]
    above = merge.gone.parent
    if above and above.retired_on:
        found.append(Obstacle(above.pk, _("原来的上级停用了,先恢复它")))
    same = Place.objects.standing().filter(parent=top.parent_id, kind=top.kind, name=top.name)
    coded = Place.objects.standing().filter(code=top.code).exclude(code="")
    for taken in {*same.values_list("pk", flat=True), *coded.values_list("pk", flat=True)}:
        found.append(Obstacle(taken, _("后来建了同名或同代码的一处,先改它的名称或代码")))
    return found


def _in_exchanges(merge: PlaceMerge) -> list[Obstacle]:
    found = []
    for table, one, other, columns, digest in merge.exchanges:
        if digest_of(table, one, other, columns) != digest:
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT place_id FROM {table} WHERE id = %s", [other])
                row = cursor.fetchone()
            found.append(Obstacle(row[0] if row else merge.into_id, WRITTEN_AGAIN, table))
    return found


def _in_rows(merge: PlaceMerge) -> list[Obstacle]:
    found: dict[tuple[UUID, str], Obstacle] = {}
    exchanged: dict[str, set[str]] = {}
    for table, _one, _other, columns, _digest in merge.exchanges:
        exchanged.setdefault(table, set()).update(columns)
    with connection.cursor() as cursor:
        for one in watched():
            said = one.said("t", without=sorted(exchanged.get(one.table, ())))
            cursor.execute(
                f"""SELECT (m.after ->> '{one.paths[0]}')::uuid, ({said}) ->> '{one.paths[0]}'
                FROM ledger_mergedrow m JOIN {one.table} t ON t.{one.key}::text = m.row
                WHERE m.merge_id = %s AND m."table" = '{one.table}' AND NOT ({said}) @> m.after""",
                [merge.pk],
            )
            for then, now in cursor.fetchall():
                place = then or (UUID(now) if now else merge.into_id)
                found[place, one.table] = Obstacle(place, WRITTEN_AGAIN, one.table)
    return list(found.values())
