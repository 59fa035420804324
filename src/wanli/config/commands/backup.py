"""``wanli backup``"""

from __future__ import annotations

from pathlib import Path

import click

from wanli.config import backup
from wanli.config.running import as_json, report, working

PASSPHRASE = "WANLI_BACKUP_PASSPHRASE"
SHORTEST = 12


@click.command()
@click.argument("target", type=click.Path(path_type=Path, dir_okay=False))
@click.password_option("--passphrase", envvar=PASSPHRASE, help=f"Or in {PASSPHRASE}.")
@as_json
def command(target: Path, passphrase: str, as_json: bool) -> None:
    """Write database, keys and uploads into one encrypted file, while Wanli runs."""
    if len(passphrase) < SHORTEST:
        raise click.ClickException(f"The passphrase needs at least {SHORTEST} characters.")
    with working() as options:
        try:
            result = backup.write(options, target, passphrase)
        except backup.BadBackup as failed:
            raise click.ClickException(str(failed)) from None
    total = sum(result.rows.values())
    report(
        {"file": str(target), "bytes": result.bytes, "rows": total},
        as_json=as_json,
        lines=[f"{target}: {total} rows, {result.bytes} bytes."],
    )
