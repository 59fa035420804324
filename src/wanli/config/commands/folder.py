"""``wanli folder``"""

from __future__ import annotations

import click

from wanli.config.running import django_ready


@click.command()
def command() -> None:
    """Run the folder alone: keeps balances up to date as entries come in."""
    django_ready()
    from wanli.config.folder import run

    run()
