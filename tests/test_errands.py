"""Errands: asked for, planned, run, handed on, delivered once."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from psycopg.types.range import DateRange

from tests.errands import (
    EGGS,
    MILK,
    SYSTEM,
    access,
    asked,
    found,
    picture,
    planned,
    shopped,
    taken,
)
from tests.world import World
from wanli.domains.accounts.models import Post, Seat, User
from wanli.domains.errands.models import Attempt, Item, Photo, Request, Round, Standing
from wanli.domains.errands.operations.ask import MOST_OPEN, Asked, ask, cancel
from wanli.domains.errands.operations.deliver import AtTheDoor, record_attempt
from wanli.domains.errands.operations.lateness import mark_late
from wanli.domains.errands.operations.money import advance, in_hand
from wanli.domains.errands.operations.plan_rounds import give_up_round, make_round, take_out
from wanli.domains.errands.operations.run import finish, take, take_over
from wanli.domains.errands.operations.shop import answer_swap, ask_swap, bought, mark_items
from wanli.domains.errands.operations.standing import (
    Rhythm,
    ask_standing,
    end_standing,
    lay_out,
)
from wanli.domains.errands.queries import at_home
from wanli.domains.errands.rounds import shopping_list, stops, suggestions
from wanli.domains.errands.vault import open_what
from wanli.domains.ledger.operations.fold import fold_all
from wanli.domains.ledger.operations.reconcile import reconcile
from wanli.domains.ledger.queries import figures
from wanli.domains.places.models import Place
from wanli.kernel import clock
from wanli.kernel.errors import Hidden, Refused
from wanli.kernel.ids import uuid7
from wanli.web.desk.account.demo_links import link_for

RUNNER, OTHER = "property_manager", "cadre"
"""Both are posted at the compound."""


@pytest.fixture
def home(world: World) -> Place:
    return world.home(world.stairwell)


def figure(world: World, measure: str) -> int:
    fold_all()
    shown = figures(labels=[world.stairwell.label], measures=[measure])
    return sum(one.stock for one in shown)


def test_what_a_home_wants_is_sealed_and_in_the_books(world: World, home: Place) -> None:
    before = figure(world, "errands_open")
    made = asked(home, EGGS, MILK)
    item = made.items.get(number=2)
    assert "牛奶".encode() not in bytes(item.what_cipher)
    assert (open_what(item.what_cipher).note, item.shelf) == ("要低脂的", "dairy")
    assert figure(world, "errands_open") == before + 1
    assert reconcile().differences == []


def test_asked_twice_is_asked_once(world: World, home: Place) -> None:
    number, wants = uuid7(), Asked("shopping", (EGGS,))
    for _ in range(2):
        ask(access=SYSTEM, label=home.label, asked=wants, request_id=number)
    assert Request.objects.filter(path=home.path).count() == 1
    other = world.home(world.elsewhere)
    with pytest.raises(Hidden):
        ask(access=SYSTEM, label=other.label, asked=wants, request_id=number)


def test_a_home_does_not_drown_its_committee(home: Place) -> None:
    for _ in range(MOST_OPEN):
        asked(home, EGGS)
    with pytest.raises(Refused, match="没办完"):
        asked(home, EGGS)


@pytest.mark.parametrize("wants", [Asked("shopping"), Asked("rocket", (EGGS,))])
def test_nothing_is_asked_of_nothing(home: Place, wants: Asked) -> None:
    with pytest.raises(Refused):
        ask(access=SYSTEM, label=home.label, asked=wants, request_id=uuid7())


def test_it_is_cancelled_with_a_reason_until_it_is_bought(world: World, home: Place) -> None:
    made = asked(home, EGGS)
    with pytest.raises(Refused, match="为什么"):
        cancel(access=SYSTEM, request_id=made.pk, why=" ")
    tour = taken(world, RUNNER, made)
    shopped(world, RUNNER, made, 1250)
    with pytest.raises(Refused, match="可以不收"):
        cancel(access=SYSTEM, request_id=made.pk, why="不要了")
    other = asked(home, MILK)
    for _ in range(2):
        assert cancel(access=SYSTEM, request_id=other.pk, why="不要了").state == "cancelled"
    assert tour.requests.count() == 1
    assert reconcile().differences == []


def test_milk_comes_once_each_day_it_was_asked_for(home: Place) -> None:
    monday = datetime(2020, 2, 10, 6, tzinfo=clock.LOCAL_ZONE)
    with clock.frozen(monday - timedelta(days=1)):
        ask_standing(
            access=SYSTEM, label=home.label, asked=Asked("shopping", (MILK,)),
            rhythm=Rhythm([1, 2], time(9)), standing_id=uuid7(),
        )  # fmt: skip
        assert lay_out() == 0
    with clock.frozen(monday):
        assert lay_out() == 1
        assert lay_out() == 0
        made = Request.objects.get(path=home.path)
        assert (made.channel, made.wanted_by.hour) == ("standing", 1)
        assert made.items.get().quantity == 2
    with clock.frozen(monday + timedelta(days=1, hours=5)):
        assert lay_out() == 0, "nobody can bring it by nine any more"
    with clock.frozen(monday + timedelta(days=7)):
        end_standing(access=SYSTEM, standing_id=Standing.objects.get(path=home.path).pk)
        assert lay_out() == 0
    assert reconcile().differences == []


def test_what_does_not_come_in_time_is_late(world: World, home: Place) -> None:
    made = asked(home)
    with clock.frozen(made.wanted_by + timedelta(minutes=1)):
        assert mark_late() >= 1
        assert mark_late() == 0
    assert Request.objects.get(pk=made.pk).late
    assert figure(world, "errands_late") >= 1


def test_one_round_for_one_shop_merged_by_shelf_and_split_by_home(world: World) -> None:
    doors = Place.objects.standing().filter(parent=world.stairwell, kind="household")[:2]
    first, second = (asked(door, EGGS, MILK) for door in doors)
    groups = suggestions([world.stairwell.path])
    together = next(g for g in groups if first.pk in {line.request.pk for line in g.lines})
    assert {first.pk, second.pk} <= {line.request.pk for line in together.lines}
    tour = planned(first, second)
    assert tour.path == world.stairwell.path
    lots = {lot.pile.name: lot for shelf in shopping_list(tour, stops(tour)) for lot in shelf.lots}
    assert (lots["牛奶"].pile.quantity, len(lots["牛奶"].goods)) == (4, 2)
    with pytest.raises(Refused, match="已经排好"):
        planned(first)


def test_a_round_goes_one_way_and_stays_within_the_posts(world: World, home: Place) -> None:
    with pytest.raises(Refused, match="一种路"):
        planned(asked(home), asked(home, kind="parcel"))
    made = asked(world.home(world.elsewhere))
    with pytest.raises(Hidden):
        make_round(
            access=access(world, "committee_worker"), request_ids=[made.pk], round_id=uuid7()
        )
    with pytest.raises(Hidden):
        take(access=access(world, RUNNER), round_id=planned(made).pk)


def test_a_volunteer_runs_within_her_post_and_reads_no_register(world: World, home: Place) -> None:
    compound = Place.objects.get(path=home.path.rsplit(".", 3)[0])
    user = User.objects.create_user("volunteer-1", name="叶知秋")
    Post.objects.create(
        user=user, place=compound, path=compound.path, role="volunteer",
        seat=Seat.objects.create(place=compound, path=compound.path, role="volunteer", ordinal=1),
        during=DateRange(clock.today(), None),
    )  # fmt: skip
    tour = planned(asked(home))
    client = Client()
    client.get(link_for(user.pk))
    assert str(tour.pk) in client.get(reverse("errands:rounds")).content.decode()
    assert client.post(reverse("errands:take", args=[tour.pk])).status_code == 302
    page = client.get(reverse("errands:round", args=[tour.pk])).content.decode()
    assert "这一户买好了" in page
    assert client.get(reverse("people:home", args=[home.label])).status_code == 404
    assert client.get(reverse("errands:sheet")).status_code == 404
    other = planned(asked(world.home(world.elsewhere)))
    assert client.get(reverse("errands:round", args=[other.pk])).status_code == 404


def test_of_two_who_take_it_one_has_it_and_the_other_is_told_who(world: World, home: Place) -> None:
    tour = planned(asked(home))
    for _ in range(2):
        take(access=access(world, RUNNER), round_id=tour.pk)
    with pytest.raises(Refused, match="已经接了"):
        take(access=access(world, OTHER), round_id=tour.pk)
    assert tour.turns.count() == 1


def test_a_dead_phone_stops_nothing_and_brings_nothing_twice(world: World) -> None:
    doors = Place.objects.standing().filter(parent=world.stairwell, kind="household")[:2]
    first, second = (asked(door, EGGS) for door in doors)
    tour = taken(world, RUNNER, first, second)
    for one in (first, second):
        shopped(world, RUNNER, one, 1250)
    done, me = uuid7(), access(world, RUNNER)
    for _ in range(2):
        record_attempt(access=me, request_id=first.pk, told=AtTheDoor("done"), attempt_id=done)
    take_over(access=access(world, OTHER), round_id=tour.pk, why="手机没电")
    for who in (OTHER, RUNNER):
        with pytest.raises(Refused, match="已经送到"):
            record_attempt(
                access=access(world, who), request_id=first.pk, told=AtTheDoor("done"),
                attempt_id=uuid7(),
            )  # fmt: skip
    with pytest.raises(Refused, match="在跑"):
        record_attempt(access=me, request_id=second.pk, told=AtTheDoor("done"), attempt_id=uuid7())
    record_attempt(
        access=access(world, OTHER), request_id=second.pk, told=AtTheDoor("done"),
        attempt_id=uuid7(),
    )  # fmt: skip
    finish(access=access(world, OTHER), round_id=tour.pk)
    assert Attempt.objects.filter(request__round=tour, outcome="done").count() == 2
    assert [turn.user.username for turn in tour.turns.order_by("since")] == [RUNNER, OTHER]
    assert reconcile().differences == []


def test_something_else_is_asked_about_and_not_bought_before_the_answer(
    world: World, home: Place
) -> None:
    made = asked(home, EGGS, MILK)
    taken(world, RUNNER, made)
    eggs, milk = made.items.order_by("number")
    me = access(world, RUNNER)
    for _ in range(2):
        ask_swap(access=me, item_id=milk.pk, instead="伊利全脂")
    with pytest.raises(Refused, match="等住户回话"):
        mark_items(access=me, request_id=made.pk, found=found(made, 1000, 900))
    answer_swap(access=SYSTEM, item_id=milk.pk, yes=True)
    shopped(world, RUNNER, made, 1000, 900)
    states = made.items.order_by("number").values_list("state", flat=True)
    assert list(states) == [Item.State.GOT, Item.State.INSTEAD]
    with pytest.raises(Refused, match="不用再答"):
        answer_swap(access=SYSTEM, item_id=milk.pk, yes=False)
    assert eggs.pk


def test_a_bag_is_packed_when_each_thing_is_told_of(world: World, home: Place) -> None:
    made = asked(home, EGGS, MILK)
    taken(world, RUNNER, made)
    with pytest.raises(Refused, match="没说买到没有"):
        bought(access=access(world, RUNNER), request_id=made.pk)
    with pytest.raises(Refused, match="先在购物单里"):
        record_attempt(
            access=access(world, RUNNER), request_id=made.pk, told=AtTheDoor("done"),
            attempt_id=uuid7(),
        )  # fmt: skip


def test_who_does_not_open_is_tried_again_in_another_round(world: World, home: Place) -> None:
    made = asked(home, EGGS)
    tour = taken(world, RUNNER, made)
    shopped(world, RUNNER, made, 1250)
    me = access(world, RUNNER)
    with pytest.raises(Refused, match="没说送到"):
        finish(access=me, round_id=tour.pk)
    record_attempt(access=me, request_id=made.pk, told=AtTheDoor("nobody"), attempt_id=uuid7())
    finish(access=me, round_id=tour.pk)
    made.refresh_from_db()
    assert (made.state, made.round) == ("again", None)
    again = taken(world, OTHER, made)
    made.refresh_from_db()
    assert made.state == "bought", "nobody buys it a second time"
    assert not shopping_list(again, stops(again))
    page = world.client(OTHER).get(reverse("errands:round", args=[again.pk])).content.decode()
    assert "不用再买" in page
    record_attempt(
        access=access(world, OTHER), request_id=made.pk, told=AtTheDoor("done"), attempt_id=uuid7()
    )
    assert Request.objects.get(pk=made.pk).state == "done"
    assert again.pk != tour.pk
    assert reconcile().differences == []


def test_declined_needs_a_word(world: World, home: Place) -> None:
    before = figure(world, "errands_failed")
    made = asked(home, EGGS)
    taken(world, RUNNER, made)
    shopped(world, RUNNER, made, 1250)
    me, number = access(world, RUNNER), uuid7()
    with pytest.raises(Refused, match="为什么"):
        record_attempt(access=me, request_id=made.pk, told=AtTheDoor("refused"), attempt_id=number)
    told = AtTheDoor("refused", "鸡蛋碎了")
    record_attempt(access=me, request_id=made.pk, told=told, attempt_id=number)
    assert Request.objects.get(pk=made.pk).state == "refused"
    assert figure(world, "errands_failed") == before + 1


def test_a_round_is_given_up_only_before_anything_is_bought(world: World, home: Place) -> None:
    made, other = asked(home, EGGS), asked(home, MILK)
    tour = planned(made, other)
    assert take_out(access=SYSTEM, request_id=other.pk).round is None
    give_up_round(access=SYSTEM, round_id=tour.pk)
    assert Request.objects.get(pk=made.pk).state == "asked"
    second = taken(world, RUNNER, made)
    shopped(world, RUNNER, made, 1250)
    with pytest.raises(Refused, match="换人"):
        give_up_round(access=SYSTEM, round_id=second.pk)
    assert reconcile().differences == []


def test_from_the_desk_to_the_door_on_a_phone(world: World, home: Place) -> None:
    """By the pages alone: asked, planned, taken, bought, delivered with a picture."""
    worker, runner = world.client("committee_worker"), world.client(RUNNER)
    number = uuid7()
    form = {"entry": str(number), "kind": "shopping", "items": "鸡蛋 1 盒\n青菜 2 斤(嫩的)",
        "channel": "phone", "shop": "好德"}  # fmt: skip
    address = reverse("errands:ask", args=[home.label])
    for _ in range(2):
        assert worker.post(address, form).status_code == 302
    page = worker.get(reverse("errands:plan")).content.decode()
    assert str(number) in page
    assert "鸡蛋 1盒" in page
    answer = worker.post(
        reverse("errands:plan"), {"ids": [str(number)], "entry": str(uuid7()), "shop": "好德"}
    )
    tour = Round.objects.get(requests=number)
    assert answer["Location"] == reverse("errands:round", args=[tour.pk])
    assert str(tour.pk) in runner.get(reverse("errands:rounds")).content.decode()
    runner.post(reverse("errands:take", args=[tour.pk]))
    items = Item.objects.filter(request=number).order_by("number")
    prices = {f"price-{item.pk}": price for item, price in zip(items, ("12.5", "六"), strict=True)}
    got = {f"got-{item.pk}": "yes" for item in items} | {"said": "all"}
    wrong = runner.post(reverse("errands:items", args=[number]), got | prices)
    assert wrong.status_code == 422
    assert "不是钱数" in wrong.content.decode()
    prices[f"price-{items[1].pk}"] = "6"
    assert runner.post(reverse("errands:items", args=[number]), got | prices).status_code == 302
    door = reverse("errands:door", args=[number])
    pdf = SimpleUploadedFile("a.jpg", b"%PDF-1.7 x", "image/jpeg")
    attempt = {"entry": str(uuid7()), "outcome": "done", "note": "放门口"}
    refused = runner.post(door, attempt | {"photo": pdf})
    assert refused.status_code == 422
    assert "PDF" in refused.content.decode()
    assert "放门口" in refused.content.decode(), "nothing typed is lost"
    for _ in range(2):
        photo = SimpleUploadedFile("a.jpg", picture(), "image/jpeg")
        assert runner.post(door, attempt | {"photo": photo}).status_code == 302
    kept = Photo.objects.get(request=number)
    shown = runner.get(reverse("errands:photo", args=[kept.pk]))
    assert shown["Content-Type"] == "image/jpeg"
    runner.post(reverse("errands:finish", args=[tour.pk]))
    assert Round.objects.get(pk=tour.pk).state == "done"
    line = at_home(home.path)[0]
    assert line.request.state == "done"
    assert "18.50" in worker.get(reverse("errands:request", args=[number])).content.decode()


SCRIPT = {"Accept": "application/json"}


def test_a_runner_keeps_her_rounds_for_when_there_is_no_network(world: World, home: Place) -> None:
    mine, other = taken(world, RUNNER, asked(home)), planned(asked(home))
    urls = world.client(RUNNER).get(reverse("canvass:offline")).json()["urls"]
    assert reverse("errands:round", args=[mine.pk]) in urls
    assert reverse("errands:round", args=[other.pk]) not in urls


def test_things_said_again_after_a_lost_answer_change_nothing(world: World, home: Place) -> None:
    made = asked(home, EGGS)
    taken(world, RUNNER, made)
    item = made.items.get()
    form = {f"got-{item.pk}": "yes", f"price-{item.pk}": "12.50", "said": "all", "waited": "40"}
    url, client = reverse("errands:items", args=[made.pk]), world.client(RUNNER)
    for _ in range(2):
        assert client.post(url, form, headers=SCRIPT).status_code == 200
    form[f"price-{item.pk}"] = "13.00"
    answer = client.post(url, form, headers=SCRIPT)
    assert answer.status_code == 422
    assert "已经买好" in answer.json()["refused"][0]
    assert Item.objects.get(pk=item.pk).price_fen == 1250


def test_what_was_done_before_somebody_took_over_is_told_later(world: World, home: Place) -> None:
    first, second = asked(home, EGGS), asked(home, MILK)
    now = clock.now()
    with clock.frozen(now - timedelta(hours=2)):
        tour = taken(world, RUNNER, first, second)
        advance(access=SYSTEM, round_id=tour.pk, amount_fen=5000, move=uuid7())
    with clock.frozen(now - timedelta(hours=1)):
        take_over(access=access(world, OTHER), round_id=tour.pk, why="手机没电")
    client = world.client(RUNNER)
    item = first.items.get()
    said = {f"got-{item.pk}": "yes", f"price-{item.pk}": "12.50", "said": "all"}
    url = reverse("errands:items", args=[first.pk])
    late = client.post(url, said | {"waited": "1800"}, headers=SCRIPT)
    assert "由" in late.json()["refused"][0]
    assert client.post(url, said | {"waited": "5400"}, headers=SCRIPT).status_code == 200
    door = {"entry": str(uuid7()), "outcome": "done", "waited": "5000"}
    answer = client.post(reverse("errands:door", args=[first.pk]), door, headers=SCRIPT)
    assert answer.status_code == 200
    # Who goes on sees that it is there, and it was paid from the hands that held the money.
    with pytest.raises(Refused, match="已经送到"):
        record_attempt(
            access=access(world, OTHER), request_id=first.pk, told=AtTheDoor("done"),
            attempt_id=uuid7(),
        )  # fmt: skip
    assert Attempt.objects.get(request=first).at < now - timedelta(hours=1)
    assert in_hand(tour, world.users[RUNNER].pk) == 5000 - 1250
    assert in_hand(tour, world.users[OTHER].pk) == 0
    assert reconcile().differences == []


def test_what_two_brought_is_told_to_the_second_and_counted_once(world: World, home: Place) -> None:
    made = asked(home, kind="parcel")
    now = clock.now()
    with clock.frozen(now - timedelta(hours=2)):
        tour = taken(world, RUNNER, made)
    with clock.frozen(now - timedelta(hours=1)):
        take_over(access=access(world, OTHER), round_id=tour.pk, why="手机没电")
    record_attempt(
        access=access(world, OTHER), request_id=made.pk, told=AtTheDoor("done"), attempt_id=uuid7()
    )
    door = {"entry": str(uuid7()), "outcome": "done", "waited": "5000"}
    url = reverse("errands:door", args=[made.pk])
    answer = world.client(RUNNER).post(url, door, headers=SCRIPT)
    assert answer.status_code == 422
    assert world.users[OTHER].name in answer.json()["refused"][0]
    assert Attempt.objects.filter(request=made).count() == 1
