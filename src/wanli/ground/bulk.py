"""Many rows at once.

COPY is refused on tables under row-level security, so rows are copied into a temporary table and
inserted from there: policies, constraints and triggers apply as to any other insert.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, models
from psycopg import sql


def insert_many(
    model: type[models.Model],
    fields: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    or_ignore: bool = False,
) -> int:
    """Insert ``rows``, each a value for each of ``fields``; returns how many were inserted.

    In the caller's transaction. Defaults of the model do not apply: every column without a
    database default must be given. ``or_ignore`` skips rows that break a unique constraint.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("many rows are inserted in a transaction")
    table = sql.Identifier(model._meta.db_table)
    names = [str(model._meta.get_field(name).column) for name in fields]  # type: ignore[union-attr]
    columns = sql.SQL(", ").join(sql.Identifier(name) for name in names)
    draft = sql.Identifier(f"draft_{model._meta.db_table}")
    ignore = sql.SQL("ON CONFLICT DO NOTHING" if or_ignore else "")
    with connection.wrap_database_errors, connection.cursor() as wrapper:
        cursor: Any = wrapper.cursor
        cursor.execute(
            sql.SQL("CREATE TEMP TABLE {} ON COMMIT DROP AS SELECT {} FROM {} LIMIT 0").format(
                draft, columns, table
            )
        )
        with cursor.copy(sql.SQL("COPY {} FROM STDIN").format(draft)) as copy:
            for row in rows:
                copy.write_row(row)
        cursor.execute(
            sql.SQL("INSERT INTO {} ({}) SELECT * FROM {} {}").format(table, columns, draft, ignore)
        )
        inserted = int(cursor.rowcount)
        cursor.execute(sql.SQL("DROP TABLE {}").format(draft))
    return inserted
