"""``wanli reconcile``"""

from __future__ import annotations

from dataclasses import asdict

import click

from wanli.config.running import as_json, report, working


@click.command()
@as_json
def command(as_json: bool) -> None:
    """Recount every measure from the records and compare it with the books.

    Exits with 1 if they differ anywhere.
    """
    with working():
        from wanli.domains.ledger.operations.reconcile import reconcile

        result = reconcile()
    lines = [f"{key}: {count}" for key, count in result.measures.items()]
    lines += [
        f"DIFFERS {d.measure} {d.path} {d.source}: books {d.books}, records {d.records}"
        for d in result.differences
    ]
    lines.append(
        f"{result.entries} entries, {len(result.measures)} measures: "
        + ("books and records agree." if result.agrees else "books and records DIFFER.")
    )
    report({"agrees": result.agrees, **asdict(result)}, as_json=as_json, lines=lines)
    if not result.agrees:
        raise SystemExit(1)
