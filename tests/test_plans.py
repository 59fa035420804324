"""From draft to plan in force: who may do what, what is refused, and that nothing typed is lost."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse
from pypdf import PdfReader

from tests.forms import fields_of
from tests.world import World
from wanli.domains.plans.models import Version
from wanli.domains.plans.queries import plan_in_force, plan_of
from wanli.kernel import clock

HEAD, LEADER, DRAFTER = "leading_group_head", "subdistrict_leader", "residential_head"


@pytest.fixture
def draft(world: World) -> Version:
    """The demo's proposal, taken back by the one who made it."""
    found = Version.objects.get(adopted_at=None)
    _post(world, DRAFTER, "take_back", found)
    found.refresh_from_db()
    assert found.state == "draft"
    return found


def _post(world: World, key: str, view: str, version: Version, **said: Any) -> Any:
    return world.client(key).post(reverse(f"plan:{view}", args=[version.pk]), said)


def _section(version: Version, section: str, key: str = "") -> str:
    args = [version.pk, section, *([key] if key else [])]
    return reverse("plan:item" if key else "plan:section", args=args)


def _form(world: World, persona: str, url: str) -> dict[str, str]:
    """What a browser would send back from this page, unchanged."""

    answer = world.client(persona).get(url)
    assert answer.status_code == 200, answer
    return fields_of(answer.content.decode())


def _propose(world: World, version: Version, *, who: str = DRAFTER, **said: Any) -> Any:
    wanted = {"summary": "改警戒值", "effective_on": str(clock.today())} | said
    return _post(world, who, "propose", version, **wanted)


def test_a_change_is_drafted_proposed_and_adopted_by_another(world: World, draft: Version) -> None:
    said = _form(world, DRAFTER, _section(draft, "watch"))
    assert said["fever_celsius"] == "37.2"
    saved = world.client(DRAFTER).post(
        _section(draft, "watch"), said | {"fever_celsius": "37.0", "do": "save"}
    )
    assert saved.status_code == 302
    assert _propose(world, draft).status_code == 302
    assert str(plan_in_force(draft.path).plan.watch.fever_celsius) == "37.3"
    assert _post(world, HEAD, "adopt", draft).status_code == 302
    now = plan_in_force(draft.path)
    assert (now.version, str(now.plan.watch.fever_celsius)) == (draft, "37.0")
    assert "37.0 ℃" in world.client("stairwell_leader").get("/plan/").content.decode()


def test_who_proposed_it_may_not_adopt_it(world: World, draft: Version) -> None:
    assert _propose(world, draft, who=HEAD).status_code == 302
    answer = _post(world, HEAD, "adopt", draft)
    assert answer.status_code == 422
    assert "请由另一位有权通过的人来通过" in answer.content.decode()
    assert _post(world, DRAFTER, "adopt", draft).status_code == 404
    assert _post(world, LEADER, "adopt", draft).status_code == 302
    assert _post(world, LEADER, "adopt", draft).status_code == 302


@pytest.mark.parametrize(
    ("days", "said"), [(-1, "不能早于今天"), (200, "90 天之内"), (None, "2020-02-14")]
)
def test_a_day_that_cannot_be_is_refused_at_its_field(
    world: World, draft: Version, days: int | None, said: str
) -> None:
    day = "明天" if days is None else str(clock.today() + timedelta(days=days))
    answer = _propose(world, draft, effective_on=day, summary="为了明天")
    assert answer.status_code == 422
    page = answer.content.decode()
    assert said in page
    assert "为了明天" in page


def test_a_proposal_whose_day_has_passed_is_not_adopted(world: World, draft: Version) -> None:
    _propose(world, draft)
    Version.objects.filter(pk=draft.pk).update(effective_on=clock.today() - timedelta(days=1))
    answer = _post(world, HEAD, "adopt", draft)
    assert answer.status_code == 422
    assert "生效日期已经过了" in answer.content.decode()


def test_a_draft_like_the_plan_in_force_is_not_proposed(world: World, draft: Version) -> None:
    first = Version.objects.get(number=1)
    Version.objects.filter(pk=draft.pk).update(content=first.content)
    answer = _propose(world, draft)
    assert answer.status_code == 422
    assert "没有要通过的" in answer.content.decode()


def test_a_proposal_waits_on_today_of_those_who_may_adopt(world: World) -> None:
    waiting = "等您通过"
    for key, shown in ((HEAD, True), (LEADER, True), (DRAFTER, False), ("inspector", False)):
        assert (waiting in world.client(key).get("/").content.decode()) == shown, key


def test_a_proposal_is_returned_with_a_reason_and_mended(world: World) -> None:
    found = Version.objects.get(adopted_at=None)
    answer = _post(world, HEAD, "take_back", found)
    assert answer.status_code == 422
    assert "为什么退回" in answer.content.decode()
    assert _post(world, HEAD, "take_back", found, reason="依据没写").status_code == 302
    page = world.client(DRAFTER).get(reverse("plan:version", args=[found.pk])).content.decode()
    assert "依据没写" in page
    assert _post(world, "inspector", "take_back", found).status_code == 404


def test_while_it_is_proposed_nobody_changes_it(world: World) -> None:
    found = Version.objects.get(adopted_at=None)
    answer = world.client(DRAFTER).post(_section(found, "watch"), {"do": "save"})
    assert answer["Location"] == reverse("plan:version", args=[found.pk])
    assert _post(world, DRAFTER, "discard", found).status_code == 422


def test_two_who_change_the_same_section_lose_nothing(world: World, draft: Version) -> None:
    url = _section(draft, "masks")
    hers, his = _form(world, DRAFTER, url), _form(world, HEAD, url)
    world.client(DRAFTER).post(url, hers | {"per_household": "7", "do": "save"})
    answer = world.client(HEAD).post(url, his | {"per_household": "9", "do": "save"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert f"{world.users[DRAFTER].name}改过这一节" in page
    assert 'value="9"' in page
    assert "7 只" in page
    draft.refresh_from_db()
    assert draft.content["masks"]["per_household"] == 7

    again = world.client(HEAD).post(url, fields_of(page) | {"do": "save"})
    assert again.status_code == 302
    draft.refresh_from_db()
    assert draft.content["masks"]["per_household"] == 9


def test_two_who_change_different_sections_do_not_disturb_each_other(
    world: World, draft: Version
) -> None:
    masks, watch = _section(draft, "masks"), _section(draft, "watch")
    hers, his = _form(world, DRAFTER, masks), _form(world, HEAD, watch)
    world.client(DRAFTER).post(masks, hers | {"per_household": "7", "do": "save"})
    answer = world.client(HEAD).post(watch, his | {"fever_celsius": "37.1", "do": "save"})
    assert answer.status_code == 302
    draft.refresh_from_db()
    assert draft.content["masks"]["per_household"] == 7
    assert draft.content["watch"]["fever_celsius"] == "37.1"


def test_every_wrong_input_is_said_at_its_field_and_kept(world: World, draft: Version) -> None:
    url = _section(draft, "doors")
    said = _form(world, DRAFTER, url)
    said |= {"results.0.name.zh": "", "results.2.again_after_days": "三天", "do": "save"}
    answer = world.client(DRAFTER).post(url, said)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'id="id_results-0-name-zh-error"' in page
    assert 'id="id_results-2-again_after_days-error"' in page
    assert "三天" in page


@pytest.mark.parametrize("section", ["watch", "symptoms", "doors", "passes", "masks"])
def test_an_empty_form_is_refused_with_reasons(world: World, draft: Version, section: str) -> None:
    answer = world.client(DRAFTER).post(_section(draft, section), {"do": "save"})
    assert answer.status_code == 422
    assert "请填写" in answer.content.decode()


def test_rows_are_added_moved_and_removed_without_saving(world: World, draft: Version) -> None:
    url = _section(draft, "doors")
    said = _form(world, DRAFTER, url)

    def after(**more: str) -> dict[str, str]:

        answer = world.client(DRAFTER).post(url, said | more)
        assert answer.status_code == 200
        return fields_of(answer.content.decode())

    names = [f"results.{n}.name.zh" for n in range(7)]
    down = after(do="down:results:0")
    assert [down[names[0]], down[names[1]]] == [said[names[1]], said[names[0]]]
    assert after(do="drop:results:0")[names[0]] == said[names[1]]
    assert after(do="add:results")["results.7.name.zh"] == ""
    for odd in (
        "up:results:0",
        "down:results:6",
        "drop:results:99",
        "drop:results:x",
        "x",
        "add:y",
    ):
        assert after(do=odd) == said, odd
    draft.refresh_from_db()
    assert draft.revision == 3


def test_a_question_set_is_made_changed_moved_and_removed(world: World, draft: Version) -> None:
    client, url = world.client(DRAFTER), _section(draft, "question_sets")
    said = _form(world, DRAFTER, _section(draft, "question_sets", "new"))
    said |= {
        "name.zh": "门窗排摸", "purpose.zh": "看看空房", "basis.zh": "条例第四十条",
        "questions.0.key": "k1", "questions.0.text.zh": "窗关了吗", "questions.0.kind": "choice",
        "questions.0.choices": "关了 | Shut\n没关 | Open", "do": "save",
    }  # fmt: skip
    assert client.post(_section(draft, "question_sets", "new"), said).status_code == 302
    assert "门窗排摸" in client.get(url).content.decode()
    draft.refresh_from_db()
    made = draft.content["question_sets"][-1]
    assert made["questions"][0]["choices"][1] == {"zh": "没关", "en": "Open"}
    client.post(url, {"do": f"up:{made['key']}", "revision": draft.revision})
    draft.refresh_from_db()
    assert draft.content["question_sets"][-2]["key"] == made["key"]
    client.post(url, {"do": f"drop:{made['key']}", "revision": draft.revision})
    draft.refresh_from_db()
    assert made["key"] not in [one["key"] for one in draft.content["question_sets"]]
    assert client.get(_section(draft, "question_sets", made["key"])).status_code == 404


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh-hans", "“从境外回来”轮不到任何人:符合它的人都被上面的规则先管了"),
        ("en", "“Back from abroad” never decides for anybody"),
    ],
)
def test_a_table_of_classes_that_cannot_be_is_refused_at_the_row(
    world: World, draft: Version, language: str, said: str
) -> None:
    url = _section(draft, "sorting")
    form = _form(world, DRAFTER, url)
    rows = [name.split(".")[1] for name in form if name.endswith(".key")]
    assert len(rows) == len(plan_in_force(draft.path).plan.sorting.rows)
    wrong = form | {"rows.2.passed": "", "rows.2.left_within": "", "rows.2.name.zh": "所有人"}
    answer = world.client(DRAFTER).post(
        url, wrong | {"do": "save"}, headers={"accept-language": language}
    )
    assert answer.status_code == 422
    page = answer.content.decode()
    assert said in page
    assert "所有人" in page
    draft.refresh_from_db()
    assert plan_of(draft).sorting == plan_in_force(draft.path).plan.sorting


def test_a_table_of_classes_is_changed_and_the_change_is_said(world: World, draft: Version) -> None:
    url = _section(draft, "sorting")
    form = _form(world, DRAFTER, url) | {"rows.0.contact": "close", "do": "save"}
    assert world.client(DRAFTER).post(url, form).status_code == 302
    page = world.client(DRAFTER).get(reverse("plan:version", args=[draft.pk])).content.decode()
    assert "密切接触" in page


def test_a_term_that_a_class_needs_is_not_removed(world: World, draft: Version) -> None:
    answer = world.client(DRAFTER).post(_section(draft, "terms"), {"do": "drop:arrival_14"})
    assert answer.status_code == 422
    assert "返沪人员分类" in answer.content.decode()


def _without_result(world: World, draft: Version, key: str) -> Any:
    url = _section(draft, "doors")
    said = _form(world, DRAFTER, url)
    at = next(n for n in range(7) if said[f"results.{n}.key"] == key)

    page = world.client(DRAFTER).post(url, said | {"do": f"drop:results:{at}"})
    saved = world.client(DRAFTER).post(url, fields_of(page.content.decode()) | {"do": "save"})
    assert saved.status_code == 302
    return _propose(world, draft)


def test_a_result_that_doors_carry_is_not_removed_and_says_how_many(
    world: World, draft: Version
) -> None:
    from wanli.domains.canvass.models import Door

    n = Door.objects.filter(running=True, result="met").count()
    assert n > 0
    answer = _without_result(world, draft, "met")
    assert answer.status_code == 422
    assert f"户数是 {n}" in answer.content.decode()


def test_a_result_that_no_door_carries_is_removed(world: World, draft: Version) -> None:
    from wanli.domains.canvass.operations.close_campaign import close_campaign
    from wanli.kernel.access import Access

    close_campaign(access=Access.system(), campaign_id=world.campaign.pk)
    assert _without_result(world, draft, "met").status_code == 302


def test_what_changes_is_said_in_words_and_for_whom(world: World) -> None:
    found = Version.objects.get(adopted_at=None)
    client = world.client(HEAD)
    url = reverse("plan:version", args=[found.pk])
    page = client.get(url).content.decode()
    for said in ("37.3 ℃", "37.2 ℃", "家里有人从重点地区回来或路过吗", "居家 14 天", "7+3"):
        assert said in page
    assert "继续问开始时的问题" in page
    assert (
        "go on with those they began with"
        in client.get(url, headers={"accept-language": "en"}).content.decode()
    )


def test_a_running_canvass_keeps_its_questions_and_a_new_one_asks_the_new(
    world: World,
) -> None:
    from wanli.domains.canvass.operations.close_campaign import close_campaign
    from wanli.domains.canvass.operations.start_campaign import start_campaign
    from wanli.kernel.access import Access

    found, running = Version.objects.get(adopted_at=None), world.campaign
    before = list(running.questions)
    Version.objects.filter(pk=found.pk).update(effective_on=clock.today())
    assert _post(world, LEADER, "adopt", found).status_code == 302
    running.refresh_from_db()
    assert running.questions == before
    close_campaign(access=Access.system(), campaign_id=running.pk)
    label = world.stairwell.path.split(".")[-3]
    new = start_campaign(
        access=Access.system(), name="新", labels=[label], due_on=clock.today(),
        question_set="return",
    )  # fmt: skip
    assert len(new.questions) == len(before) + 1
    assert new.plan == found


def test_there_is_one_draft_at_a_time_and_a_new_one_after(world: World, draft: Version) -> None:
    def begin(key: str) -> Any:
        return world.client(key).post(reverse("plan:begin"), {"place": draft.place.label})

    assert begin(HEAD)["Location"] == reverse("plan:version", args=[draft.pk])
    assert begin("committee_secretary").status_code == 404
    for _twice in range(2):
        assert _post(world, HEAD, "discard", draft).status_code == 302
    assert begin(HEAD).status_code == 302
    fresh = Version.objects.get(adopted_at=None, discarded_at=None)
    assert fresh.number == draft.number + 1
    assert fresh.content == Version.objects.get(number=1).content


def test_a_draft_is_read_by_its_makers_alone(world: World, draft: Version) -> None:
    url = reverse("plan:version", args=[draft.pk])
    for key in (HEAD, LEADER, DRAFTER):
        assert world.client(key).get(url).status_code == 200, key
    for key in ("inspector", "privacy_officer", "committee_secretary", "gate_guard"):
        assert world.client(key).get(url).status_code == 404, key


def test_it_is_in_force_from_its_day_and_not_before(world: World, draft: Version) -> None:
    tomorrow: date = clock.today() + timedelta(days=1)
    _propose(world, draft, effective_on=str(tomorrow))
    _post(world, HEAD, "adopt", draft)
    assert plan_in_force(draft.path).version != draft
    with clock.frozen(clock.midnight(tomorrow)):
        assert plan_in_force(draft.path).version == draft


def test_reading_the_plan_costs_few_queries(
    world: World, django_assert_max_num_queries: Any
) -> None:
    client = world.client("stairwell_leader")
    client.get("/plan/")
    with django_assert_max_num_queries(16):
        client.get("/plan/")


def test_a_second_press_on_propose_is_no_fault(world: World, draft: Version) -> None:
    said = _form(world, DRAFTER, _section(draft, "watch"))
    world.client(DRAFTER).post(
        _section(draft, "watch"), said | {"fever_celsius": "37.0", "do": "save"}
    )
    assert _propose(world, draft).status_code == 302
    before = Version.objects.get(pk=draft.pk).proposed_at
    assert _propose(world, draft).status_code == 302
    assert Version.objects.get(pk=draft.pk).proposed_at == before
    assert _propose(world, draft, summary="别的").status_code == 422


def test_what_was_read_in_an_adoption_that_failed_is_not_remembered(
    world: World, draft: Version
) -> None:
    """Or this process would go on with a plan that nobody adopted."""

    def adopt(fever: str) -> str:
        content = draft.content | {"watch": draft.content["watch"] | {"fever_celsius": fever}}
        at, leader = clock.now(), world.users[LEADER]
        Version.objects.filter(pk=draft.pk).update(
            content=content, effective_on=at.date(), proposed_at=at, adopted_at=at,
            proposed_by=world.users[DRAFTER], adopted_by=leader,
        )  # fmt: skip
        return str(plan_in_force(draft.path).plan.watch.fever_celsius)

    with transaction.atomic():
        assert adopt("36.9") == "36.9"
        transaction.set_rollback(True)
    assert adopt("37.1") == "37.1"


def test_what_a_home_is_told_and_given_is_what_the_plan_says(world: World, draft: Version) -> None:
    url = _section(draft, "papers")
    said = _form(world, DRAFTER, url)
    duties = said["duties"] + "\n每天下午开窗半小时。 | Air the rooms each afternoon."
    more = {"duties": duties, "kit.0.name.zh": "电子体温计", "door.zh": "请勿打扰,正在观察"}
    assert world.client(DRAFTER).post(url, said | {"duties": "", "do": "save"}).status_code == 422
    assert world.client(DRAFTER).post(url, said | more | {"do": "save"}).status_code == 302
    assert _propose(world, draft).status_code == 302
    assert _post(world, HEAD, "adopt", draft).status_code == 302
    case = world.case(world.stairwell)
    worker = world.client("committee_worker")
    notice = worker.get(reverse("observation:sign", args=[case.pk])).content.decode()
    assert "每天下午开窗半小时。" in notice
    assert "电子体温计" in worker.get(reverse("observation:start", args=[case.pk])).content.decode()
    sign = worker.get(reverse("observation:door_sign", args=[case.pk]))
    text = PdfReader(BytesIO(sign.content)).pages[0].extract_text()
    assert "请勿打扰" in text.replace("\n", "")
