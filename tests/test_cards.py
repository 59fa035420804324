"""A printed card: scanned, six digits, one phone, void when lost."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.world import World
from wanli.domains.accounts.models import Card, CardEvent, Post, User
from wanli.domains.accounts.operations.cards import MOST_WRONG

SECRETARY = "committee_secretary"
LEADER = "stairwell_leader"


class Printed:
    """A card as it lies on the table."""

    def __init__(self, world: World, key: str = LEADER, by: str = SECRETARY) -> None:
        user = world.users[key]
        answer = world.client(by).post(reverse("users:issue", args=[user.pk]))
        page = answer.content.decode()
        self.status = answer.status_code
        self.pins = re.findall(r'class="secret">(\d{3}) (\d{3})<', page)
        self.pin = "".join(self.pins[0]) if self.pins else ""
        self.user = user

    def wrong_pin(self) -> str:
        return f"{(int(self.pin) + 1) % 1_000_000:06}"


@pytest.fixture
def tokens(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What each QR code drawn from now on leads to; a camera would read it off the paper."""
    from wanli.web.desk.users import cards

    drawn: list[str] = []
    draw = cards.segno.make

    def noting(address: str, **options: Any) -> Any:
        drawn.append(address.removeprefix("http://testserver"))
        return draw(address, **options)

    monkeypatch.setattr(cards.segno, "make", noting)
    return drawn


def enter(phone: Client, address: str, pin: str) -> Any:
    return phone.post(address, {"pin": pin})


def test_scan_six_digits_and_in(world: World, tokens: list[str]) -> None:
    card, phone = Printed(world), Client()
    assert world.users[LEADER].name in phone.get(tokens[0]).content.decode()
    assert enter(phone, tokens[0], f"{card.pin[:3]} {card.pin[3:]}")["Location"] == "/"
    assert phone.get(reverse("places:place", args=[world.stairwell.label])).status_code == 200


def test_neither_code_nor_digits_are_kept(world: World, tokens: list[str]) -> None:
    card = Printed(world)
    token = tokens[0].rstrip("/").rsplit("/", 1)[-1]
    kept = str(Card.objects.filter(user=card.user).values_list()) + str(
        CardEvent.objects.values_list()
    )
    assert token not in kept
    assert card.pin not in kept


def test_the_first_phone_is_the_only_one(world: World, tokens: list[str]) -> None:
    card, first, second = Printed(world), Client(), Client()
    assert enter(first, tokens[0], card.pin).status_code == 302
    refused = enter(second, tokens[0], card.pin)
    assert (refused.status_code, "另一部手机" in refused.content.decode()) == (422, True)
    first.post(reverse("account_logout"))
    assert enter(first, tokens[0], card.pin).status_code == 302


def test_five_wrong_in_a_row_void_it(world: World, tokens: list[str]) -> None:
    card, phone = Printed(world), Client()
    for left in range(MOST_WRONG - 1, 0, -1):
        refused = enter(phone, tokens[0], card.wrong_pin())
        assert f"还可以试 {left} 次" in refused.content.decode()
    assert "已作废" in enter(phone, tokens[0], card.wrong_pin()).content.decode()
    assert enter(phone, tokens[0], card.pin).status_code == 422


def test_wrong_ones_in_between_are_forgiven(world: World, tokens: list[str]) -> None:
    card, phone = Printed(world), Client()
    for _again in range(2):
        for _wrong in range(MOST_WRONG - 1):
            enter(phone, tokens[0], card.wrong_pin())
        assert enter(phone, tokens[0], card.pin).status_code == 302


@pytest.mark.parametrize("typed", ["", "abc", "１２３", "0" * 5000, "\x00"])
def test_nonsense_is_a_wrong_pin(world: World, tokens: list[str], typed: str) -> None:
    Printed(world)
    assert enter(Client(), tokens[0], typed).status_code == 422


def test_a_lost_card_is_void_and_its_phone_signed_out(world: World, tokens: list[str]) -> None:
    card, phone = Printed(world), Client()
    enter(phone, tokens[0], card.pin)
    world.client(SECRETARY).post(reverse("users:revoke", args=[card.user.pk]))
    assert phone.get("/")["Location"].startswith("/account/login/")
    assert enter(phone, tokens[0], card.pin).status_code == 422


def test_a_new_card_voids_the_one_before(world: World, tokens: list[str]) -> None:
    old, new = Printed(world), Printed(world)
    assert enter(Client(), tokens[0], old.pin).status_code == 422
    assert enter(Client(), tokens[1], new.pin).status_code == 302
    assert Card.objects.filter(user=new.user, revoked_at=None).count() == 1


def test_posts_that_see_the_subdistrict_have_no_card(world: World, tokens: list[str]) -> None:
    administrator = "system_administrator"
    assert Printed(world, "inspector", by=administrator).status == 422
    card = Printed(world)
    seen = Post.objects.filter(role="inspector", ended_at=None)[0]
    Post.objects.filter(pk=seen.pk).update(user=card.user)
    refused = enter(Client(), tokens[0], card.pin)
    assert (refused.status_code, "两步验证" in refused.content.decode()) == (422, True)


def test_a_code_that_was_never_printed_leads_nowhere(world: World) -> None:
    assert Client().post("/card/never-printed/", {"pin": "123456"}).status_code == 404


def test_cards_for_all_who_have_none(world: World, tokens: list[str]) -> None:
    area = world.post(SECRETARY).place
    address = reverse("users:issue_below", args=[area.label])
    waiting = world.client(SECRETARY).get(address).content.decode()
    assert world.users[LEADER].name in waiting
    sheet = world.client(SECRETARY).post(address).content.decode()
    holders = Post.objects.in_force().filter(path__within=area.path).values("user")
    assert len(re.findall('class="secret"', sheet)) == User.objects.filter(pk__in=holders).count()
    assert len(set(tokens)) == len(tokens) > 1
    assert "都有卡了" in world.client(SECRETARY).get(address).content.decode()


def test_a_password_set_anew_is_shown_once_and_works(world: World) -> None:
    user = world.users["cadre"]
    answer = world.client("system_administrator").post(reverse("users:password", args=[user.pk]))
    (fresh,) = re.findall(r'class="secret">([^<]+)<', answer.content.decode())
    assert answer["Cache-Control"] == "no-store"
    phone = Client()
    typed = {"login": user.username, "password": fresh}
    assert phone.post(reverse("account_login"), typed).status_code == 302
    assert phone.get("/").status_code == 200


def test_an_account_out_of_use_is_signed_out(world: World) -> None:
    cadre = world.client("cadre")
    assert cadre.get("/").status_code == 200
    address = reverse("users:active", args=[world.users["cadre"].pk])
    world.client("system_administrator").post(address, {"active": "0"})
    assert cadre.get("/").status_code == 302
    mine = reverse("users:active", args=[world.users["system_administrator"].pk])
    assert world.client("system_administrator").post(mine, {"active": "0"}).status_code == 422
