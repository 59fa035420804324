"""What a merge of places writes, seen by comparing rows before and after: in every table that has
places, also in those that were added to Wanli since this was written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connection, models
from pghistory.models import Event

from wanli.domains.ledger.mergers import Exchange
from wanli.domains.ledger.models import PlaceMerge
from wanli.ground.rowsecurity import scoped_columns

UNTOLD = ("updated_at",)
"""Columns that say nothing of what a row is; sealed ones (``*_cipher``) are left out besides."""


@dataclass(frozen=True, slots=True)
class Watched:
    """A table whose rows belong to places."""

    model: type[models.Model]
    table: str
    key: str
    paths: tuple[str, ...]

    def said(self, alias: str, *, without: Sequence[str] = ()) -> str:
        """SQL for what a row says, as jsonb: ids of places instead of paths."""
        sealed = [
            field.column
            for field in self.model._meta.concrete_fields
            if isinstance(field, models.BinaryField)
        ]
        left = ", ".join(f"'{name}'" for name in (*UNTOLD, *sealed, *self.paths, *without))
        places = ", ".join(
            f"'{path}', (SELECT p.id FROM places_place p WHERE p.path = {alias}.{path})"
            for path in self.paths
        )
        return f"(to_jsonb({alias}) - ARRAY[{left}]) || jsonb_build_object({places})"

    def at(self, alias: str) -> str:
        """SQL: whether a row lies exactly at one of the places given as ``paths``."""
        return " OR ".join(f"{alias}.{path} = ANY (%(paths)s::ltree[])" for path in self.paths)


def watched() -> Iterator[Watched]:
    """Every table with a place, but for the places, the books, and histories."""
    found: dict[str, list[str]] = defaultdict(list)
    for table, column in scoped_columns():
        found[table].append(column)
    for model in apps.get_models():
        table, key = model._meta.db_table, model._meta.pk
        if issubclass(model, Event) or table.startswith(("places_", "ledger_")):
            continue
        if table in found:
            yield Watched(model, table, str(key.column), tuple(found[table]))


class Trace:
    """Rows exactly at these paths, as they are now. In one transaction, with all in scope."""

    def __init__(self, paths: Sequence[str]) -> None:
        self.given: dict[str, Any] = {"paths": list(paths)}
        with connection.cursor() as cursor:
            cursor.execute(
                "CREATE TEMPORARY TABLE merging (source text, key text, said jsonb,"
                " PRIMARY KEY (source, key)) ON COMMIT DROP"
            )
            for one in watched():
                cursor.execute(
                    f"INSERT INTO merging SELECT '{one.table}', t.{one.key}::text, {one.said('t')}"
                    f" FROM {one.table} t WHERE {one.at('t')}",
                    self.given,
                )

    def keep(self, merge: PlaceMerge) -> None:
        """Put down what has changed since; of exchanged columns the merge itself knows."""
        exchanged: dict[str, set[str]] = defaultdict(set)
        for table, _one, _other, columns, _digest in merge.exchanges:
            exchanged[table].update(columns)
        given: dict[str, Any] = self.given | {"merge": merge.pk, "path": merge.path}
        with connection.cursor() as cursor:
            for one in watched():
                said = one.said("t", without=sorted(exchanged[one.table]))
                cursor.execute(_changed(one, said), given)
                cursor.execute(_made(one, said), given)
                cursor.execute(_deleted(one), given)
            cursor.execute("DROP TABLE merging")


INTO = 'INSERT INTO ledger_mergedrow (merge_id, path, "table", row, before, after)'


def _changed(one: Watched, said: str) -> str:
    """A row whose columns differ from what they were; only those columns."""
    return f"""{INTO}
        SELECT %(merge)s, %(path)s, m.source, m.key, d.before, d.after
        FROM merging m JOIN {one.table} t ON t.{one.key}::text = m.key
        CROSS JOIN LATERAL (
            SELECT jsonb_object_agg(n.key, m.said -> n.key) AS before,
                   jsonb_object_agg(n.key, n.value) AS after
            FROM jsonb_each({said}) n WHERE n.value IS DISTINCT FROM m.said -> n.key
        ) d
        WHERE m.source = '{one.table}' AND d.before IS NOT NULL"""


def _made(one: Watched, said: str) -> str:
    return f"""{INTO}
        SELECT %(merge)s, %(path)s, '{one.table}', t.{one.key}::text, NULL, {said}
        FROM {one.table} t WHERE ({one.at("t")}) AND NOT EXISTS (
            SELECT FROM merging m WHERE m.source = '{one.table}' AND m.key = t.{one.key}::text)"""


def _deleted(one: Watched) -> str:
    return f"""{INTO}
        SELECT %(merge)s, %(path)s, m.source, m.key, m.said, '{{}}'
        FROM merging m WHERE m.source = '{one.table}'
            AND NOT EXISTS (SELECT FROM {one.table} t WHERE t.{one.key}::text = m.key)"""


def exchange(told: Exchange) -> list[object]:
    """Exchange what two rows say; returns how the merge remembers it."""
    swap(told.table, told.one, told.other, told.columns)
    digest = digest_of(told.table, told.one, told.other, told.columns)
    return [told.table, str(told.one), str(told.other), list(told.columns), digest]


def swap(table: str, one: UUID | str, other: UUID | str, columns: Sequence[str]) -> None:
    """Give each of two rows what these columns of the other one say."""
    into = ", ".join(columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} t SET ({into}) = (SELECT {into} FROM {table} o"
            " WHERE o.id IN (%(one)s, %(other)s) AND o.id <> t.id)"
            " WHERE t.id IN (%(one)s, %(other)s)",
            {"one": one, "other": other},
        )


def digest_of(table: str, one: UUID | str, other: UUID | str, columns: Sequence[str]) -> str:
    """A hash of what these columns of both rows say."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT encode(sha256(convert_to(string_agg(ROW({', '.join(columns)})::text, ''"
            f" ORDER BY id), 'UTF8')), 'hex') FROM {table} WHERE id IN (%s, %s)",
            [one, other],
        )
        return str(cursor.fetchone()[0])
