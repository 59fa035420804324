"""``wanli export``"""

from __future__ import annotations

import os
from pathlib import Path

import click

from wanli.config.running import as_json, report, working


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
        from wanli.ground.tables import write
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
            write(stream, target.suffix[1:], HEADINGS, rows)
    report(
        {"file": str(target), "people": len(rows)},
        as_json=as_json,
        lines=[f"{target}: {len(rows)} people."],
    )
