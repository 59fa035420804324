"""Many releases at once: prepared the evening before, carried out once whatever breaks."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from django.urls import reverse

from tests.world import World
from wanli.domains.observation.models import Case
from wanli.domains.observation.operations.prepare_many import prepare_many
from wanli.domains.observation.operations.record_check import Said, record_check
from wanli.kernel import clock
from wanli.kernel.access import Access

SYSTEM = Access.system()
ROOT = Path(__file__).parents[1]


@pytest.fixture
def ending(world: World) -> Case:
    """Somebody whose term ends today, and who has told today's temperature."""
    case = world.case(world.stairwell)
    Case.objects.filter(pk=case.pk).update(last_day=clock.today())
    record_check(access=SYSTEM, case_id=case.pk, said=Said("36.5"))
    case.refresh_from_db()
    return case


def test_what_is_ticked_is_prepared(world: World, ending: Case) -> None:
    worker = world.client("committee_worker")
    url = reverse("observation:releases")
    assert str(ending.pk) in worker.get(url).content.decode()
    assert worker.post(url, {"case": [str(ending.pk)]}).status_code == 302
    ending.refresh_from_db()
    assert ending.prepared_at
    assert "已备好" in worker.get(url).content.decode()


def test_nothing_ticked_is_said(world: World, ending: Case) -> None:
    answer = world.client("committee_worker").post(
        reverse("observation:releases"), {"case": ["no-number"]}
    )
    assert answer.status_code == 422
    assert "请至少勾一位" in answer.content.decode()


def test_what_is_missing_is_shown_and_not_ticked(world: World, ending: Case) -> None:
    record_check(access=SYSTEM, case_id=ending.pk, said=Said("38.2"))
    page = world.client("committee_worker").get(reverse("observation:releases")).content.decode()
    row = page[page.index(str(ending.pk)) :].split("</li>")[0]
    assert "最近三天有发热或危险症状" in row
    assert " checked" not in row


def test_one_that_cannot_be_prepared_does_not_stop_the_others(world: World, ending: Case) -> None:
    early = Case.objects.filter(state="open", last_day__gt=clock.today()).exclude(pk=ending.pk)[0]
    ready, refused = prepare_many(access=SYSTEM, case_ids=[early.pk, ending.pk])
    assert (ready, [case for case, _no in refused]) == (1, [early.pk])


def test_another_committees_case_is_left_alone(world: World, ending: Case) -> None:
    world.client("other_worker").post(reverse("observation:releases"), {"case": [str(ending.pk)]})
    ending.refresh_from_db()
    assert ending.prepared_at is None


def _run(environment: dict[str, str], dies_at: int) -> int:
    done = subprocess.run(
        [sys.executable, "-m", "tests.release_run", str(dies_at)],
        cwd=ROOT, env=os.environ | environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.returncode


def test_killed_in_the_middle_nobody_is_released_twice_and_nobody_forgotten(
    own_database: dict[str, str],
) -> None:
    owner = own_database["WANLI_DATABASE_OWNER_URL"]
    with psycopg.connect(owner, autocommit=True) as connection:
        due = connection.execute(
            "UPDATE observation_case SET last_day = current_date - 1, prepared_at = now()"
            " WHERE state = 'open' AND since < current_date - 1"
            " AND id NOT IN (SELECT case_id FROM observation_episode)"
            " RETURNING id"
        ).fetchall()
        connection.execute("UPDATE observation_check SET alarm = ''")
        assert len(due) > 3
        assert _run(own_database, dies_at=2) == -9
        counted = "SELECT count(*) FROM observation_case WHERE state = 'released' AND id = ANY(%s)"
        ids = [row[0] for row in due]
        assert connection.execute(counted, [ids]).fetchone() == (3,)
        assert _run(own_database, dies_at=0) == 0
        assert connection.execute(counted, [ids]).fetchone() == (len(ids),)
        booked = connection.execute(
            "SELECT source, count(*), sum(delta) FROM ledger_entry"
            " WHERE measure = 'observed_released' AND source = ANY(%s) GROUP BY source",
            [ids],
        ).fetchall()
        assert {(times, stock) for _source, times, stock in booked} == {(1, 1)}
        assert len(booked) == len(ids)
        held = "SELECT count(*) FROM passes_hold WHERE lifted_at IS NULL AND source = ANY(%s)"
        assert connection.execute(held, [ids]).fetchone() == (0,)
