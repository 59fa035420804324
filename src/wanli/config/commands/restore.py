"""``wanli restore``"""

from __future__ import annotations

from pathlib import Path

import click

from wanli.config import backup
from wanli.config.commands.backup import PASSPHRASE
from wanli.config.options import load
from wanli.config.running import as_json, database_ready, own_server, report, working


@click.command()
@click.argument("source", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option(
    "--passphrase", envvar=PASSPHRASE, prompt=True, hide_input=True, help=f"Or in {PASSPHRASE}."
)
@as_json
def command(source: Path, passphrase: str, as_json: bool) -> None:
    """Restore a backup into an empty data folder and prove that it is whole.

    With a PostgreSQL of your own the rows go into the database of WANLI_DATABASE_URL and
    WANLI_DATABASE_OWNER_URL: prepared, and empty.
    """
    options = load()
    options.data.mkdir(parents=True, exist_ok=True)
    if (options.data / "keys.json").exists() or (options.data / "postgres" / "cluster").exists():
        raise click.ClickException(f"{options.data} is in use; restore into an empty folder.")
    try:
        backup.check(source, passphrase)
        if options.database_url:
            backup.refuse_unfit(backup.owner_conninfo(options))
    except backup.BadBackup as failed:
        raise click.ClickException(str(failed)) from None
    started = database_ready(options)
    try:
        rows = backup.read(options, source, passphrase)
        found = backup.row_counts(backup.owner_conninfo(options))
    except backup.BadBackup as failed:
        raise click.ClickException(str(failed)) from None
    finally:
        server = own_server(options)
        if started and server:
            server.stop()
    different = {
        table: [n, found.get(table, 0)] for table, n in rows.items() if found.get(table) != n
    }
    with working():
        from wanli.domains.ledger.operations.reconcile import reconcile

        books = reconcile()
    value = {
        "rows": sum(found.values()),
        "different": different,
        "differences": len(books.differences),
    }
    lines = [f"{value['rows']} rows restored."]
    lines += [f"{table}: {n} in the backup, {m} restored" for table, (n, m) in different.items()]
    lines += [f"{len(books.differences)} differences between books and records."]
    report(value, as_json=as_json, lines=lines)
    if different or books.differences:
        raise SystemExit(1)
