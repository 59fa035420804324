"""``wanli purge``"""

from __future__ import annotations

import click

from wanli.config.running import as_json, report, working


@click.command()
@click.option("--dry-run", is_flag=True, help="Count what is past its term, and delete nothing.")
@as_json
def command(dry_run: bool, as_json: bool) -> None:
    """Delete what is past its term, by the plan in force; the worker does it every night."""
    with working():
        from wanli.domains.privacy.operations.purge import purge
        from wanli.kernel.access import Access

        done = purge(access=Access.system(), dry_run=dry_run)
    verb = "past their term" if dry_run else "deleted"
    lines = [f"{key}: {n} records {verb}" for key, n in done.counts.items()]
    report(
        {"dry_run": dry_run, "records": done.counts, "stray_files": done.stray_files},
        as_json=as_json,
        lines=lines or ["Nothing is past its term."],
    )
