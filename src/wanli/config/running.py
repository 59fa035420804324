"""What commands share: a database that is up to date, and Django on top of it."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click

from wanli.config.options import Options, load
from wanli.config.postgres import Server, set_up
from wanli.config.schema import migrate


def own_server(options: Options) -> Server | None:
    """The server Wanli brings along; None when the installation has one of its own."""
    return None if options.database_url else Server(options.data / "postgres")


def database_ready(options: Options) -> bool:
    """Start our server if there is one and set it up; returns whether this call started it."""
    server = own_server(options)
    if server is None:
        return False
    started = server.start()
    set_up(server)
    return started


def django_ready() -> None:
    """Django, set up on the options in force."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wanli.config.settings")
    import django

    django.setup(set_prefix=False)


def schema_ready() -> None:
    """Django, and the schema brought up to date, as the owner."""
    django_ready()
    migrate()


@contextmanager
def working(*, as_system: bool = True, looking: bool = False) -> Iterator[Options]:
    """A database that runs for the block, Django, and the system's scope.

    The schema is brought up to date, unless one is only ``looking``. A server that this block
    had to start is stopped again.
    """
    options = load()
    started = database_ready(options)
    try:
        (django_ready if looking else schema_ready)()
        from wanli.ground.acting import acting
        from wanli.kernel.scope import EVERYTHING, NOTHING

        with acting(EVERYTHING if as_system else NOTHING):
            yield options
    finally:
        from django.db import connections

        connections.close_all()
        server = own_server(options)
        if started and server:
            close_pools()
            server.stop()


def close_pools() -> None:
    """Give back every pooled connection."""
    from django.db import connections

    for connection in connections.all(initialized_only=True):
        close = getattr(connection, "close_pool", None)
        connection.close()
        if close:
            close()


def report(value: Any, *, as_json: bool, lines: list[str]) -> None:
    """Say it: for a machine, or for a person."""
    if as_json:
        click.echo(json.dumps(value, ensure_ascii=False, default=str))
    else:
        for line in lines:
            click.echo(line)


as_json = click.option("--json", "as_json", is_flag=True, help="Report as JSON.")
