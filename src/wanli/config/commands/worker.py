"""``wanli worker``"""

from __future__ import annotations

import click

from wanli.config.children import worker


@click.command()
@click.option("--concurrency", default=2, show_default=True, help="Jobs at the same time.")
def command(concurrency: int) -> None:
    """Run the job worker alone."""
    worker(concurrency=concurrency)
