"""A canvass asks what the plan says on the day it begins, and stays with it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse

from tests.world import World
from wanli.domains.canvass.models import Campaign
from wanli.domains.canvass.operations.close_campaign import close_campaign
from wanli.domains.plans.models import Version
from wanli.domains.plans.queries import plan_on
from wanli.domains.plans.rules.reading import starter
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.web.desk.canvass.forms import StartForm


def _start(world: World, **more: str) -> Campaign:
    close_campaign(access=Access.system(), campaign_id=world.campaign.pk)
    compound = world.stairwell.path.split(".")[-3]
    said = {"name": "再排一次", "labels": compound, "due_on": str(clock.today())}
    answer = world.client("committee_worker").post(reverse("canvass:start"), said | more)
    assert answer.status_code == 302, answer.content.decode()
    return Campaign.objects.get(name="再排一次")


def _visit(world: World, **answers: str) -> tuple[int, str]:
    door = world.door(world.stairwell)
    said = {"result": "met"} | {f"a.{key}": answer for key, answer in answers.items()}
    answer = world.client("stairwell_leader").post(reverse("canvass:door", args=[door.pk]), said)
    return answer.status_code, answer.content.decode()


def test_it_asks_the_set_that_was_chosen_and_what_was_added(world: World) -> None:
    campaign = _start(world, question_set="key_area", questions="有宠物吗:没有/有")
    assert [one["text"] for one in campaign.questions] == [
        "近 14 天有人从重点地区来过或路过吗", "几个人", "哪天到的", "有宠物吗",
    ]  # fmt: skip
    assert campaign.plan is not None
    assert campaign.plan.number == 1


def test_a_set_that_is_not_in_the_plan_is_refused_and_nothing_typed_is_lost(world: World) -> None:
    said = {"name": "再排一次", "labels": "x", "due_on": "", "question_set": "gone"}
    answer = world.client("committee_worker").post(reverse("canvass:start"), said)
    assert answer.status_code == 422
    assert "这套问题不在现在的预案里" in answer.content.decode()
    assert "再排一次" in answer.content.decode()


@pytest.mark.parametrize(
    ("question", "wrong", "said"),
    [
        ("came", "也许", "不在选项里"),
        ("many", "三个", "请写一个数"),
        ("since", "昨天", "2020-02-14"),
    ],
)
def test_an_answer_that_does_not_fit_is_refused_at_its_question(
    world: World, question: str, wrong: str, said: str
) -> None:
    _start(world, question_set="key_area")
    status, page = _visit(world, **{question: wrong})
    assert status == 422
    assert said in page


def test_answers_of_every_kind_are_kept(world: World) -> None:
    campaign = _start(world, question_set="key_area")
    _visit(world, came="来过", many="３", since="2020-02-14")
    door = campaign.doors.exclude(result="").get()
    assert door.settled
    assert door.answers == {"came": "来过", "many": "3", "since": "2020-02-14"}


def test_questions_and_results_are_read_in_english(world: World) -> None:
    _start(world, question_set="return")
    door = world.door(world.stairwell)
    answer = world.client("stairwell_leader").get(
        reverse("canvass:door", args=[door.pk]), headers={"accept-language": "en"}
    )
    page = answer.content.decode()
    assert "Do you need help?" in page
    assert "Lives elsewhere" in page


def test_the_plan_of_a_day_is_the_one_adopted_for_it(world: World) -> None:
    first = Version.objects.get(number=1)
    assert first.effective_on is not None
    assert plan_on(world.stairwell.path, clock.today()).version == first
    before = first.effective_on - timedelta(days=1)
    assert plan_on(world.stairwell.path, before).version is None


def test_a_plan_once_adopted_is_final_even_to_plain_sql(world: World) -> None:
    from django.db import IntegrityError, transaction

    for said in ("UPDATE plans_version SET summary = 'x'", "DELETE FROM plans_version"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"{said} WHERE number = 1")


def test_who_works_in_two_subdistricts_is_offered_the_questions_of_both() -> None:
    one = starter()
    (first, *_rest) = one.question_sets
    asked = first.model_copy(update={"key": "flood"})
    other = one.model_copy(update={"question_sets": (asked,)})
    form = StartForm(places=[], plans=[one, other])
    keys = [key for key, _text in form.fields["question_set"].choices]
    assert keys == [*(found.key for found in one.question_sets), "flood", ""]
