"""``wanli import``"""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from wanli.config.running import as_json, report, working

if TYPE_CHECKING:
    from wanli.domains.places.access import Place

MAPS = {".geojson", ".json"}
CHANGE = ("field", "old", "new")
TOP_DOWN = ("district", "subdistrict", "area", "compound")


def _place(names: str, *, create: bool) -> Place:
    """The place with this label, or at the end of these names from the top down."""
    from wanli.domains.places.operations.add import add_place
    from wanli.domains.places.queries import by_label, child_named
    from wanli.kernel.access import Access

    found = by_label(names)
    if found:
        return found
    at: Place | None = None
    for kind, name in zip(TOP_DOWN, names.split("/"), strict=False):
        below = child_named(at, name)
        if below is None:
            if not create:
                raise click.ClickException(
                    f"There is no {kind} called {name}. Give --create to make it."
                )
            below = add_place(
                access=Access.system(), parent=at.label if at else "", kind=kind, name=name
            )
        at = below
    assert at is not None
    return at


@click.command()
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False)
)
@click.option(
    "--at",
    required=True,
    help="Where the people live: a place's label, or names from the district down to the"
    " compound, with slashes between them.",
)
@click.option("--create", is_flag=True, help="Make places that do not stand yet, doors included.")
@click.option("--preview", is_flag=True, help="Say what would happen; enter nothing.")
@click.option(
    "--refused",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    help="Folder for the workbooks with refused rows.",
)
@click.option(
    "--datum",
    type=click.Choice(["WGS-84", "GCJ-02"]),
    default=None,
    help="Datum that map files were drawn in; the setting map_datum when not given.",
)
@as_json
def command(
    files: tuple[Path, ...],
    at: str,
    create: bool,
    preview: bool,
    refused: Path,
    datum: str | None,
    as_json: bool,
) -> None:
    """Import rosters of people (xlsx, xls, ods or csv, in any layout) and maps (GeoJSON)."""
    results: list[dict[str, Any]] = []
    failed = False
    with working() as options:
        from django.db import transaction

        from wanli.kernel.errors import Refused

        with transaction.atomic():
            place = _place(at, create=create)
        for file in files:
            try:
                if file.suffix.lower() in MAPS:
                    drawn_in = datum or options.map_datum
                    results.append(_map(file, place.label, drawn_in, preview=preview))
                else:
                    results.append(_one(file, place.label, create, preview, refused, quiet=as_json))
            except Refused as wrong:
                failed = True
                results.append({"file": str(file), "error": str(wrong)})
    lines = [
        f"{one['file']}: {one['error']}"
        if "error" in one
        else f"{one['file']}: "
        + ", ".join(f"{kind} {n}" for kind, n in one["counts"].items())
        + (f"; {one['seconds']} s" if "seconds" in one else "")
        + (f"; {one['warning']}" if one.get("warning") else "")
        + (f"; mend and hand in again: {one['refused']}" if one.get("refused") else "")
        for one in results
    ]
    lines += [_told(row) for one in results for row in one.get("changed", ())]
    report(results, as_json=as_json, lines=lines)
    if failed:
        raise SystemExit(1)


def _map(file: Path, label: str, datum: str, *, preview: bool) -> dict[str, Any]:
    """Draw what matches; list what does not, to be placed by hand on the map's page."""
    from wanli.domains.places.maps import shapes_of
    from wanli.domains.places.operations.import_map import cancel_map, take_in_map, write_map
    from wanli.kernel.access import Access

    access = Access.system()
    sheet = take_in_map(
        access=access,
        label=label,
        content=file.read_bytes(),
        file_name=file.name,
        datum=datum,
    )
    shapes = shapes_of(sheet.pk)
    left = [one for one in shapes if one.place_id is None]
    found: dict[str, Any] = {
        "file": str(file),
        "counts": {"matched": len(shapes) - len(left), "unmatched": len(left)},
        "unmatched": [
            {"number": one.number, "name": one.name, "reason": one.reason} for one in left
        ],
    }
    if sheet.drift_metres:
        likely = "; the datum looks wrong" if sheet.drift_like_datum else ""
        found["warning"] = f"{sheet.drift_metres} m off the present map{likely}"
    if preview:
        cancel_map(access=access, sheet_id=sheet.pk)
    elif len(left) < len(shapes):
        found["entered"] = write_map(access=access, sheet_id=sheet.pk)
    return found


def _one(
    file: Path, label: str, create: bool, preview: bool, folder: Path, *, quiet: bool
) -> dict[str, Any]:
    from wanli.domains.people.operations.import_roster import (
        LANES,
        cancel,
        read_in,
        refuse_large_file,
        run,
    )
    from wanli.domains.people.queries import refused_rows
    from wanli.kernel.access import Access

    access = Access.system()
    began = time.monotonic()
    refuse_large_file(file.stat().st_size)
    roster, reading = read_in(
        access=access,
        label=label,
        content=file.read_bytes(),
        file_name=file.name,
        create_places=create,
    )
    found: dict[str, Any] = {"file": str(file), "counts": roster.summary["counts"]}
    if preview:
        found["changed"] = _changed(roster.summary)
        cancel(access=access, roster_id=roster.pk)
        return found
    with click.progressbar(
        length=roster.total,
        label=file.name,
        hidden=quiet,
        show_pos=True,
        item_show_func=lambda rate: rate,
    ) as bar:
        start = time.monotonic()

        def show(done: int, _total: int) -> None:
            bar.update(done - bar.pos, f"{done / (time.monotonic() - start):,.0f}/s")

        roster = run(
            access=access, roster_id=roster.pk, progress=show, lanes=LANES, reading=reading
        )
    found["entered"] = roster.summary["entered"]
    found["seconds"] = round(time.monotonic() - began, 1)
    book = refused_rows(roster)
    if book:
        folder.mkdir(parents=True, exist_ok=True)
        target = folder / f"{file.stem}.refused.xlsx"
        target.write_bytes(book)
        found["refused"] = str(target)
    return found


def _changed(summary: dict[str, Any]) -> list[dict[str, Any]]:
    """From what to what, for each of the first rows that change something; masked."""
    return [
        {key: row[key] for key in ("sheet", "row", "name")}
        | {"changes": [dict(zip(CHANGE, told, strict=True)) for told in row["changes"]]}
        for row in summary["rows"]["changed"]
    ]


def _told(row: dict[str, Any]) -> str:
    said = (
        f"{one['field']} {', '.join(one['old']) or '-'} -> {', '.join(one['new'])}"
        for one in row["changes"]
    )
    return f"  {row['sheet']} row {row['row']} {row['name']}: {'; '.join(said)}"
