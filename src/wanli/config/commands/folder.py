"""``wanli folder``"""

from __future__ import annotations

import click

from wanli.config.children import folder


@click.command()
def command() -> None:
    """Run the folder alone: keeps balances up to date as entries come in."""
    folder()
