"""Contact rounds: every home is reached in two taps, and none is forgotten."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from tests.in_touch import contact_at
from tests.world import World
from wanli.domains.accounts.access import access_of
from wanli.domains.contacts.models import Contact, Home, Round, State
from wanli.domains.contacts.operations.record import withdraw_contact
from wanli.domains.contacts.operations.rounds import open_rounds
from wanli.domains.contacts.queries import covered, forgotten, home_lines, homes, running
from wanli.domains.contacts.vault import open_note
from wanli.domains.errands.models import Request
from wanli.domains.ledger.operations.reconcile import reconcile
from wanli.domains.ledger.queries import figures
from wanli.domains.notices.models import Message
from wanli.domains.people.models import Person
from wanli.domains.people.operations.move_out import move_out
from wanli.domains.places.models import Place
from wanli.domains.plans.rules.care import CARE
from wanli.domains.plans.rules.contacts import CONTACTS
from wanli.domains.plans.rules.faults import Unfit
from wanli.domains.plans.rules.reading import read, starter
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.errors import Hidden, Refused
from wanli.kernel.ids import uuid7

ANY = Access.system()
pytestmark = pytest.mark.usefixtures("everything")


@pytest.fixture
def due(world: World) -> Place:
    """A home of the leader's stairwell that nobody has reached."""
    return homes([world.stairwell.path])[0].place


def _tap(world: World, home: Place, key: str = "stairwell_leader", **taps: str) -> int:
    url = reverse("contacts:record", args=[home.label])
    return world.client(key).post(url, {"entry": str(uuid7()), **taps}).status_code


def _state(home: Place) -> str:
    return Home.objects.get(place=home).state


def test_two_taps_reach_a_home_and_the_books_agree(world: World) -> None:
    home = homes([world.stairwell.path])[0].place
    before = {f.measure: f.stock for f in _figures(world)}
    assert _tap(world, home, way="phone", outcome="well") == 302
    assert _state(home) == State.REACHED
    after = {f.measure: f.stock for f in _figures(world)}
    assert after["contacts_reached"] == before["contacts_reached"] + 1
    assert after["contacts_unreached"] == before["contacts_unreached"] - 1
    assert reconcile().agrees


def _figures(world: World):
    keys = ("contacts_reached", "contacts_unreached")
    return figures(labels=[world.stairwell.label], measures=keys)


def test_the_same_tap_sent_twice_counts_once(world: World, due: Place) -> None:
    url, entry = reverse("contacts:record", args=[due.label]), str(uuid7())
    for _ in range(2):
        world.client("stairwell_leader").post(
            url, {"entry": entry, "way": "chat", "outcome": "nobody"}
        )
    assert Contact.objects.filter(pk=entry).count() == 1
    assert Home.objects.get(place=due).tries >= 1
    assert _state(due) == State.DUE, "nobody answered"


def test_a_tap_without_an_outcome_says_what_is_missing_and_keeps_the_word(
    world: World, due: Place
) -> None:
    url = reverse("contacts:record", args=[due.label])
    answer = world.client("stairwell_leader").post(url, {"way": "phone", "note": "孙女接的电话"})
    assert answer.status_code == 422
    assert "请点一个结果" in answer.content.decode()
    assert "孙女接的电话" in answer.content.decode()
    answer = world.client("stairwell_leader").post(url, {"outcome": "well", "way": "pigeon"})
    assert answer.status_code == 422
    assert "怎么联系的" in answer.content.decode()


def test_a_wish_leads_to_the_errands_of_the_home_with_its_words(world: World, due: Place) -> None:
    url = reverse("contacts:record", args=[due.label])
    said = {"way": "phone", "outcome": "wish", "note": "想买两斤鸡蛋", "entry": str(uuid7())}
    answer = world.client("stairwell_leader").post(url, said)
    assert answer.url.startswith(reverse("errands:ask", args=[due.label]))
    page = world.client("stairwell_leader").get(answer.url).content.decode()
    assert "想买两斤鸡蛋" in page
    assert not Request.objects.filter(place=due, asked_by=world.users["stairwell_leader"]).exists()


def test_who_is_not_well_is_told_to_the_committee_until_it_says_that_it_looks(
    world: World, due: Place
) -> None:
    _tap(world, due, way="door", outcome="unwell", note="头晕")
    contact = Contact.objects.filter(place=due, outcome="unwell").latest("at")
    assert Message.objects.get(sources=[contact.pk]).whom == "committee"
    for key in ("committee_worker", "committee_secretary"):
        assert "头晕" in world.client(key).get("/contacts/").content.decode()
    assert "头晕" not in world.client("other_worker").get("/contacts/").content.decode()
    world.client("committee_worker").post(reverse("contacts:seen", args=[contact.pk]))
    contact.refresh_from_db()
    assert contact.seen_by_id == world.users["committee_worker"].pk
    assert "头晕" not in world.client("committee_worker").get("/contacts/").content.decode()


def test_what_was_said_is_sealed(due: Place) -> None:
    made = contact_at(due, note="女儿周末回来")
    kept = Contact.objects.get(pk=made.pk).note_cipher
    assert "女儿".encode() not in bytes(kept)
    assert open_note(kept) == "女儿周末回来"


def test_a_slip_of_the_finger_is_taken_back_by_whoever_it_was(world: World, due: Place) -> None:
    _tap(world, due, way="phone", outcome="well")
    made = Contact.objects.filter(place=due).latest("at")
    url = reverse("contacts:withdraw", args=[made.pk])
    assert world.client("committee_worker").post(url).status_code == 404
    assert _state(due) == State.REACHED
    assert world.client("stairwell_leader").post(url).status_code == 302
    assert _state(due) == State.DUE
    assert reconcile().agrees
    with (
        clock.frozen(clock.now() + timedelta(days=2)),
        pytest.raises(Refused, match="只能撤回今天记的"),
    ):
        withdraw_contact(access=ANY, contact_id=contact_at_day_before(due).pk)


def contact_at_day_before(home: Place) -> Contact:
    with clock.frozen(clock.now() - timedelta(days=1)):
        return contact_at(home, "well")


def test_the_next_round_asks_for_all_again_and_remembers_whom_nobody_reached(
    world: World,
) -> None:
    start = clock.now() + timedelta(days=20)
    with clock.frozen(start):
        open_rounds()
        one, other = (row.place for row in homes([world.stairwell.path])[:2])
        contact_at(one, "well")
    last = Round.objects.get(place=world.stairwell, closed_on=None)
    since = Home.objects.get(place=other).since
    with clock.frozen(start + timedelta(days=7)):
        assert open_rounds() >= 1
        assert open_rounds() == 0, "as often as one likes"
        last.refresh_from_db()
        assert (last.closed_on, last.reached) == (clock.today(), 1)
        rows = {row.place_id: row for row in homes([world.stairwell.path])}
        assert (rows[one.pk].state, rows[one.pk].since) == (State.DUE, clock.today())
        assert rows[other.pk].since == since
        (line,) = home_lines([rows[other.pk]])
        assert (line.days, line.forgotten) == ((clock.today() - since).days, True)
        assert list(rows)[-1] == one.pk, "who waits longest comes first"
        late = {row.place_id for row in forgotten([world.stairwell.path])}
        assert other.pk in late
        assert one.pk not in late
        assert reconcile().agrees


def test_homes_follow_who_moves_in_and_out(world: World) -> None:
    home = world.home(world.stairwell)
    for person in Person.objects.filter(path=home.path, left_on=None):
        move_out(access=ANY, person_id=person.pk)
    open_rounds()
    assert _state(home) == State.OUT
    assert reconcile().agrees


def test_coverage_of_a_stairwell_is_what_its_homes_say(world: World) -> None:
    (line,) = covered(running([world.stairwell.path]))
    rows = Home.objects.filter(path__within=world.stairwell.path).exclude(state=State.OUT)
    assert line.homes == rows.count()
    assert line.reached == rows.filter(state=State.REACHED).count()
    page = world.client("committee_secretary").get("/contacts/coverage/").content.decode()
    assert line.address in page


def test_numbers_are_opened_with_a_trace(world: World, due: Place) -> None:
    url = reverse("contacts:home", args=[due.label])
    page = world.client("stairwell_leader").get(url).content.decode()
    assert "tel:" not in page
    assert "tel:" in world.client("stairwell_leader").get(url + "?call").content.decode()
    assert "tel:" not in world.client("cadre").get(url + "?call").content.decode()


def test_today_leads_to_the_round(world: World, due: Place) -> None:
    page = world.client("stairwell_leader").get("/").content.decode()
    assert "没联系上" in page
    assert reverse("contacts:list") in page


def test_nobody_records_elsewhere(world: World) -> None:
    access = access_of(world.users["stairwell_leader"].pk)
    made = contact_at(world.home(world.elsewhere))
    with pytest.raises(Hidden):
        withdraw_contact(access=access, contact_id=made.pk)
    assert _tap(world, world.home(world.elsewhere), way="phone", outcome="well") == 404


@pytest.mark.parametrize(
    ("section", "wrong", "said"),
    [
        ("contacts", {"within_days": 8}, "一轮要在下一轮开始以前联系完"),
        ("contacts", {"outcomes": CONTACTS.outcomes[-1:]}, "至少要有一个结果算联系上了"),
        ("care", {"ladder": CARE.ladder[::-1]}, "每一步要比前一步晚"),
    ],
)
def test_a_plan_that_cannot_be_is_refused_with_a_sentence(
    section: str, wrong: dict[str, object], said: str
) -> None:
    content = starter().model_dump(mode="json")
    changed = {
        key: [one.model_dump(mode="json") for one in value] if isinstance(value, tuple) else value
        for key, value in wrong.items()
    }
    content[section] |= changed
    with pytest.raises(Unfit) as refused:
        read(content)
    assert said in " ".join(fault.message for fault in refused.value.faults)


def test_the_plan_of_before_has_rounds_and_care_too() -> None:
    content = starter().model_dump(mode="json")
    del content["contacts"], content["care"]
    assert read(content).contacts == CONTACTS
    assert read(content).care == CARE
