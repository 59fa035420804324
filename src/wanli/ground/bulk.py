"""Many rows in one statement.

COPY is refused on tables under row-level security; ``INSERT ... SELECT FROM unnest`` is not, checks
the policy all the same, and is nearly as fast.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from django.db import connection, models


def insert_many(
    model: type[models.Model],
    fields: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    or_ignore: bool = False,
) -> int:
    """Insert ``rows``, each a value for each of ``fields``; returns how many were inserted.

    Defaults of the model do not apply: every column without a database default must be given.
    ``or_ignore`` skips rows that break a unique constraint.
    """
    given = list(rows)
    if not given:
        return 0
    statement = _statement(model, tuple(fields), or_ignore)
    columns = [list(column) for column in zip(*given, strict=True)]
    with connection.cursor() as cursor:
        cursor.execute(statement, columns)
        return int(cursor.rowcount)


@cache
def _statement(model: type[models.Model], fields: tuple[str, ...], or_ignore: bool) -> str:
    quote = connection.ops.quote_name
    columns, arrays = [], []
    for name in fields:
        field = model._meta.get_field(name)
        assert isinstance(field, models.Field)
        target = field.foreign_related_fields[0] if field.is_relation else field  # type: ignore[attr-defined]
        kind = target.rel_db_type(connection) if field.is_relation else field.db_type(connection)
        columns.append(quote(str(field.column)))
        arrays.append(f"%s::{kind.split('(')[0]}[]")  # type: ignore[union-attr]
    ignore = " ON CONFLICT DO NOTHING" if or_ignore else ""
    table = quote(model._meta.db_table)
    return (
        f"INSERT INTO {table} ({', '.join(columns)})"
        f" SELECT * FROM unnest({', '.join(arrays)}){ignore}"
    )
