"""What ``up`` and ``demo`` share: where to listen, and running there."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any, TypeVar

import click

from wanli.config.detached import NotStarted, start_detached
from wanli.config.options import Options
from wanli.config.supervisor import Supervisor

Command = TypeVar("Command", bound=Callable[..., Any])


def listening(command: Command) -> Command:
    """Give a command the options --host, --port and --detach."""
    for option in (
        click.option(
            "--detach", is_flag=True, help="Return when ready, and go on in the background."
        ),
        click.option(
            "--port", type=int, default=None, help="Port to listen on; 0 takes a free one."
        ),
        click.option("--host", default=None, help="Address to listen on."),
    ):
        command = option(command)
    return command


def listen_on(host: str | None, port: int | None) -> None:
    """Let these overrule the settings, here and in the processes started from here."""
    if host is not None:
        os.environ["WANLI_HOST"] = host
    if port is not None:
        os.environ["WANLI_PORT"] = str(port)


def serve(options: Options, announce: Callable[[str], None], *, detach: bool) -> None:
    """Run, and say where once it answers; with ``detach`` return then.

    ``AlreadyRunning`` is left to the caller; what else fails ends the command.
    """
    try:
        if detach:
            announce(start_detached(options.data, Supervisor(options).run))
        else:
            Supervisor(options).run(announce)
    except NotStarted as failed:
        raise click.ClickException(f"Wanli did not start:\n{failed}") from None
