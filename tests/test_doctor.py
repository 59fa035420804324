"""The doctor: each finding on an installation where it is true, and only there."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection, connections
from django.db.migrations.recorder import MigrationRecorder

from tests.world import World
from wanli.config import doctor
from wanli.config.doctor import Finding, examine
from wanli.config.options import Options, load
from wanli.kernel import clock


def _found(options: Options | None = None) -> dict[str, Finding]:
    return {finding.what: finding for finding in examine(options or load())}


def test_a_sound_installation_is_well(world: World) -> None:
    """Its keys' files are made at first use; all else is there, and its worker has done what the
    demo left to it."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'succeeded' WHERE status = 'todo'")
    verdicts = {what: one.verdict for what, one in _found().items() if "." not in what}
    assert {what for what, verdict in verdicts.items() if verdict == "broken"} == set()
    assert {"extensions", "comparisons of paths", "schema", "clock", "jobs"} <= {
        what for what, verdict in verdicts.items() if verdict == "well"
    }


def test_everything_found_is_explained_in_the_operators_page(world: World) -> None:
    text = (Path(__file__).parents[1] / "docs" / "deploy.md").read_text(encoding="utf-8")
    rows = text[text.index("## Looking it over") :]
    assert [what for what in _found() if f"`{what}`" not in rows] == []


def test_a_clock_that_is_off_is_seen(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    real = clock.now
    monkeypatch.setattr(clock, "now", lambda: real() + timedelta(minutes=3))
    found = _found()["clock"]
    assert (found.verdict, found.said) == ("see to", "180 s from the database's")


def test_a_job_that_nobody_does_is_seen(world: World) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, status, scheduled_at)"
            " VALUES ('default', 'nobody.does', 'todo', now() - interval '1 hour')"
        )
    assert _found()["jobs"].verdict == "see to"


def test_a_look_that_fails_is_a_finding_and_the_others_go_on(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def _nothing(options: Options) -> object:
        doctor._rows("SELECT * FROM no_such_table")

    monkeypatch.setattr(doctor, "LOOKS", (_nothing, *doctor.LOOKS))
    found = _found()
    assert found["nothing"].verdict == "broken"
    assert found["database"].verdict == "well"


@pytest.mark.django_db(databases=["default", "owner"])
def test_a_schema_left_behind_is_broken() -> None:
    recorder = MigrationRecorder(connections["default"])
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege('django_migrations', 'DELETE')")
        assert cursor.fetchone() == (True,)
    recorder.record_unapplied("people", "0001_initial")
    assert _found()["schema"].said.startswith("1 migrations")
