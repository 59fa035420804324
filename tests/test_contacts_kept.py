"""What rounds and visits keep: for how long, and what becomes of it when two places are one."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.in_touch import contact_at, looked_after
from tests.world import World
from wanli.domains.accounts.access import access_of
from wanli.domains.contacts.models import Cared, Contact, Home, Offer, Round, State, Visit
from wanli.domains.contacts.operations.care_list import take_off
from wanli.domains.contacts.operations.pass_on import offer_care, offer_homes
from wanli.domains.contacts.operations.visit import check_in
from wanli.domains.contacts.queries import homes
from wanli.domains.ledger.operations.merge_place import merge_place
from wanli.domains.ledger.operations.reconcile import reconcile
from wanli.domains.people.lately import lately
from wanli.domains.places.models import Place
from wanli.domains.privacy.models import ResponseEnd
from wanli.domains.privacy.operations.purge import purge
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.ids import uuid7

ANY = Access.system()
pytestmark = pytest.mark.usefixtures("everything")


def test_contacts_go_after_their_term_with_history_and_the_home_stays_known(world: World) -> None:
    home = world.home(world.stairwell)
    made = contact_at(home, "well", note="都好")
    for days, kept in ((90, True), (91, False)):
        with clock.frozen(made.at + timedelta(days=days)):
            purge(access=ANY)
        assert Contact.objects.filter(pk=made.pk).exists() == kept
        assert Contact.pgh_event_model.objects.filter(pgh_obj_id=made.pk).exists() == kept
    assert Home.objects.filter(place=home).exists()
    assert reconcile().agrees


def test_who_is_off_the_list_goes_with_visits_offers_and_history(world: World) -> None:
    one = looked_after(world, world.stairwell)
    check_in(access=ANY, cared_id=one.pk, entry=uuid7(), fine=True)
    leader, worker = world.users["stairwell_leader"], world.users["committee_worker"]
    offer_care(access=access_of(leader.pk), from_user=leader.pk, to=worker.pk, why="病了")
    take_off(access=ANY, cared_id=one.pk, why="儿子接走了")
    for days, kept in ((90, True), (91, False)):
        with clock.frozen(clock.now() + timedelta(days=days)):
            purge(access=ANY)
        assert Cared.objects.filter(pk=one.pk).exists() == kept
        assert Offer.objects.filter(cared=one.pk).exists() == kept
        assert Cared.pgh_event_model.objects.filter(pgh_obj_id=one.pk).exists() == kept
    assert not Visit.objects.filter(cared=one.pk).exists()
    assert reconcile().agrees


def test_when_the_response_is_over_nobody_stays_on_a_list(world: World) -> None:
    one = looked_after(world, world.stairwell)
    street = world.post("leading_group_head").place
    ended = clock.today() - timedelta(days=91)
    ResponseEnd.objects.create(place=street, path=street.path, ended_on=ended)
    purge(access=ANY)
    assert not Cared.objects.filter(pk=one.pk).exists()
    assert not Home.objects.filter(path__within=street.path).exists()
    assert reconcile().agrees


def test_two_homes_that_are_one_remember_who_was_there_last(world: World) -> None:
    stays, gone = (row.place for row in list(homes([world.stairwell.path]))[:2])
    made = contact_at(gone, "well", note="从隔壁录错的")
    offer_homes(
        access=access_of(world.users["committee_worker"].pk),
        homes=[Home.objects.get(place=stays).pk], to=world.users["grid_worker"].pk, why="换个人试",
    )  # fmt: skip
    merge_place(access=ANY, label=gone.label, into=stays.label, reason="录了两遍")
    made.refresh_from_db()
    assert (made.place_id, made.path) == (stays.pk, stays.path)
    assert Home.objects.get(place=stays).state == State.REACHED
    assert reconcile().agrees


def test_two_stairwells_that_are_one_go_one_round(world: World) -> None:
    other = Place.objects.standing().filter(kind="stairwell", parent=world.stairwell.parent)
    gone = other.exclude(pk=world.stairwell.pk)[0]
    one = looked_after(world, gone)
    merge_place(access=ANY, label=gone.label, into=world.stairwell.label, reason="录了两遍")
    one.refresh_from_db()
    assert one.path.startswith(world.stairwell.path + ".")
    assert set(one.visits.values_list("path", flat=True)) == {one.path}
    running = Round.objects.filter(path=world.stairwell.path, closed_on=None)
    assert running.count() == 1
    assert reconcile().agrees


def test_the_last_contacts_are_of_anybody_and_no_more_than_one_may_see(world: World) -> None:
    case = world.case(world.stairwell)
    home = case.place
    told = world.told(world.stairwell)
    contact_at(home, "well", note="都好,孩子在家")
    arrival = world.arrival(world.stairwell)
    everybody = lately(ANY, [home.path])[home.path]
    assert len(everybody) <= 3
    assert everybody == sorted(everybody, key=lambda one: one.at, reverse=True)
    assert any(one.note == "都好,孩子在家" for one in everybody)
    offices = {str(one.office) for one in lately(ANY, [home.path], at_most=20)[home.path]}
    assert "联系每一户" in offices
    assert ("居家观察" in offices) == (told.by_id is not None or _asked(case))
    assert lately(access_of(world.users["other_worker"].pk), [home.path]) == {}
    assert lately(access_of(world.users["inspector"].pk), [home.path]) == {}
    assert arrival.path not in lately(access_of(world.users["gate_guard"].pk), [arrival.path])


def _asked(case) -> bool:
    return case.checks.filter(state="done").exclude(by=None).exists()


def test_the_card_shows_who_asked_before(world: World) -> None:
    home = world.home(world.stairwell)
    contact_at(home, "well", note="上午问过药了")
    leader = world.client("stairwell_leader")
    person = world.person(world.stairwell)
    for url in (
        f"/homes/{home.label}/",
        f"/contacts/at/{home.label}/",
        f"/observation/{world.case(world.stairwell).pk}/check/",
        f"/people/{person.pk}/",
    ):
        page = leader.get(url)
        assert page.status_code == 200, url
    assert "上午问过药了" in leader.get(f"/homes/{home.label}/").content.decode()
    door = world.door(world.stairwell)
    contact_at(door.place, "well", note="不要存在手机里")
    page = leader.get(f"/canvass/doors/{door.pk}/")
    assert page.status_code == 200
    assert "联系每一户" in page.content.decode()
    assert "不要存在手机里" not in page.content.decode(), "the page may be kept on a phone"
