"""``wanli doctor``"""

from __future__ import annotations

from dataclasses import asdict

import click

from wanli.config.running import as_json, report, working


@click.command()
@as_json
def command(as_json: bool) -> None:
    """Look the installation over. Exits with 1 if something is broken."""
    with working(looking=True) as options:
        from wanli.config.doctor import examine

        found = examine(options)
    report(
        [asdict(finding) for finding in found],
        as_json=as_json,
        lines=[f"{one.verdict:>7}  {one.what}: {one.said}" for one in found],
    )
    if any(finding.verdict == "broken" for finding in found):
        raise SystemExit(1)
