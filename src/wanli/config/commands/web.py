"""``wanli web``"""

from __future__ import annotations

import click

from wanli.config.children import web


@click.command()
@click.option("--fd", type=int, default=None, help="Serve an inherited socket.")
def command(fd: int | None) -> None:
    """Run the web server alone."""
    web(fd=fd)
