"""``wanli up``"""

from __future__ import annotations

import logging
import os

import click

from wanli.config import supervisor
from wanli.config.options import load
from wanli.config.running import as_json, report


def announce(url: str, *, as_json: bool) -> None:
    """Say where the site is."""
    report({"url": url}, as_json=as_json, lines=[f"Wanli is ready: {url}"])


@click.command()
@click.option("--host", default=None, help="Address to listen on.")
@click.option("--port", type=int, default=None, help="Port to listen on; 0 takes a free one.")
@click.option("--detach", is_flag=True, help="Return when ready, and go on in the background.")
@as_json
def command(host: str | None, port: int | None, detach: bool, as_json: bool) -> None:
    """Run Wanli: database, web, worker and folder under one parent."""
    if host is not None:
        os.environ["WANLI_HOST"] = host
    if port is not None:
        os.environ["WANLI_PORT"] = str(port)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    options = load()
    try:
        if detach:
            announce(supervisor.start_detached(options), as_json=as_json)
        else:
            supervisor.Supervisor(options).run(lambda url: announce(url, as_json=as_json))
    except supervisor.AlreadyRunning:
        raise click.ClickException(f"Wanli already runs on {options.data}.") from None
    except supervisor.NotStarted as failed:
        raise click.ClickException(f"Wanli did not start:\n{failed}") from None
