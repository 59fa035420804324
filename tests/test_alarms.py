"""From an alarm to its outcome, and checks that are corrected."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta

import pytest
from django.db import transaction
from django.urls import reverse

from tests.world import World
from wanli.domains.accounts.access import access_of
from wanli.domains.ledger.operations.reconcile import reconcile
from wanli.domains.ledger.queries import figures
from wanli.domains.observation.homes import committee_of
from wanli.domains.observation.hospitals import designated
from wanli.domains.observation.models import Case, Check, Episode, State, Step
from wanli.domains.observation.operations.correct_check import correct_check
from wanli.domains.observation.operations.follow_alarm import conclude, take_step
from wanli.domains.observation.operations.open_case import Opening, open_case
from wanli.domains.observation.operations.record_check import Said, record_check
from wanli.domains.observation.operations.release import lacking
from wanli.domains.observation.wording import notice_told
from wanli.domains.people.models import Person
from wanli.domains.plans.models import Version
from wanli.domains.plans.queries import InForce, plan_in_force
from wanli.domains.plans.rules.reading import starter
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.errors import Hidden, Refused

SYSTEM = Access.system()
TODAY = clock.today()


@pytest.fixture(autouse=True)
def _morning() -> Iterator[None]:
    with clock.frozen(datetime.combine(TODAY, time(8), clock.LOCAL_ZONE)):
        yield


@pytest.fixture
def case(world: World) -> Case:
    """A contact of three days ago, opened this morning."""
    people = Person.objects.filter(path__within=world.stairwell.path, left_on=None)
    person = people.exclude(pk__in=Case.objects.values("person")).order_by("id")[0]
    opening = Opening("contact", "home_14", clock.today() - timedelta(days=3))
    return open_case(access=SYSTEM, person_id=person.pk, opening=opening)


def told(case: Case, celsius: str, *symptoms: str, at: datetime | None = None) -> Check:
    """A temperature beyond what is owed."""
    said = Said(celsius, symptoms, at=at)
    return record_check(access=SYSTEM, case_id=case.pk, said=said)


@pytest.fixture
def episode(case: Case) -> Episode:
    """38.1 this morning."""
    told(case, "38.1")
    return Episode.objects.get(case=case)


def fevers(case: Case) -> int:
    """What the books say at this door."""
    label = case.path.rpartition(".")[2]
    return figures(labels=[label], measures=["fevers"])[0].stock


def kinds(episode: Episode) -> list[str]:
    return list(episode.steps.order_by("pk").values_list("kind", flat=True))


def test_an_alarm_opens_an_episode_asks_again_and_tells_the_doctors(episode: Episode) -> None:
    again = Check.objects.get(case=episode.case_id, slot="again-1")
    assert again.due_at == clock.now() + timedelta(minutes=30)
    assert kinds(episode) == ["alarm", "remeasure", "told"]
    assert episode.told_at == clock.now()
    assert fevers(episode.case) == 1
    assert not reconcile().differences


def test_a_red_flag_without_fever_opens_one_too(case: Case) -> None:
    told(case, "36.6", "breath")
    assert Episode.objects.get(case=case).kind == "symptom"


def test_a_second_alarm_joins_the_first(case: Case, episode: Episode) -> None:
    told(case, "38.4")
    assert Episode.objects.get(case=case) == episode
    assert kinds(episode).count("alarm") == 2
    assert case.checks.filter(slot__startswith="again", state="due").count() == 1


def test_a_fever_at_the_second_measuring_asks_for_a_third(case: Case, episode: Episode) -> None:
    record_check(
        access=SYSTEM, case_id=case.pk, said=Said("37.9"), day=clock.today(), slot="again-1"
    )
    assert case.checks.get(slot="again-2").state == "due"


def test_a_fever_out_of_an_old_diary_wakes_nobody(case: Case) -> None:
    check = told(case, "38.4", at=clock.now() - timedelta(days=5))
    assert check.alarm == "fever"
    assert not Episode.objects.filter(case=case).exists()


def test_an_open_episode_stands_in_the_way_of_a_release(case: Case, episode: Episode) -> None:
    assert "episode" in lacking([case])[case.pk]
    conclude(access=SYSTEM, episode_id=episode.pk, outcome="home")
    assert "episode" not in lacking([case])[case.pk]


def test_on_arrival_at_the_hospital_the_case_is_suspended(case: Case, episode: Episode) -> None:
    for kind in ("asked", "left", "arrived", "arrived", "left"):
        take_step(access=SYSTEM, episode_id=episode.pk, kind=kind, note="市一医院")
    case.refresh_from_db()
    assert case.state == State.SUSPENDED
    assert kinds(episode)[-3:] == ["asked", "left", "arrived"]
    assert not case.checks.filter(state="due").exists()
    assert not reconcile().differences


def test_back_home_she_is_observed_on(case: Case, episode: Episode) -> None:
    take_step(access=SYSTEM, episode_id=episode.pk, kind="arrived")
    conclude(access=SYSTEM, episode_id=episode.pk, outcome="home")
    case.refresh_from_db()
    assert case.state == State.OPEN
    assert case.checks.filter(state="due").exclude(slot__startswith="again").count() == 2
    assert fevers(case) == 0
    assert not reconcile().differences


@pytest.mark.parametrize("outcome", ["admitted", "confirmed"])
def test_who_stays_in_hospital_is_suspended(case: Case, episode: Episode, outcome: str) -> None:
    conclude(access=SYSTEM, episode_id=episode.pk, outcome=outcome)
    case.refresh_from_db()
    assert case.state == State.SUSPENDED
    assert not reconcile().differences


def test_a_false_alarm_says_why(episode: Episode) -> None:
    with pytest.raises(Refused) as refused:
        conclude(access=SYSTEM, episode_id=episode.pk, outcome="false_alarm")
    assert refused.value.field == "note"


def test_an_outcome_is_said_once(episode: Episode) -> None:
    for _again in range(2):
        conclude(access=SYSTEM, episode_id=episode.pk, outcome="home")
    assert kinds(episode).count("closed") == 1
    with pytest.raises(Refused):
        conclude(access=SYSTEM, episode_id=episode.pk, outcome="confirmed")
    with pytest.raises(Refused):
        take_step(access=SYSTEM, episode_id=episode.pk, kind="note", note="又来了")


@pytest.mark.parametrize(("minutes", "field"), [(15, "at"), (-2000, "at")])
def test_an_impossible_hour_is_refused(episode: Episode, minutes: int, field: str) -> None:
    at = clock.now() + timedelta(minutes=minutes)
    with pytest.raises(Refused) as refused:
        take_step(access=SYSTEM, episode_id=episode.pk, kind="asked", at=at)
    assert refused.value.field == field


def test_notes_are_sealed(episode: Episode) -> None:
    take_step(access=SYSTEM, episode_id=episode.pk, kind="note", note="家属陪同")
    kept = Step.objects.get(episode=episode, kind="note").note_cipher
    assert kept is not None
    assert "家属".encode() not in bytes(kept)


def test_who_may_record_takes_steps_and_who_manages_concludes(
    world: World, episode: Episode
) -> None:
    leader = access_of(world.users["stairwell_leader"].pk)
    take_step(access=leader, episode_id=episode.pk, kind="taken")
    with pytest.raises(Hidden), transaction.atomic():
        conclude(access=leader, episode_id=episode.pk, outcome="home")
    worker = access_of(world.users["committee_worker"].pk)
    conclude(access=worker, episode_id=episode.pk, outcome="home")


def test_a_mistyped_fever_that_is_corrected_was_a_false_alarm(case: Case) -> None:
    check = told(case, "38.6")
    correct_check(access=SYSTEM, check_id=check.pk, said=Said("36.8"), why="输错了一个数")
    episode = Episode.objects.get(case=case)
    assert (episode.outcome, kinds(episode)[-2:]) == ("false_alarm", ["corrected", "closed"])
    check.refresh_from_db()
    assert check.alarm == ""
    assert case.checks.get(slot="again-1").state == "void"
    assert fevers(case) == 0
    assert not reconcile().differences


def test_one_of_two_fevers_corrected_leaves_the_episode_open(case: Case, episode: Episode) -> None:
    check = told(case, "38.9")
    correct_check(access=SYSTEM, check_id=check.pk, said=Said("36.9"), why="输错了")
    episode.refresh_from_db()
    assert episode.outcome == ""


def test_on_the_way_to_hospital_people_say_how_it_ended(case: Case) -> None:
    check = told(case, "38.6")
    episode = Episode.objects.get(case=case)
    take_step(access=SYSTEM, episode_id=episode.pk, kind="left")
    correct_check(access=SYSTEM, check_id=check.pk, said=Said("36.8"), why="输错了")
    episode.refresh_from_db()
    assert episode.closed_at is None


def test_a_correction_that_finds_a_fever_raises_the_alarm(case: Case) -> None:
    check = told(case, "36.8")
    correct_check(access=SYSTEM, check_id=check.pk, said=Said("38.8"), why="听错了")
    assert Episode.objects.filter(case=case, closed_at=None).exists()


def test_a_correction_needs_a_reason_and_changes_nothing_twice(case: Case) -> None:
    check = told(case, "36.8")
    with pytest.raises(Refused) as refused:
        correct_check(access=SYSTEM, check_id=check.pk, said=Said("36.9"), why=" ")
    assert refused.value.field == "why"
    for _again in range(2):
        correct_check(access=SYSTEM, check_id=check.pk, said=Said("36.9"), why="听错了")
    assert check.corrections.count() == 1


def test_before_and_after_stand_on_the_page(world: World, case: Case) -> None:
    check = told(case, "36.1")
    worker = world.client("committee_worker")
    url = reverse("observation:correct", args=[check.pk])
    assert worker.post(url, {"celsius": "36.9", "why": ""}).status_code == 422
    assert worker.post(url, {"celsius": "36.9", "why": "看错了表"}).status_code == 302
    page = worker.get(reverse("observation:case", args=[case.pk])).content.decode()
    assert "<s>36.1℃</s>" in page
    assert "看错了表" in page


def test_what_was_told_otherwise_leads_to_the_correction(world: World, case: Case) -> None:
    today = clock.today()
    check = record_check(
        access=SYSTEM, case_id=case.pk, said=Said("36.5"), day=today, slot="morning"
    )
    typed = {"celsius": "36.9", "day": today.isoformat(), "slot": "morning"}
    url = reverse("observation:check", args=[case.pk])
    page = world.client("committee_worker").post(url, typed).content.decode()
    assert reverse("observation:correct", args=[check.pk]) in page


@pytest.mark.parametrize("page", ["today:page", "people:list", "account_own:mine"])
def test_the_siren_is_on_every_page_of_who_records_there(
    world: World, episode: Episode, page: str
) -> None:
    url = reverse(page)
    for key, heard in (("stairwell_leader", True), ("gate_guard", False)):
        answer = world.client(key).get(url)
        assert (answer.status_code == 200 and "data-latest" in answer.content.decode()) == heard


def test_the_other_committee_hears_nothing_of_it(world: World, episode: Episode) -> None:
    page = world.client("other_worker").get(reverse("observation:siren")).content.decode()
    assert str(episode.pk) not in page
    answer = world.client("other_worker").get(reverse("observation:episode", args=[episode.pk]))
    assert answer.status_code == 404


def test_a_fever_on_the_phone_leads_to_what_is_to_be_done(world: World, case: Case) -> None:
    worker = world.client("committee_worker")
    typed = {"celsius": "38.3", "channel": "phone"}
    answer = worker.post(reverse("observation:check", args=[case.pk]), typed)
    episode = Episode.objects.get(case=case)
    assert answer["Location"] == reverse("observation:episode", args=[episode.pk])
    page = worker.get(answer["Location"]).content.decode()
    assert "slot=again-1" in page
    assert "38.3" in page
    deed = reverse("observation:step", args=[episode.pk])
    assert worker.post(deed, {"kind": "asked", "note": "120"}).status_code == 302
    assert worker.post(deed, {"kind": "note", "at": "25:61"}).status_code == 422
    done = reverse("observation:conclude", args=[episode.pk])
    assert worker.post(done, {"outcome": "false_alarm"}).status_code == 422
    assert worker.post(done, {"outcome": "home"}).status_code == 302


def test_the_wall_opens_the_alarms_behind_its_figure(world: World, episode: Episode) -> None:
    head = world.client("leading_group_head")
    label = world.stairwell.label
    url = reverse("observation:episodes") + f"?place={label}&measure=fevers&sign=plus"
    assert str(episode.pk) in head.get(url).content.decode()


def test_the_plans_hospital_for_her_area_is_where_she_is_brought_to(
    world: World, case: Case, episode: Episode
) -> None:
    worker = world.client("committee_worker")
    url = reverse("observation:episode", args=[episode.pk])
    page = worker.get(url).content.decode()
    assert "定点医院:云帆区中心医院" in page
    assert "tel:021-65439120" in page
    answer = worker.post(
        reverse("observation:step", args=[episode.pk]), {"kind": "asked", "hospital": "central"}
    )
    assert answer.status_code == 302
    episode.refresh_from_db()
    assert episode.hospital["name"]["en"] == "Yunfan Central Hospital"
    assert "送云帆区中心医院" in worker.get(url).content.decode()
    english = worker.get(url, headers={"accept-language": "en"}).content.decode()
    assert "100 Yunfan Road" in english
    told = worker.get(reverse("observation:case", args=[case.pk])).content.decode()
    assert "云帆区中心医院" in told, "on the timeline of the case"


def test_she_may_be_brought_elsewhere_and_what_was_decided_stays(
    case: Case, episode: Episode
) -> None:
    def step(kind: str, hospital: str = "") -> str:
        found = take_step(access=SYSTEM, episode_id=episode.pk, kind=kind, hospital=hospital)
        return found.hospital.get("key", "")

    with pytest.raises(Refused, match="没有这家医院"):
        step("asked", "nonsense")
    assert step("asked") == "central"
    assert step("left", "second") == "second"
    assert step("arrived") == "second"


def test_another_hospital_is_named_in_the_note(case: Case, episode: Episode) -> None:
    found = take_step(
        access=SYSTEM, episode_id=episode.pk, kind="asked", hospital="another", note="市传染病医院"
    )
    assert found.hospital == {}
    assert take_step(access=SYSTEM, episode_id=episode.pk, kind="left").hospital == {}


def test_each_area_has_the_hospital_that_names_it(world: World) -> None:
    here, there = (designated(place.path) for place in (world.stairwell, world.elsewhere))
    assert (here and here.key, there and there.key) == ("central", "second")


def test_a_hospital_for_an_area_that_is_none_cannot_be_adopted(world: World) -> None:
    version = Version.objects.get(adopted_at=None)
    content = version.content
    content["hospitals"]["hospitals"][1]["areas"] = [{"zh": "松风小区", "en": ""}]
    Version.objects.filter(pk=version.pk).update(content=content)
    answer = world.client("subdistrict_leader").post(reverse("plan:adopt", args=[version.pk]))
    assert answer.status_code == 422
    assert "“松风小区”不是这里的居民区" in answer.content.decode()


def test_the_notice_says_which_hospital(case: Case) -> None:
    told = notice_told(plan_in_force(case.path).plan, [("她", case)], committee_of(case.path), "")
    assert any("送云帆区中心医院(云帆路 100 号" in one for one in told.duties)


def test_without_one_in_the_plan_nothing_is_said_of_any(
    case: Case, episode: Episode, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "wanli.domains.observation.hospitals.plan_in_force", lambda path: InForce(starter(), None)
    )
    assert designated(case.path) is None
    assert take_step(access=SYSTEM, episode_id=episode.pk, kind="asked").hospital == {}
