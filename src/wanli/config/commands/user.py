"""``wanli user``"""

from __future__ import annotations

import secrets

import click

from wanli.config.running import as_json, report, working


@click.group()
def command() -> None:
    """People who sign in."""


@command.command()
@click.argument("username")
@click.argument("name")
@click.option("--role", required=True, help="A role's key, as `wanli user roles` lists them.")
@click.option("--at", "label", required=True, help="Label of the place of the post.")
@click.option("--group", default="", help="Working group, for its head and members.")
@as_json
def add(username: str, name: str, role: str, label: str, group: str, as_json: bool) -> None:
    """Make a user, appoint her, and print a password for the first sign-in."""
    password = secrets.token_urlsafe(12)
    with working():
        from django.db import IntegrityError, transaction

        from wanli.domains.accounts.operations.appoint_many import NewSeat, NewUser
        from wanli.domains.accounts.operations.set_password import set_password
        from wanli.domains.accounts.roles import GROUPS, ROLES
        from wanli.domains.ledger.operations.appoint_many import appoint_many
        from wanli.domains.places.queries import by_label
        from wanli.kernel import clock
        from wanli.kernel.access import Access
        from wanli.kernel.ids import uuid7

        if role not in ROLES:
            raise click.ClickException(f"There is no role {role}. `wanli user roles` lists them.")
        if ROLES[role].in_group and group not in GROUPS:
            raise click.ClickException(f"Give --group: one of {', '.join(GROUPS)}.")
        with transaction.atomic():
            place = by_label(label)
            if place is None:
                raise click.ClickException(f"There is no place {label}.")
            if place.kind not in ROLES[role].places:
                kinds = ", ".join(ROLES[role].places)
                raise click.ClickException(
                    f"{role} is held at: {kinds}; {label} is a {place.kind}."
                )
            user_id = uuid7()
            try:
                appoint_many(
                    access=Access.system(),
                    users=[NewUser(user_id, username, name)],
                    seats=[
                        NewSeat(
                            id=uuid7(),
                            place=place.pk,
                            path=place.path,
                            role=role,
                            group=group if ROLES[role].in_group else "",
                            ordinal=secrets.randbelow(30_000) + 1000,
                            holder=user_id,
                            since=clock.today(),
                        )
                    ],
                    day=clock.today(),
                )
            except IntegrityError:
                raise click.ClickException(f"{username} is taken.") from None
            set_password(username=username, password=password)
    report(
        {"username": username, "password": password},
        as_json=as_json,
        lines=[f"{username} may sign in with: {password}"],
    )


@command.command()
@click.argument("username")
@as_json
def password(username: str, as_json: bool) -> None:
    """Print a new password for somebody who lost hers; the old one is void."""
    fresh = secrets.token_urlsafe(12)
    with working():
        from wanli.domains.accounts.operations.set_password import set_password
        from wanli.kernel.errors import Hidden

        try:
            set_password(username=username, password=fresh)
        except Hidden:
            raise click.ClickException(f"There is no user {username}.") from None
    report(
        {"username": username, "password": fresh},
        as_json=as_json,
        lines=[f"{username} may sign in with: {fresh}"],
    )


@command.command()
@as_json
def roles(as_json: bool) -> None:
    """List the roles and where each may be held."""
    from wanli.config.running import django_ready

    django_ready()
    from wanli.domains.accounts.roles import ROLES

    report(
        {role.key: list(role.places) for role in ROLES.values()},
        as_json=as_json,
        lines=[f"{role.key:<24} {', '.join(role.places)}" for role in ROLES.values()],
    )
