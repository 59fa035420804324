"""``wanli database``"""

from __future__ import annotations

import click

from wanli.config.postgres import DATABASE, script
from wanli.config.running import as_json, django_ready, report


@click.group()
def command() -> None:
    """A PostgreSQL of your own: what its superuser runs, and the schema."""


@command.command()
@click.option("--name", default=DATABASE, show_default=True, help="The database.")
@as_json
def prepare(name: str, as_json: bool) -> None:
    """Print, for psql, what makes roles, database, extensions and rights; safe to run again."""
    said = script(name)
    report({"script": said}, as_json=as_json, lines=[said])


@command.command()
@as_json
def migrate(as_json: bool) -> None:
    """Bring the schema up to date, as the owner; nothing happens when it is."""
    django_ready()
    from wanli.config.schema import migrate as bring_up_to_date
    from wanli.config.schema import schema_is_current

    current = schema_is_current()
    bring_up_to_date()
    report(
        {"changed": not current},
        as_json=as_json,
        lines=["The schema was up to date." if current else "The schema is up to date now."],
    )
