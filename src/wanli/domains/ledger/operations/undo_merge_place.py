"""Take a merge of places back, rows and books included."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import connection, models, transaction
from django.utils.translation import gettext_lazy as _
from pghistory.models import Event

from wanli.domains.ledger.entries import settle
from wanli.domains.ledger.merge_trace import Watched, swap, watched
from wanli.domains.ledger.mergers import Spot, mergers
from wanli.domains.ledger.models import MergedRow, PlaceMerge
from wanli.domains.ledger.operations.fold import fold_all, lock_books
from wanli.domains.ledger.operations.move_place import transfer
from wanli.domains.ledger.operations.retire_place import in_stock
from wanli.domains.ledger.place_merges import merge_for, obstacles
from wanli.domains.ledger.registry import measures
from wanli.domains.places.access import Place
from wanli.domains.places.operations.merge import reopen
from wanli.domains.places.operations.move import rewrite
from wanli.domains.places.tree import change_tree
from wanli.ground.acting import acting
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.errors import Refused
from wanli.kernel.scope import EVERYTHING


def undo_merge_place(*, access: Access, label: str, reason: str) -> PlaceMerge:
    """Make two places again of the one that ``label`` was merged into.

    One transaction. What came along goes back, with what has been added to it since; what was
    entered at the place that stays remains there. The books are transferred, so no day shows an
    increment. Permission ``place.edit`` at both. ``Hidden`` when it is not merged; ``Refused``
    while ``obstacles`` are left.
    """
    with transaction.atomic():
        change_tree()
        lock_books()
        fold_all()
        merge = merge_for(access, label)
        if obstacles(merge):
            raise Refused(_("后来又有变动,先处理好下面列出的,再撤回合并。"))
        with acting(EVERYTHING):
            _take_back(access, merge, reason)
        merge.undone_at = clock.now()
        merge.save(update_fields=["undone_at"])
    return merge


def _take_back(access: Access, merge: PlaceMerge, reason: str) -> None:
    sources = {UUID(row) for row in merge.rows.values_list("row", flat=True) if len(row) == 36}
    for old, new, taken in reversed(merge.twins):
        reopen(UUID(old), UUID(new), taken)
    for place, parent, ordinal, _now in reversed(merge.movers):
        _hang_back(access, Place.objects.get(pk=place), parent, ordinal, reason)
    paths = _paths(merge)
    for old, new, _taken in merge.twins:
        sources |= {one for held in in_stock(paths[new], exactly=True).values() for one in held}
        sources |= {UUID(old), UUID(new)}
    here = [paths[new] for _old, new, _taken in merge.twins]
    for table, one, other, columns, _digest in merge.exchanges:
        swap(table, one, other, columns)
    tables = list(watched())
    for table in tables:
        _restore(table, merge)
    for table in tables:
        _follow(table, tables, merge, here)
    for table in tables:
        _history(table, merge, here)
    for old, new, _taken in merge.twins:
        for merger in mergers():
            merger.undone(Spot(UUID(old), paths[old]), Spot(UUID(new), paths[new]))
    settle(measures=list(measures()), sources=sources, reason=reason, transfer=True)


def _paths(merge: PlaceMerge) -> dict[str, str]:
    ids = [place for old, new, _taken in merge.twins for place in (old, new)]
    return {
        str(pk): path for pk, path in Place.objects.filter(pk__in=ids).values_list("pk", "path")
    }


def _hang_back(access: Access, place: Place, parent: str, ordinal: int, reason: str) -> None:
    above = Place.objects.get(pk=parent)
    back = f"{above.path}.{place.label}"
    Place.objects.filter(pk=place.pk).update(parent=above, ordinal=ordinal)
    rewrite(place.path, back)
    transfer(access=access, old=place.path, new=back, reason=reason)


def _restore(one: Watched, merge: PlaceMerge) -> None:
    """Rows that the merge made go, those that it wrote say again what they said, those that it
    deleted come back: in this order each finds its place free."""
    rows = MergedRow.objects.filter(merge=merge, table=one.table)
    made = list(rows.filter(before__isnull=True).values_list("row", flat=True))
    one.model._default_manager.filter(pk__in=made).delete()
    said = rows.exclude(before__isnull=True).exclude(after={}).values_list("before", flat=True)
    changed = {name for before in said for name in before or ()}
    if changed:
        _write_back(one, merge, changed)
    _bring_back(one, merge)


def _write_back(one: Watched, merge: PlaceMerge, changed: set[str]) -> None:
    sets = ", ".join(f"{name} = {_value(one, name)}" for name in sorted(changed))
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {one.table} t SET {sets} FROM ledger_mergedrow m,"
            f" LATERAL jsonb_populate_record(NULL::{one.table}, m.before - %(paths)s::text[]) r"
            f" WHERE m.merge_id = %(merge)s AND m.\"table\" = '{one.table}'"
            f" AND m.before IS NOT NULL AND m.after <> '{{}}' AND m.row = t.{one.key}::text",
            {"merge": merge.pk, "paths": list(one.paths)},
        )


def _bring_back(one: Watched, merge: PlaceMerge) -> None:
    """Rows that the merge deleted because the other place had the like; unless made anew since."""
    paths = ", ".join(
        f"'{name}', (SELECT p.path FROM places_place p WHERE p.id = (m.before ->> '{name}')::uuid)"
        for name in one.paths
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {one.table} SELECT r.* FROM ledger_mergedrow m, LATERAL"
            f" jsonb_populate_record(NULL::{one.table}, m.before || jsonb_build_object({paths})) r"
            f" WHERE m.merge_id = %s AND m.\"table\" = '{one.table}' AND m.after = '{{}}'"
            f" ON CONFLICT DO NOTHING",
            [merge.pk],
        )


def _value(one: Watched, name: str) -> str:
    if name in one.paths:
        place = f"(m.before ->> '{name}')::uuid"
        return f"COALESCE((SELECT p.path FROM places_place p WHERE p.id = {place}), t.{name})"
    return f"CASE WHEN m.before ? '{name}' THEN r.{name} ELSE t.{name} END"


def _follow(one: Watched, tables: list[Watched], merge: PlaceMerge, here: list[str]) -> None:
    """What was added since to a row that went back goes with it, unless it has its own place."""
    if any(_points_at(field, Place) for field in one.model._meta.concrete_fields):
        return
    with connection.cursor() as cursor:
        for field in one.model._meta.concrete_fields:
            for above in tables:
                if _points_at(field, above.model) and "path" in above.paths:
                    cursor.execute(
                        f"""UPDATE {one.table} t SET path = a.path FROM {above.table} a
                        WHERE t.{field.column} = a.{above.key} AND t.path <> a.path
                          AND t.path = ANY (%(here)s::ltree[]) AND {_went_back(above, "a")}""",
                        {"merge": merge.pk, "here": here},
                    )


def _history(one: Watched, merge: PlaceMerge, here: list[str]) -> None:
    """A row's history is read where the row is."""
    event = getattr(one.model, "pgh_event_model", None)
    if event is None or not issubclass(event, Event):
        return
    with connection.cursor() as cursor:
        for path in one.paths:
            cursor.execute(
                f"""UPDATE {event._meta.db_table} e SET {path} = t.{path} FROM {one.table} t
                WHERE e.pgh_obj_id = t.{one.key} AND e.{path} <> t.{path}
                  AND e.{path} = ANY (%(here)s::ltree[]) AND {_went_back(one, "t")}""",
                {"merge": merge.pk, "here": here},
            )


def _went_back(one: Watched, alias: str) -> str:
    return (
        f"EXISTS (SELECT FROM ledger_mergedrow m WHERE m.merge_id = %(merge)s"
        f" AND m.\"table\" = '{one.table}' AND m.row = {alias}.{one.key}::text"
        " AND m.before ? 'path')"
    )


def _points_at(field: Any, model: type[models.Model]) -> bool:
    return field.is_relation and field.related_model is model
