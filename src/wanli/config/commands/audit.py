"""``wanli audit``"""

from __future__ import annotations

from dataclasses import asdict

import click

from wanli.config.running import as_json, report, working


@click.group()
def command() -> None:
    """The sealed log of who did and saw what."""


@command.command()
@as_json
def verify(as_json: bool) -> None:
    """Check the daily seals against what the tables hold. Exits with 1 if one is broken."""
    with working():
        from wanli.domains.audit.operations.seal import verify as check
        from wanli.domains.audit.queries import seals

        broken, last = check(), seals(limit=1)
    lines = [f"{b.day}: {', '.join(b.tables) or 'the chain itself'} does not fit" for b in broken]
    sealed = f"sealed up to {last[0].day}" if last else "nothing sealed yet"
    lines.append(f"{len(broken)} broken, {sealed}.")
    value = {"broken": [asdict(b) for b in broken], "sealed_up_to": last[0].day if last else None}
    report(value, as_json=as_json, lines=lines)
    if broken:
        raise SystemExit(1)


@command.command()
@as_json
def seal(as_json: bool) -> None:
    """Seal every day that is over."""
    with working():
        from wanli.domains.audit.operations.seal import seal_due_days

        days = [made.day.isoformat() for made in seal_due_days()]
    report({"sealed": days}, as_json=as_json, lines=[f"{len(days)} days sealed."])
