"""Prove that the books and the records agree."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from wanli.domains.ledger.registry import Measure, measures

LISTED = 1000
"""At most so many differences are listed a measure; all of them are counted."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A record that the books count otherwise than the records themselves do."""

    measure: str
    source: str
    path: str
    books: int
    records: int


@dataclass(frozen=True, slots=True)
class Result:
    """What was compared, and every difference found."""

    measures: dict[str, int]
    """Records counted, by measure."""
    entries: int
    differences: list[Difference]

    @property
    def agrees(self) -> bool:
        return not self.differences


def reconcile() -> Result:
    """Recount every measure from its records and compare, record by record.

    Each comparison is one statement and so sees one snapshot: it is exact while others write.

    Then compare the folded balances and the tail with the entries, place by place. Needs the
    system's scope. A difference is a bug.
    """
    counted: dict[str, int] = {}
    differences: list[Difference] = []
    with transaction.atomic(), connection.cursor() as cursor:
        for measure in measures().values():
            cursor.execute(f"SELECT count(*) FROM ({measure.counted}) AS records")
            counted[measure.key] = _number(cursor)
            differences += _against_records(cursor, measure)
        differences += _against_entries(cursor)
        cursor.execute("SELECT count(*) FROM ledger_entry")
        entries = _number(cursor)
    return Result(measures=counted, entries=entries, differences=differences)


def _number(cursor: Any) -> int:
    return int(cursor.fetchone()[0])


def _against_records(cursor: Any, measure: Measure) -> list[Difference]:
    cursor.execute(
        f"""WITH records AS (
            SELECT source, path::text AS path, count(*) AS n
            FROM ({measure.counted}) AS r (source, path) GROUP BY source, path
        ), books AS (
            SELECT source, path::text AS path, sum(delta) AS n
            FROM ledger_entry WHERE measure = %(measure)s
            GROUP BY source, path HAVING sum(delta) <> 0
        )
        SELECT source::text, path, COALESCE(b.n, 0), COALESCE(r.n, 0)
        FROM books b FULL JOIN records r USING (source, path)
        WHERE COALESCE(b.n, 0) <> COALESCE(r.n, 0) ORDER BY path, source LIMIT %(listed)s""",
        {"measure": measure.key, "listed": LISTED},
    )
    return [Difference(measure.key, *row) for row in cursor.fetchall()]


def _against_entries(cursor: Any) -> list[Difference]:
    cursor.execute(
        """WITH entries AS (
            SELECT above.label, e.measure, sum(e.delta) AS n
            FROM (SELECT path, measure, sum(delta) AS delta FROM ledger_entry
                  GROUP BY path, measure) AS e
            CROSS JOIN LATERAL unnest(string_to_array(e.path::text, '.')) AS above (label)
            JOIN places_place p ON p.label = above.label
            GROUP BY above.label, e.measure
        ), waiting AS (
            SELECT above.label, t.measure, sum(t.delta) AS n FROM ledger_tail t
            CROSS JOIN LATERAL unnest(string_to_array(t.path::text, '.')) AS above (label)
            GROUP BY above.label, t.measure
        ), balances AS (
            SELECT label, measure, sum(n) AS n FROM (
                SELECT label, measure, net AS n FROM ledger_stock
                UNION ALL SELECT label, measure, n FROM waiting
            ) AS parts JOIN places_place p USING (label) GROUP BY label, measure
        ), days AS (
            SELECT label, measure, sum(n) AS n FROM (
                SELECT label, measure, net AS n FROM ledger_day
                UNION ALL SELECT label, measure, n FROM waiting
            ) AS parts JOIN places_place p USING (label) GROUP BY label, measure
        )
        SELECT measure, label, COALESCE(b.n, 0), COALESCE(e.n, 0), COALESCE(d.n, 0)
        FROM entries e FULL JOIN balances b USING (label, measure)
        FULL JOIN days d USING (label, measure)
        WHERE COALESCE(b.n, 0) <> COALESCE(e.n, 0) OR COALESCE(d.n, 0) <> COALESCE(e.n, 0)
        ORDER BY 1, 2 LIMIT %(listed)s""",
        {"listed": LISTED},
    )
    return [
        Difference(
            measure,
            "balance",
            label,
            int(books if books != entries else days),
            int(entries),
        )
        for measure, label, books, entries, days in cursor.fetchall()
    ]
