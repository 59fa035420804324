"""``wanli demo``"""

from __future__ import annotations

import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from random import Random
from typing import Any

import click

from wanli.config.children import preload
from wanli.config.commands._serving import listen_on, listening, serve
from wanli.config.detached import AlreadyRunning, running_state
from wanli.config.options import Options, load
from wanli.config.postgres import DATABASE
from wanli.config.running import as_json, database_ready, own_server, report, working

LOADING = "demo-loading"
"""Stands in the data folder while the demo is being loaded, in several transactions."""
LANES = 2
MARK = "# This folder holds the demo subdistrict: nothing in it is real.\ndemo = true\n"


class NotADemo(Exception):
    """The data folder has places that the demo did not put there."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """Whom one can be in the demo; links are paths."""

    personas: list[dict[str, str]]
    resident: dict[str, str] | None
    """A home under observation: its link, and the birthday that opens it."""


def prepare(scale: str) -> Prepared:
    """Fill the data folder at first use; returns the personas with the paths that sign them in."""
    with working() as options:
        from django.db import transaction

        from wanli.demo import load as demo
        from wanli.demo.pictured import take_pictures
        from wanli.demo.resident import resident
        from wanli.domains.accounts.queries import posts_of, users_by_name
        from wanli.domains.places.queries import any_place, names
        from wanli.kernel.access import Access
        from wanli.web.desk.account.demo_links import link_for

        with transaction.atomic():
            empty = not any_place()
        if empty:
            (options.data / LOADING).touch()
            demo.load(scale, lanes=LANES, entered=_analyze)
            take_pictures(Access.system(), Random(19))
            _analyze()
            (options.data / LOADING).unlink()
        with transaction.atomic():
            users = users_by_name([persona.key for persona in demo.PERSONAS])
            if not users:
                raise NotADemo
            posts = {persona.key: posts_of(users[persona.key].pk)[0] for persona in demo.PERSONAS}
            places = names(post.path for post in posts.values())
            home = resident()
        personas = [
            {
                "key": key,
                "name": users[key].name,
                "role": post.role,
                "place": places[post.path],
                "link": link_for(users[key].pk),
            }
            for key, post in posts.items()
        ]
        return Prepared(personas, home)


def _analyze() -> None:
    """Have the planner see who came in: it would read everybody for each of the hundreds of
    things that happened to one of them since. And, in the end, what happened: it would take the
    tables for empty until the server looked by itself."""
    from django.db import connections

    with connections["owner"].cursor() as cursor:
        cursor.execute("ANALYZE")


def _begin_again(options: Options) -> None:
    """Empty the database of a demo whose loading was interrupted: nothing in it is real."""
    server = own_server(options)
    if server is None:
        raise click.ClickException(
            "Loading the demo was interrupted: empty its database, delete"
            f" {options.data / LOADING} and start again."
        )
    server.start()
    with server.connect() as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
    (options.data / LOADING).unlink()


def prepared(options: Options, scale: str) -> Prepared:
    """``prepare`` in a process of its own: the parent that forks web and worker holds no
    connection. Leaves the database running for them, unless it fails."""
    if (options.data / LOADING).exists():
        _begin_again(options)
    started = database_ready(options)
    try:
        preload()
        with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("fork")) as apart:
            return apart.submit(prepare, scale).result()
    except BaseException:
        server = own_server(options)
        if server and started:
            server.stop()
        raise


@click.command()
@listening
@click.option(
    "--scale",
    type=click.Choice(["full", "small"]),
    default="full",
    show_default=True,
    help="A whole subdistrict of 80,000 people, or one small enough to overlook.",
)
@click.option(
    "--alive", is_flag=True, help="Let it move by itself: visits, people coming and going."
)
@as_json
def command(
    host: str | None, port: int | None, detach: bool, scale: str, alive: bool, as_json: bool
) -> None:
    """Run Wanli on a made-up subdistrict; prints a sign-in link for each persona."""
    listen_on(host, port)
    if alive:
        os.environ["WANLI_ALIVE"] = "1"
    options = load()
    options.data.mkdir(parents=True, exist_ok=True)
    settings_file = options.data / "wanli.toml"
    if not settings_file.exists():
        settings_file.write_text(MARK, encoding="utf-8")
    options = load()
    if not options.demo:
        raise click.ClickException(
            f"{options.data} is not a demo: choose another data folder with --data."
        )
    if not as_json:
        click.echo("Preparing the demo subdistrict; the first time takes about a minute ...")
    try:
        ready = prepared(options, scale)
    except NotADemo:
        raise click.ClickException(
            f"{options.data} already holds places of its own: choose another with --data."
        ) from None

    def announce(url: str) -> None:
        linked: list[dict[str, Any]] = [
            persona | {"link": url + persona["link"]} for persona in ready.personas
        ]
        lines = [f"Wanli is ready: {url}", "", "Sign in as:"]
        for persona in linked:
            lines += [f"  {persona['role']:<22} {persona['name']}  {persona['place']}"]
            lines += [f"    {persona['link']}"]
        said: dict[str, Any] = {"url": url, "personas": linked}
        if home := ready.resident:
            said["resident"] = home | {"link": url + home["link"]}
            lines += ["", "A home under observation reports by:"]
            lines += [f"  {home['place']}  birthday {home['birthday']}", f"    {url}{home['link']}"]
        report(said, as_json=as_json, lines=lines)

    try:
        serve(options, announce, detach=detach)
    except AlreadyRunning:
        state = running_state(options.data) or {}
        announce(str(state.get("url", "")))
