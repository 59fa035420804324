"""Tonight: what is missing, by committee, and a tap to call or to remind."""

from __future__ import annotations

from django.urls import reverse

from tests.world import World
from wanli.domains.accounts.access import access_of
from wanli.domains.audit.models import Opening
from wanli.domains.ledger.queries import figures
from wanli.domains.notices.models import Message
from wanli.domains.notices.operations.nudge import leave_number
from wanli.kernel.ids import uuid7

URL = "/tonight/"


def test_the_street_sees_every_committee_and_a_committee_its_own(world: World) -> None:
    street = world.client("leading_group_head").get(URL).content.decode()
    own = world.client("committee_secretary").get(URL).content.decode()
    here = world.post("committee_secretary").place.name
    there = world.post("other_worker").place.name
    assert here in street
    assert there in street
    assert here in own
    assert there not in own


def test_what_is_missing_is_what_the_books_say(world: World) -> None:
    place = world.post("committee_secretary").place
    (left,) = figures(labels=[place.label], measures=["homes_to_canvass"])
    page = world.client("committee_secretary").get(URL).content.decode()
    assert left.stock > 0
    assert f"{left.stock} 户没排摸" in page


def test_one_tap_reminds_and_the_same_tap_twice_is_one_reminder(world: World) -> None:
    post = world.post("committee_secretary")
    address, entry = reverse("tonight:remind", args=[post.pk]), str(uuid7())
    for _again in range(2):
        answer = world.client("leading_group_head").post(
            address, {"said": "还有 3 户没报", "entry": entry}
        )
        assert answer.status_code == 302
    assert Message.objects.filter(user=post.user_id, said="还有 3 户没报").count() == 1


def test_one_tap_shows_the_number_and_is_logged(world: World) -> None:
    post = world.post("committee_secretary")
    leave_number(access=access_of(post.user_id), phone="13912345678")
    address = reverse("tonight:call", args=[post.pk])
    page = world.client("leading_group_head").post(address, {"reason": "今晚催办"})
    assert "tel:13912345678" in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert Opening.objects.filter(subject=post.user_id, reason="今晚催办").count() == 1
    assert world.client("leading_group_head").post(address).status_code == 422


def test_a_garbled_entry_is_no_fault(world: World) -> None:
    post = world.post("committee_secretary")
    address = reverse("tonight:remind", args=[post.pk])
    answer = world.client("leading_group_head").post(address, {"said": "x", "entry": "?"})
    assert answer.status_code == 302
