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
    """Make a new key, put every encrypted field and its history under it, retire the old key.

    Wanli may run meanwhile.
    """
    with working():
        from wanli.domains.people.operations.rotate_keys import rotate as rotate_keys

        done = rotate_keys()
    retired = ", ".join(map(str, done.retired))
    report(
        {"active": done.active, "resealed": done.resealed, "retired": list(done.retired)},
        as_json=as_json,
        lines=[
            f"Key {done.active} is active; {done.resealed} values sealed under it.",
            "Old keys stay: work that began under them still runs. Rotate again later."
            if done.waiting
            else f"Retired: {retired or 'none'}.",
        ],
    )
