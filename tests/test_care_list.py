"""The care list: visits in a rhythm, an alarm in hours, checked in at the door, handed over."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest
from django.urls import reverse

from tests.world import World
from wanli.domains.accounts.access import access_of
from wanli.domains.accounts.queries import posts_of
from wanli.domains.audit.models import Opening
from wanli.domains.contacts.care import care_owed, cared, lacking, offers
from wanli.domains.contacts.models import Cared, Contact, Home, Offer, State, Visit
from wanli.domains.contacts.operations.care_days import watch_care
from wanli.domains.contacts.operations.care_list import Terms, put_on, put_on_by_mark, take_off
from wanli.domains.contacts.operations.pass_on import accept, offer_care, offer_homes, refuse
from wanli.domains.contacts.operations.visit import check_in
from wanli.domains.contacts.queries import homes
from wanli.domains.ledger.operations.reconcile import reconcile
from wanli.domains.notices.models import Message
from wanli.domains.notices.readers import readers
from wanli.domains.people.models import Person
from wanli.domains.people.operations.change_residence import change_residence
from wanli.domains.people.operations.move_out import move_out
from wanli.domains.people.operations.set_marks import set_marks
from wanli.domains.plans.rules.care import CARE
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.errors import Hidden, Refused
from wanli.kernel.ids import uuid7

ANY = Access.system()
pytestmark = pytest.mark.usefixtures("everything")
TOMORROW = clock.today() + timedelta(days=1)


def _at(hour: int, days: int = 0) -> datetime:
    return datetime.combine(TOMORROW + timedelta(days=days), time(hour), clock.LOCAL_ZONE)


@pytest.fixture
def old(world: World) -> Cared:
    """Newly on the list from tomorrow on, in the leader's stairwell; nobody else is."""
    for one in list(cared([world.stairwell.path], "all")):
        take_off(access=ANY, cared_id=one.pk, why="测试")
    terms = Terms(
        "alone", carer=world.users["stairwell_leader"].pk, keys="对门 302 王阿姨",
        family="女儿小陈", phone="15400000077", note="左耳听不见", first_on=TOMORROW,
    )  # fmt: skip
    person = world.person(world.stairwell)
    return put_on(access=ANY, person_id=person.pk, terms=terms)


def _open(one: Cared) -> Visit:
    return Visit.objects.get(cared=one, state__in=("due", "missed"))


def test_a_visit_comes_due_and_raises_the_alarm_in_hours_and_climbs(
    world: World, old: Cared
) -> None:
    with clock.frozen(_at(8)):
        watch_care()
        assert _open(old).due_at == _at(11)
    with clock.frozen(_at(13)):
        watch_care()
        assert _open(old).state == "due"
    told = []
    for hour in (14, 15, 18):
        with clock.frozen(_at(hour)):
            watch_care()
            watch_care()
            found = Message.objects.filter(kind="care_missed", sources__contains=[_open(old).pk])
            told.append(sorted(found.values_list("whom", flat=True)))
            assert reconcile().agrees
    assert told == [
        ["stairwell"],
        ["committee", "stairwell"],
        ["committee", "stairwell", "subdistrict"],
    ]
    assert _open(old).state == "missed"
    assert CARE.alarm_hours == 3


def test_the_carer_sees_hours_and_the_committee_what_climbed(world: World, old: Cared) -> None:
    with clock.frozen(_at(16)):
        watch_care()
        access = access_of(world.users["stairwell_leader"].pk)
        owed = care_owed(access, readers(posts_of(access.user_id)))
        assert (owed.missed, owed.climbed) == (1, 0), "hers, not twice"
        assert owed.hours == 5
        access = access_of(world.users["committee_worker"].pk)
        assert care_owed(access, readers(posts_of(access.user_id))).climbed >= 1
        page = world.client("stairwell_leader").get("/").content.decode()
        assert "最久 5 小时" in page


def test_checked_in_by_the_poster_or_by_word(world: World, old: Cared) -> None:
    code, other = world.notice(world.stairwell).code, world.notice(world.elsewhere).code
    leader = access_of(world.users["stairwell_leader"].pk)
    with clock.frozen(_at(12)):
        watch_care()
        with pytest.raises(Refused, match="不是她那个楼道"):
            check_in(access=leader, cared_id=old.pk, entry=uuid7(), fine=True, code=other)
        entry = uuid7()
        for _ in range(2):
            done = check_in(access=leader, cared_id=old.pk, entry=entry, fine=True, code=code)
        assert (done.state, done.how, done.by_id) == ("done", "code", leader.user_id)
        old.refresh_from_db()
        assert old.next_on == TOMORROW + timedelta(days=1)
        assert not Visit.objects.filter(cared=old, state__in=("due", "missed")).exists()
        assert reconcile().agrees
    with clock.frozen(_at(9, days=1)):
        watch_care()
        again = check_in(access=leader, cared_id=old.pk, entry=uuid7(), fine=True)
        assert again.how == "word"


def test_a_kind_that_the_plan_gave_up_is_still_visited_and_checked_in(
    world: World, old: Cared
) -> None:
    Cared.objects.filter(pk=old.pk).update(kind="given_up")
    with clock.frozen(_at(9)):
        watch_care()
        done = check_in(access=ANY, cared_id=old.pk, entry=uuid7(), fine=True)
        old.refresh_from_db()
        assert done.state == "done"
        assert old.next_on == TOMORROW + timedelta(days=CARE.kinds[0].every_days)


def test_being_there_is_being_in_touch_and_not_well_is_told(world: World, old: Cared) -> None:
    with clock.frozen(_at(10)):
        watch_care()
        url = reverse("contacts:visit", args=[old.pk])
        said = {"fine": "no", "note": "说话不清楚", "entry": str(uuid7())}
        assert world.client("stairwell_leader").post(url, said).status_code == 302
        contact = Contact.objects.filter(place=old.place, worry=True).latest("at")
        assert contact.visit.state == "done"
        assert Home.objects.get(place=old.place).state == State.REACHED
        page = world.client("committee_worker").get("/contacts/").content.decode()
        assert "说话不清楚" in page


def test_without_a_tap_nothing_is_noted_and_nothing_is_lost(world: World, old: Cared) -> None:
    url = reverse("contacts:visit", args=[old.pk])
    answer = world.client("stairwell_leader").post(url, {"note": "在阳台"})
    assert answer.status_code == 422
    assert "在阳台" in answer.content.decode()


def test_keys_and_family_are_masked_until_opened_with_a_trace(world: World, old: Cared) -> None:
    url = reverse("contacts:cared", args=[old.pk])
    page = world.client("stairwell_leader").get(url).content.decode()
    assert "15400000077" not in page
    assert "王阿姨" not in page
    before = Opening.objects.count()
    page = world.client("stairwell_leader").get(url + "?family").content.decode()
    assert "tel:15400000077" in page
    assert "王阿姨" in page
    assert Opening.objects.count() == before + 1
    page = world.client("subdistrict_leader").get(url + "?family").content.decode()
    assert "王阿姨" not in page
    assert b"15400000077" not in bytes(Cared.objects.get(pk=old.pk).family_cipher)


def test_the_whole_list_is_handed_over_when_somebody_is_ill(world: World, old: Cared) -> None:
    leader, worker = world.users["stairwell_leader"], world.users["committee_worker"]
    made = offer_care(access=access_of(leader.pk), from_user=leader.pk, to=worker.pk, why="发烧了")
    old.refresh_from_db()
    assert old.carer_id == leader.pk, "until the other one accepts"
    mine = [one for one in offers(access_of(worker.pk)) if one.mine]
    assert {one.pk for one in made} <= {one.offer.pk for one in mine}
    with pytest.raises(Hidden):
        accept(access=access_of(world.users["committee_secretary"].pk), offers=[made[0].pk])
    accept(access=access_of(worker.pk), offers=[one.pk for one in made])
    accept(access=access_of(worker.pk), offers=[one.pk for one in made])
    old.refresh_from_db()
    assert old.carer_id == worker.pk


def test_refused_comes_back_with_its_reason(world: World, old: Cared) -> None:
    leader, grid = world.users["stairwell_leader"], world.users["grid_worker"]
    worker = access_of(world.users["committee_worker"].pk)
    (made, *_rest) = offer_care(access=worker, from_user=leader.pk, to=grid.pk, why="楼组长病了")
    refuse(access=access_of(grid.pk), offers=[made.pk], why="我也在隔离")
    page = world.client("committee_worker").get(reverse("contacts:offers")).content.decode()
    assert "我也在隔离" in page
    with pytest.raises(Refused, match="不负责"):
        offer_care(
            access=worker, from_user=leader.pk, to=world.users["other_worker"].pk, why="楼组长病了"
        )


def test_homes_are_passed_on_with_acceptance_or_taken(world: World) -> None:
    home, other = list(homes([world.stairwell.path]))[:2]
    worker, grid = world.users["committee_worker"], world.users["grid_worker"]
    access = access_of(worker.pk)
    (made,) = offer_homes(access=access, homes=[home.pk], to=grid.pk, why="楼组长年纪大了")
    home.refresh_from_db()
    assert home.held_by_id is None
    accept(access=access_of(grid.pk), offers=[made.pk])
    offer_homes(access=access, homes=[other.pk], to=worker.pk, why="")
    home.refresh_from_db()
    other.refresh_from_db()
    assert (home.held_by_id, other.held_by_id) == (grid.pk, worker.pk)
    assert Offer.objects.get(pk=made.pk).state == "accepted"
    page = world.client("grid_worker").get("/contacts/?which=held").content.decode()
    assert home.place.label in page
    url = reverse("contacts:record", args=[other.place.label])
    world.client("committee_worker").post(url, {"way": "door", "outcome": "well"})
    other.refresh_from_db()
    assert other.held_by_id is None, "reached: nobody need hold it"


def test_the_page_of_the_forgotten_keeps_ticks_when_no_one_is_chosen(world: World) -> None:
    start = clock.now() + timedelta(days=5)
    with clock.frozen(start):
        home = homes([world.stairwell.path])[0]
        client, url = world.client("committee_worker"), reverse("contacts:forgotten")
        assert str(home.pk) in client.get(url).content.decode()
        answer = client.post(url, {"homes": [str(home.pk)], "said": "other", "why": "接不通"})
        assert answer.status_code == 422
        page = answer.content.decode()
        assert "请选转给谁" in page
        assert f'value="{home.pk}" checked' in page
        assert client.post(url, {"said": "mine"}).status_code == 422
        assert client.post(url, {"homes": [str(home.pk)], "said": "mine"}).status_code == 302


def test_whoever_moves_is_looked_after_at_the_new_door(world: World, old: Cared) -> None:
    with clock.frozen(_at(12)):
        watch_care()
        door = world.home(world.elsewhere)
        change_residence(access=ANY, person_id=old.person_id, side="actual", label=door.label)
        watch_care()
        old.refresh_from_db()
        assert (old.place_id, old.path) == (door.pk, door.path)
        watch_care()
        old.refresh_from_db()
        assert old.carer_id is None, "she may not go there: somebody else has to"
        assert _open(old).path == door.path
        assert reconcile().agrees
        move_out(access=ANY, person_id=old.person_id)
        watch_care()
        old.refresh_from_db()
        assert old.ended_on == clock.today()
        assert reconcile().agrees


def test_marks_that_the_plan_looks_after_are_offered_for_the_list(world: World) -> None:
    everybody = Person.objects.filter(path__within=world.stairwell.path, left_on=None)
    listed = Cared.objects.filter(ended_on=None).values("person")
    person = everybody.exclude(pk__in=listed)[0]
    set_marks(access=ANY, person_id=person.pk, kinds={"pregnant"})
    assert person.pk in set(lacking([world.stairwell.path]).values_list("pk", flat=True))
    url = reverse("contacts:lacking")
    world.client("committee_worker").post(url, {"people": [str(person.pk)]})
    made = Cared.objects.get(person=person, ended_on=None)
    assert made.kind == "pregnant"
    assert made.carer_id == world.users["stairwell_leader"].pk
    assert put_on_by_mark(access=ANY, person_id=person.pk) == made, "twice changes nothing"


def test_the_form_says_what_is_wrong_and_keeps_what_was_typed(world: World, old: Cared) -> None:
    url = reverse("contacts:edit", args=[old.pk])
    said = {"kind": "alone", "phone": "123", "keys": "门卫老李", "note": "怕狗"}
    answer = world.client("committee_worker").post(url, said)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "打不通" in page
    assert "门卫老李" in page
    assert "怕狗" in page


def test_the_poster_leads_to_whom_one_visits_there(world: World, old: Cared) -> None:
    code = world.notice(world.stairwell).code
    assert reverse("contacts:here", args=[code]) in (
        world.client("stairwell_leader").get(f"/n/{code}/").content.decode()
    )
    url = reverse("contacts:here", args=[code])
    with clock.frozen(_at(10)):
        watch_care()
        page = world.client("stairwell_leader").get(url).content.decode()
        assert reverse("contacts:visit", args=[old.pk]) in page
        page = world.client("other_worker").get(url).content.decode()
        assert reverse("contacts:visit", args=[old.pk]) not in page
    assert world.client("inspector").get(url).status_code == 404
