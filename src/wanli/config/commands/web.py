"""``wanli web``"""

from __future__ import annotations

import click

from wanli.config.options import load


@click.command()
@click.option("--fd", type=int, default=None, help="Serve an inherited socket.")
def command(fd: int | None) -> None:
    """Run the web server alone."""
    import uvicorn

    options = load()
    uvicorn.run(
        "wanli.config.asgi:application",
        host=options.host,
        port=options.port,
        fd=fd,
        lifespan="off",
        log_level=options.log_level.lower(),
        access_log=False,
        timeout_graceful_shutdown=5,
        proxy_headers=options.https,
    )
