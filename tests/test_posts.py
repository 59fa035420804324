"""Seats are established, filled, vacated and abolished on screen; rights and books follow."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from tests.world import World
from wanli.domains.accounts.models import Post, Seat, User
from wanli.domains.ledger.operations.reconcile import reconcile
from wanli.domains.ledger.queries import figures
from wanli.domains.places.models import Place
from wanli.kernel import clock

SECRETARY = "committee_secretary"


def post(world: World, key: str, view: str, of: object, **typed: object) -> Any:
    return world.client(key).post(reverse(f"posts:{view}", args=[of]), typed)


def books(place: Place) -> tuple[int, int]:
    """Posts filled and vacant at a place and below, as the ledger has them."""
    found = figures(labels=[place.label], measures=["posts_filled", "posts_vacant"])
    by_key = {figure.measure: figure.stock for figure in found}
    return by_key["posts_filled"], by_key["posts_vacant"]


def vacate(world: World) -> Seat:
    """The stairwell leader's seat, vacant."""
    leader = world.leader_of(world.stairwell)
    assert post(world, SECRETARY, "end", leader.pk).status_code == 302
    return leader.seat


@pytest.fixture(autouse=True)
def _books_agree(world: World) -> Any:
    yield
    assert reconcile().agrees


def test_relieved_is_without_rights_at_the_next_click(world: World) -> None:
    leader = world.client("stairwell_leader")
    page = reverse("places:place", args=[world.stairwell.label])
    filled, vacant = books(world.stairwell)
    assert leader.get(page).status_code == 200
    vacate(world)
    assert leader.get(page).status_code == 404
    assert books(world.stairwell) == (filled - 1, vacant + 1)


def test_somebody_new_gets_a_number_and_her_rights(world: World) -> None:
    seat = vacate(world)
    answer = post(world, SECRETARY, "appoint", seat.pk, new_name=" 许 阿姨 ", since=clock.today())
    user = User.objects.get(name="许 阿姨")
    assert answer["Location"] == reverse("users:user", args=[user.pk])
    assert user.username.isdecimal()
    assert len(user.username) == 6
    assert not user.has_usable_password()
    assert list(Post.objects.in_force().filter(user=user).values_list("path", flat=True)) == [
        world.stairwell.path
    ]


def test_somebody_known_is_found_by_name_with_what_she_is(world: World) -> None:
    seat = vacate(world)
    page = reverse("posts:seat", args=[seat.pk])
    cadre = world.users["cadre"]
    found = world.client(SECRETARY).get(page, {"q": cadre.name}).content.decode()
    assert f"{cadre.name}({cadre.username})" in found
    assert "下沉干部" in found
    address = reverse("posts:appoint", args=[seat.pk]) + f"?q={cadre.name}"
    typed = {"user_id": str(cadre.pk), "since": str(clock.today())}
    assert world.client(SECRETARY).post(address, typed)["Location"] == page
    assert world.leader_of(world.stairwell).user == cadre
    # Pressed twice, appointed once.
    assert world.client(SECRETARY).post(address, typed).status_code == 302
    assert Post.objects.filter(seat=seat, ended_at=None).count() == 1


def test_names_of_users_are_told_only_to_who_may_appoint(world: World) -> None:
    seat = vacate(world)
    cadre = world.users["cadre"]
    page = reverse("posts:seat", args=[seat.pk])
    seen = world.client("grid_worker").get(page, {"q": cadre.name}).content.decode()
    assert cadre.username not in seen


def test_wrong_input_is_told_and_kept(world: World) -> None:
    seat = vacate(world)
    today = clock.today()
    wrong: list[tuple[dict[str, object], str]] = [
        ({"new_name": "", "since": today}, "请选一个人,或写新人的姓名。"),
        ({"new_name": "许某", "since": ""}, "请写从哪天起。"),
        ({"new_name": "许某", "since": "二月"}, "请写成 2020-02-14 这样的日期。"),
        ({"new_name": "许某", "since": today + timedelta(days=1)}, "任职日期应在今天或之前"),
        ({"new_name": "许某", "since": today - timedelta(days=400)}, "任职日期应在今天或之前"),
        ({"new_name": "许某", "since": today, "username": "许"}, "登录名用 3 到 40 个英文字母"),
        ({"new_name": "许某", "since": today, "username": "cadre"}, "已有人用,请换一个"),
        ({"new_name": "许" * 61, "since": today}, "60"),
    ]
    for typed, said in wrong:
        answer = post(world, SECRETARY, "appoint", seat.pk, **typed)
        assert answer.status_code == 422, typed
        assert said in answer.content.decode(), typed
        assert f'value="{typed["new_name"]}"' in answer.content.decode() or not typed["new_name"]
    assert not Post.objects.filter(seat=seat, ended_at=None).exists()


def test_a_seat_that_is_held_waits_for_its_holder_to_leave(world: World) -> None:
    leader = world.leader_of(world.stairwell)
    answer = post(world, SECRETARY, "appoint", leader.seat_id, new_name="某", since=clock.today())
    assert answer.status_code == 422
    assert post(world, SECRETARY, "abolish", leader.seat_id).status_code == 422
    assert world.leader_of(world.stairwell) == leader


def test_one_does_not_relieve_oneself(world: World) -> None:
    mine = world.post(SECRETARY)
    answer = post(world, SECRETARY, "end", mine.pk)
    assert (answer.status_code, "由别人免去" in answer.content.decode()) == (422, True)


def test_establish_and_abolish(world: World) -> None:
    area = world.post(SECRETARY).place
    filled, vacant = books(area)
    answer = post(world, SECRETARY, "establish", area.label, role="grid_worker", title="流动网格")
    seat = Seat.objects.get(title="流动网格")
    assert answer["Location"] == reverse("posts:seat", args=[seat.pk])
    assert books(area) == (filled, vacant + 1)
    assert post(world, SECRETARY, "abolish", seat.pk).status_code == 302
    assert post(world, SECRETARY, "abolish", seat.pk).status_code == 302
    assert books(area) == (filled, vacant)


def test_a_role_stands_only_where_it_belongs(world: World) -> None:
    area = world.post(SECRETARY).place
    for role in ("subdistrict_leader", "nobody", ""):
        answer = post(world, SECRETARY, "establish", area.label, role=role)
        assert answer.status_code == 422, role


def test_the_head_of_the_leading_group_names_a_working_group(world: World) -> None:
    street = world.post("leading_group_head").place
    asked = {"role": "working_group_member"}
    assert post(world, "leading_group_head", "establish", street.label, **asked).status_code == 422
    asked["group"] = "medical_aid"
    assert post(world, "leading_group_head", "establish", street.label, **asked).status_code == 302


def test_figures_stand_on_today_for_whom_they_say_something(world: World) -> None:
    assert "存量与增量" in world.client("stairwell_leader").get("/").content.decode()
    assert "存量与增量" not in world.client("gate_guard").get("/").content.decode()
