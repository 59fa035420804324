"""``wanli stop``"""

from __future__ import annotations

import click

from wanli.config.detached import stop_running
from wanli.config.options import load
from wanli.config.running import as_json, report


@click.command()
@as_json
def command(as_json: bool) -> None:
    """Stop a running Wanli, database included."""
    stopped = stop_running(load().data)
    report(
        {"stopped": stopped},
        as_json=as_json,
        lines=["Stopped." if stopped else "Nothing was running."],
    )
