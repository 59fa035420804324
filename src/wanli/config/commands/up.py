"""``wanli up``"""

from __future__ import annotations

import logging

import click

from wanli.config.commands._serving import listen_on, listening, serve
from wanli.config.detached import AlreadyRunning
from wanli.config.options import load
from wanli.config.running import as_json, report


def announce(url: str, *, as_json: bool) -> None:
    """Say where the site is."""
    report({"url": url}, as_json=as_json, lines=[f"Wanli is ready: {url}"])


@click.command()
@listening
@as_json
def command(host: str | None, port: int | None, detach: bool, as_json: bool) -> None:
    """Run Wanli: database, web, worker and folder under one parent."""
    listen_on(host, port)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    options = load()
    try:
        serve(options, lambda url: announce(url, as_json=as_json), detach=detach)
    except AlreadyRunning:
        raise click.ClickException(f"Wanli already runs on {options.data}.") from None
