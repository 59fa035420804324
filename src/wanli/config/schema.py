"""The schema: brought up to date by migrations, or made in one go where there is nothing yet.

Django draws every model anew for each of hundreds of steps; on an empty database, where no row
needs to be carried along, that is time wasted on each first start. There the tables are made as
the models have them now, and of the migrations only what is not a matter of models is carried
out: extensions, functions, policies. `tests/test_schema.py` holds both ways to the same result.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any


def migrate() -> None:
    """Bring the schema up to date, as the owner; quick when nothing is to be done.

    ``django_ready`` comes first.
    """
    if schema_is_current():
        return
    from django.core.management import call_command

    if not _anything_made():
        # Their SQL wants a commit between its steps, and there is no model to draw.
        for label in _without_models():
            call_command("migrate", label, database="owner", verbosity=0, interactive=False)
        _make()
    call_command("migrate", database="owner", verbosity=0, interactive=False)


def schema_is_current() -> bool:
    """Whether every migration there is has been applied."""
    return migrations_left("owner") == 0


def migrations_left(alias: str) -> int:
    """How many migrations are still to be applied, asked through this connection.

    Looks at the names alone: reading the migrations themselves, to find that there is nothing
    to do, takes longer than everything else at a start.
    """
    from django.apps import apps
    from django.db import connections
    from django.db.migrations.recorder import MigrationRecorder

    applied = set(MigrationRecorder(connections[alias]).applied_migrations())
    there = {
        (app.label, module.name)
        for app in apps.get_app_configs()
        for module in pkgutil.iter_modules([str(Path(app.path, "migrations"))])
        if module.name[0] not in "_~"
    }
    return len(there - applied)


def _without_models() -> set[str]:
    """The applications that have migrations and no table that Django looks after."""
    from django.apps import apps

    return {
        app.label
        for app in apps.get_app_configs()
        if Path(app.path, "migrations").is_dir()
        and not any(model._meta.managed for model in app.get_models())
    }


def _anything_made() -> bool:
    """Whether a migration of an application with tables has been applied."""
    from django.db import connections
    from django.db.migrations.recorder import MigrationRecorder

    applied = MigrationRecorder(connections["owner"]).applied_migrations()
    return not {label for label, _ in applied} <= _without_models()


def _make() -> None:
    """All of it or nothing: one transaction."""
    from django.apps import apps
    from django.contrib.postgres.operations import CreateExtension
    from django.db import connections, transaction
    from django.db.migrations.loader import MigrationLoader
    from django.db.migrations.recorder import MigrationRecorder
    from django.db.migrations.state import ProjectState

    connection = connections["owner"]
    loader = MigrationLoader(connection)
    plan = [
        loader.graph.nodes[key] for key in _in_order(loader) if key not in loader.applied_migrations
    ]
    state = ProjectState()
    state.__dict__["apps"] = apps
    steps = [(m.app_label, step) for m in plan for step in _beside_models(m.operations)]
    with transaction.atomic(using="owner"):
        for extensions in (True, False):
            with connection.schema_editor() as editor:
                for label, step in steps:
                    if isinstance(step, CreateExtension) is extensions:
                        step.database_forwards(label, editor, state, state)
            if extensions:
                _make_tables(connection)
        recorder = MigrationRecorder(connection)
        recorder.ensure_schema()
        for migration in plan:
            recorder.record_applied(migration.app_label, migration.name)


def _in_order(loader: Any) -> list[tuple[str, str]]:
    ordered: dict[tuple[str, str], None] = {}
    for leaf in sorted(loader.graph.leaf_nodes()):
        ordered |= dict.fromkeys(loader.graph.forwards_plan(leaf))
    return list(ordered)


def _beside_models(operations: Any) -> Iterator[Any]:
    """The steps that Django cannot tell from the models."""
    from django.db.migrations.operations import SeparateDatabaseAndState
    from django.db.migrations.operations.fields import FieldOperation
    from django.db.migrations.operations.models import IndexOperation, ModelOperation

    for step in operations:
        if isinstance(step, SeparateDatabaseAndState):
            yield from _beside_models(step.database_operations)
        elif not step.elidable and not isinstance(
            step, (ModelOperation, FieldOperation, IndexOperation)
        ):
            yield step


def _make_tables(connection: Any) -> None:
    from django.apps import apps

    with connection.schema_editor() as editor:
        for model in apps.get_models():
            if model._meta.can_migrate(connection):
                editor.create_model(model)
