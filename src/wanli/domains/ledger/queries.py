"""Reading the books."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

from django.db import connection

from wanli.domains.ledger.registry import measures as known_measures
from wanli.domains.ledger.sqlfiles import sql
from wanli.kernel import clock

Which = Literal["stock", "plus", "minus"]


@dataclass(frozen=True, slots=True)
class Figure:
    """Stock at the end of a day, and what came and went on it, at one place and below."""

    label: str
    path: str
    measure: str
    stock: int
    plus: int
    minus: int


def figures(
    *,
    labels: Sequence[str] | None = None,
    children_of: str | None = None,
    measures: Iterable[str] | None = None,
    day: date | None = None,
) -> list[Figure]:
    """Exact figures of the places named, or of all standing children of one place (by label).

    ``day``: as the books stood at its end; the present when not given. Every place asked for
    appears with every measure, zeros included. One query. Places out of scope do not appear.
    """
    if (labels is None) == (children_of is None):
        raise ValueError("name either labels or children_of")
    places = (
        "label = ANY (%(labels)s::text[])"
        if labels is not None
        else "parent_id = (SELECT id FROM places_place WHERE label = %(parent)s)"
        " AND retired_on IS NULL"
    )
    parameters = {
        "labels": list(labels or ()),
        "parent": children_of,
        "measures": list(known_measures() if measures is None else measures),
        "day": day,
        "on": day or clock.today(),
    }
    with connection.cursor() as cursor:
        cursor.execute(sql("figures").format(places=places), parameters)
        return [Figure(*row) for row in cursor.fetchall()]


def series(*, label: str, measure: str, first: date, last: date) -> list[Figure]:
    """The figures of one place and measure, a row for each day from ``first`` to ``last``."""
    days = [date.fromordinal(n) for n in range(first.toordinal(), last.toordinal() + 1)]
    return [f for d in days for f in figures(labels=[label], measures=[measure], day=d)]


def increments(*, label: str, measure: str, first: date, last: date) -> list[tuple[date, int, int]]:
    """What came and what went at one place on each day from ``first`` to ``last``. One query."""
    given: dict[str, str | date] = {
        "label": label,
        "measure": measure,
        "first": first,
        "last": last,
        "below": f"*.{label}.*",
    }
    with connection.cursor() as cursor:
        cursor.execute(sql("increments"), given)
        return [(day, int(plus), int(minus)) for day, plus, minus in cursor.fetchall()]


def sources(
    *, path: str, measure: str, which: Which = "stock", day: date | None = None
) -> list[UUID]:
    """The records behind a figure: those in stock, or those that came or went on the day.

    The path may be one that the place has left since: entries keep the tree of their day.
    """
    label = path.rsplit(".", 1)[-1]
    on = day or clock.today()
    if which == "stock":
        condition = "" if day is None else "AND day <= %(on)s"
        having = "HAVING sum(delta) > 0"
    else:
        condition = (
            f"AND day = %(on)s AND kind <> 't' AND delta {'>' if which == 'plus' else '<'} 0"
        )
        having = ""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""SELECT source FROM ledger_entry
            WHERE measure = %(measure)s AND path ~ %(below)s::lquery {condition}
            GROUP BY source {having} ORDER BY source""",
            {"measure": measure, "below": f"*.{label}.*", "on": on},
        )
        return [source for (source,) in cursor.fetchall()]


def held_at(paths: Iterable[str]) -> dict[str, dict[str, list[UUID]]]:
    """At which of exactly these paths the books hold anything: by measure, the records. One query
    for all of them, for it reads every entry."""
    found: dict[str, dict[str, list[UUID]]] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT path::text, measure, array_agg(source) FROM (
                SELECT path, measure, source FROM ledger_entry WHERE path = ANY (%s::ltree[])
                GROUP BY path, measure, source HAVING sum(delta) <> 0
            ) AS held GROUP BY path, measure""",
            [list(paths)],
        )
        for path, measure, records in cursor.fetchall():
            found.setdefault(path, {})[measure] = records
    return found
