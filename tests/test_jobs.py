"""Long jobs: watched, stopped, taken up again, and given to whoever asked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest
from asgiref.sync import async_to_sync
from django.db import connection
from django.urls import reverse
from procrastinate.contrib.django import app

from tests.jobs import asked_for, finish
from tests.world import World
from wanli.domains.accounts.models import Post
from wanli.domains.audit.models import Opening
from wanli.domains.jobs import registry
from wanli.domains.jobs.models import Job
from wanli.domains.jobs.operations.forget import forget_jobs
from wanli.domains.jobs.operations.perform import perform
from wanli.domains.jobs.registry import Tell, Work, register
from wanli.domains.jobs.tasks import pick_up
from wanli.kernel import clock
from wanli.kernel.access import Access


@pytest.fixture
def steps() -> Iterator[list[int]]:
    """What a made-up kind of job has done: three steps, of which the second dies once."""
    done: list[int] = []

    def do(access: Access, asked: dict[str, object], tell: Tell) -> None:
        for step in range(3):
            if step in done:
                continue
            done.append(step)
            if done == [0, 1] and "dies" in asked:
                raise KeyboardInterrupt
            tell(len(done), 3)

    register("test.steps", Work("canvass.record", do))
    yield done
    del registry._works["test.steps"]


def _job(world: World, **asked: object) -> Job:
    place = world.stairwell
    user = world.users["stairwell_leader"]
    return Job.objects.create(kind="test.steps", place=place, path=place.path, by=user, asked=asked)


def test_killed_in_the_middle_it_goes_on_where_it_was(world: World, steps: list[int]) -> None:
    job = _job(world, dies=True)
    with pytest.raises(KeyboardInterrupt):
        perform(job_id=job.pk)
    job.refresh_from_db()
    assert (job.state, job.done) == (Job.State.RUNNING, 1)
    perform(job_id=job.pk)
    job.refresh_from_db()
    assert (job.state, job.done, steps) == (Job.State.DONE, 3, [0, 1, 2])


def test_cancelled_it_ends_at_the_next_step(world: World, steps: list[int]) -> None:
    job = _job(world)
    Job.objects.filter(pk=job.pk).update(state=Job.State.RUNNING)
    world.client("stairwell_leader").post(reverse("jobs:cancel", args=[job.pk]))
    perform(job_id=job.pk)
    job.refresh_from_db()
    assert (job.state, steps) == (Job.State.CANCELLED, [0])


def test_cancelled_before_it_began_it_never_begins(world: World, steps: list[int]) -> None:
    job = _job(world)
    world.client("stairwell_leader").post(reverse("jobs:cancel", args=[job.pk]))
    perform(job_id=job.pk)
    assert steps == []


def test_who_has_lost_the_post_meanwhile_gets_nothing(world: World) -> None:
    answer = world.client("stairwell_leader").post(
        reverse("canvass:print", args=[world.campaign.pk]), {"label": world.stairwell.label}
    )
    Post.objects.filter(user=world.users["stairwell_leader"]).update(ended_at=clock.now())
    job = finish(answer)
    assert job.state == Job.State.FAILED
    assert job.result is None


def test_what_breaks_is_told_after_the_last_try(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wanli.ground.typeset.book", lambda *_a, **_k: 1 / 0)
    leader = world.client("stairwell_leader")
    answer = leader.post(
        reverse("canvass:print", args=[world.campaign.pk]), {"label": world.stairwell.label}
    )
    job = asked_for(answer)
    with pytest.raises(ZeroDivisionError):
        perform(job_id=job.pk, last_try=False)
    assert leader.get(reverse("jobs:state", args=[job.pk])).json()["running"]
    with pytest.raises(ZeroDivisionError):
        perform(job_id=job.pk)
    page = leader.get(reverse("jobs:job", args=[job.pk])).content.decode()
    assert "没有办成" in page
    assert "请再试一次" in page


def test_the_file_is_for_whoever_asked_alone(world: World) -> None:
    answer = world.client("stairwell_leader").post(
        reverse("canvass:print", args=[world.campaign.pk]), {"label": world.stairwell.label}
    )
    job = finish(answer)
    url = reverse("jobs:result", args=[job.pk])
    assert world.client("stairwell_leader").get(url).status_code == 200
    assert world.client("committee_worker").get(url).status_code == 404
    page = world.client("committee_worker").get(reverse("jobs:job", args=[job.pk]))
    assert url not in page.content.decode()


def test_names_in_the_clear_are_logged_under_whoever_asked(world: World) -> None:
    leader = world.users["stairwell_leader"]
    answer = world.client("stairwell_leader").post(
        reverse("canvass:print", args=[world.campaign.pk]),
        {"label": world.stairwell.label, "in_the_clear": "on", "reason": "停电"},
    )
    finish(answer)
    opening = Opening.objects.get(what="names, on paper")
    assert (opening.user_id, opening.user_name, opening.origin) == (
        leader.pk, leader.name, "127.0.0.1",
    )  # fmt: skip


def test_after_a_day_nothing_is_left(world: World) -> None:
    job = finish(
        world.client("stairwell_leader").post(
            reverse("canvass:print", args=[world.campaign.pk]), {"label": world.stairwell.label}
        )
    )
    assert forget_jobs() == 0
    Job.objects.filter(pk=job.pk).update(finished_at=clock.now() - timedelta(hours=25))
    assert forget_jobs() == 1


def test_what_a_killed_worker_had_begun_is_put_back_in_the_queue(world: World) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status)"
            " VALUES ('jobs', 'wanli.domains.jobs.tasks.do_job', '{}', 'doing') RETURNING id"
        )
        ((number,),) = cursor.fetchall()

    class Context:
        app = None

    Context.app = app
    async_to_sync(pick_up.func)(Context, 0)
    with connection.cursor() as cursor:
        cursor.execute("SELECT status FROM procrastinate_jobs WHERE id = %s", [number])
        assert cursor.fetchone() == ("todo",)


def test_a_job_that_was_never_there_is_no_fault(world: World) -> None:
    perform(job_id=UUID(int=7))
