"""``wanli worker``"""

from __future__ import annotations

import click

from wanli.config.running import django_ready


@click.command()
@click.option("--concurrency", default=2, show_default=True, help="Jobs at the same time.")
def command(concurrency: int) -> None:
    """Run the job worker alone."""
    django_ready()
    from django.core.management import call_command

    call_command("procrastinate", "worker", concurrency=concurrency)
