"""What the tests of rosters share: take a file in, enter it, ask what came of it."""

from __future__ import annotations

import io
from typing import Any

import xlsxwriter

from wanli.domains.ledger.queries import figures
from wanli.domains.people.models import Roster
from wanli.domains.people.operations.import_roster import run, take_in
from wanli.domains.places.models import Place
from wanli.kernel.access import Access

SYSTEM = Access.system()


def take(place: Place, content: bytes, name: str, *, create: bool = True) -> Roster:
    return take_in(
        access=SYSTEM, label=place.label, content=content, file_name=name, create_places=create
    )


def enter(place: Place, content: bytes, name: str, *, create: bool = True) -> Roster:
    return run(access=SYSTEM, roster_id=take(place, content, name, create=create).pk)


def counts(roster: Roster) -> dict[str, int]:
    return {kind: n for kind, n in roster.summary["counts"].items() if n}


def residents(place: Place) -> int:
    return next((f.stock for f in figures(labels=[place.label], measures=["residents"])), 0)


def sentences(roster: Roster) -> str:
    return " ".join(
        message.format(**params)
        for rows in roster.summary["rows"].values()
        for row in rows
        for message, params in row["problems"]
    )


def book(rows: list[list[Any]]) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as made:
        page = made.add_worksheet()
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
    return stream.getvalue()
