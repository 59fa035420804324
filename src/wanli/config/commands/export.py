"""``wanli export``"""

from __future__ import annotations

import csv
import json
import os
from pathlib import Path
from typing import IO

import click

from wanli.config.running import as_json, report, working

FORMULA = ("=", "+", "-", "@", "\t", "\r")


@click.command()
@click.argument("target", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--at", "label", required=True, help="Label of the place whose people are wanted.")
@click.option("--reason", required=True, help="Why; kept in the access log.")
@as_json
def command(target: Path, label: str, reason: str, as_json: bool) -> None:
    """Export a roster in the clear, as xlsx, csv or json by the file's ending."""
    if target.suffix not in (".xlsx", ".csv", ".json"):
        raise click.ClickException("Give the file the ending .xlsx, .csv or .json.")
    with working():
        from wanli.domains.people.operations.export_roster import HEADINGS, export_roster
        from wanli.kernel.access import Access
        from wanli.kernel.errors import Hidden, Refused

        try:
            rows = export_roster(access=Access.system(), label=label, reason=reason)
        except Hidden:
            raise click.ClickException(f"There is no place {label}.") from None
        except Refused as refused:
            raise click.ClickException(str(refused)) from None
        descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as stream:
            WRITERS[target.suffix](stream, HEADINGS, rows)
    report(
        {"file": str(target), "people": len(rows)},
        as_json=as_json,
        lines=[f"{target}: {len(rows)} people."],
    )


def _xlsx(stream: IO[bytes], headings: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(stream, {"strings_to_formulas": False}) as book:
        page = book.add_worksheet()
        for number, row in enumerate([headings, *rows]):
            for column, cell in enumerate(row):
                page.write_string(number, column, cell)


def _csv(stream: IO[bytes], headings: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    import io

    text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="")
    writer = csv.writer(text)
    for row in [headings, *rows]:
        # An apostrophe keeps a spreadsheet program from taking a cell for a formula.
        writer.writerow([f"'{cell}" if cell.startswith(FORMULA) else cell for cell in row])
    text.flush()
    text.detach()


def _json(stream: IO[bytes], headings: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    listed = [dict(zip(headings, row, strict=True)) for row in rows]
    stream.write(json.dumps(listed, ensure_ascii=False, indent=1).encode())


WRITERS = {".xlsx": _xlsx, ".csv": _csv, ".json": _json}
