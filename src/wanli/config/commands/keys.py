"""``wanli keys``"""

from __future__ import annotations

import click

from wanli.config.running import as_json, report, working


@click.group()
def command() -> None:
    """The keys of encrypted fields."""


@command.command()
@as_json
def rotate(as_json: bool) -> None:
    """Make a new key and put every encrypted field under it, while Wanli runs."""
    with working():
        from wanli.domains.people.operations.rotate_keys import add_key, reseal

        ring = add_key()
        done = reseal()
    report(
        {"active": ring.active, "resealed": done},
        as_json=as_json,
        lines=[f"Key {ring.active} is active; {done} values sealed under it."],
    )
