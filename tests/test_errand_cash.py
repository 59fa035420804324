"""Cash from runner to runner: both say how much, and nothing is booked until they say the same."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.urls import reverse

from tests.errands import SYSTEM, access, asked, taken
from tests.world import World
from wanli.domains.errands.accounts import buyer_book, count_unsettled, passed, trial_balance
from wanli.domains.errands.models import CashEntry, CashHandOver, Round
from wanli.domains.errands.operations.money import advance, hand_back, in_hand
from wanli.domains.errands.operations.pass_cash import give_cash, take_cash, withdraw_cash
from wanli.domains.errands.operations.run import take_over
from wanli.kernel.errors import Hidden, Refused
from wanli.kernel.ids import uuid7

FIRST, SECOND, THIRD = "property_manager", "cadre", "grid_worker"


@pytest.fixture
def tour(world: World) -> Round:
    """Fifty yuan are with the first runner; the second one goes on."""
    made = taken(world, FIRST, asked(world.home(world.stairwell)))
    advance(access=SYSTEM, round_id=made.pk, amount_fen=5000, move=uuid7())
    return take_over(access=access(world, SECOND), round_id=made.pk, why="手机没电")


def give(world: World, tour: Round, fen: int, key: UUID | None = None) -> CashHandOver:
    return give_cash(
        access=access(world, FIRST), round_id=tour.pk, taker_id=world.users[SECOND].pk,
        amount_fen=fen, hand_over_id=key or uuid7(),
    )  # fmt: skip


def hands(world: World, tour: Round) -> tuple[int, int]:
    return in_hand(tour, world.users[FIRST].pk), in_hand(tour, world.users[SECOND].pk)


def test_what_both_say_is_booked_once(world: World, tour: Round) -> None:
    found = give(world, tour, 4990)
    assert hands(world, tour) == (5000, 0)
    for _ in range(2):
        take_cash(access=access(world, SECOND), hand_over_id=found.pk, amount_fen=4990)
    assert hands(world, tour) == (10, 4990)
    assert passed(tour) == []
    assert CashEntry.objects.filter(move=found.pk).count() == 2
    assert trial_balance(["w"]) == 0
    newest = buyer_book(world.users[SECOND].pk).movements[0].entry
    assert (newest.kind, newest.amount_fen) == ("passed", 4990)


def test_a_cent_of_difference_stands_for_all_to_see_and_is_never_rounded(
    world: World, tour: Round
) -> None:
    found = give(world, tour, 5000)
    take_cash(access=access(world, SECOND), hand_over_id=found.pk, amount_fen=4999)
    assert hands(world, tour) == (5000, 0)
    assert passed(tour)[0].differs_fen == -1
    assert count_unsettled([tour.path]) == 1
    for key in (FIRST, SECOND, "committee_worker"):
        page = world.client(key).get(reverse("errands:round", args=[tour.pk])).content.decode()
        assert "差 -0.01 元" in page or "差 −0.01 元" in page
    money = world.client("committee_worker").get(reverse("errands:money")).content.decode()
    assert "两个跑腿的人说的数不一样" in money
    # The giver sees that she was wrong, and says it anew.
    give(world, tour, 4999, found.pk)
    assert hands(world, tour) == (1, 4999)
    assert count_unsettled([tour.path]) == 0


def test_nobody_gives_what_she_has_not_got(world: World, tour: Round) -> None:
    with pytest.raises(Refused, match=r"50\.00"):
        give(world, tour, 5001)
    give(world, tour, 3000)
    with pytest.raises(Refused, match=r"20\.00"):
        give(world, tour, 2001)


def test_only_to_somebody_who_ran_it(world: World, tour: Round) -> None:
    for other in (THIRD, FIRST):
        with pytest.raises(Refused, match="跑过这一趟"):
            give_cash(
                access=access(world, FIRST), round_id=tour.pk, taker_id=world.users[other].pk,
                amount_fen=100, hand_over_id=uuid7(),
            )  # fmt: skip


def test_only_she_counts_it_who_is_to_have_it(world: World, tour: Round) -> None:
    found = give(world, tour, 100)
    for other in (FIRST, THIRD, "committee_worker"):
        with pytest.raises(Hidden):
            take_cash(access=access(world, other), hand_over_id=found.pk, amount_fen=100)
    with pytest.raises(Hidden):
        withdraw_cash(access=access(world, SECOND), hand_over_id=found.pk)
    with pytest.raises(Hidden):
        give_cash(
            access=access(world, SECOND), round_id=tour.pk, taker_id=world.users[FIRST].pk,
            amount_fen=1, hand_over_id=found.pk,
        )  # fmt: skip


def test_what_was_not_given_is_withdrawn_and_what_is_booked_is_not(
    world: World, tour: Round
) -> None:
    found, other = give(world, tour, 1000), give(world, tour, 2000)
    for _ in range(2):
        withdraw_cash(access=access(world, FIRST), hand_over_id=found.pk)
    with pytest.raises(Refused, match="收回"):
        take_cash(access=access(world, SECOND), hand_over_id=found.pk, amount_fen=1000)
    take_cash(access=access(world, SECOND), hand_over_id=other.pk, amount_fen=2000)
    with pytest.raises(Refused, match="记了账"):
        withdraw_cash(access=access(world, FIRST), hand_over_id=other.pk)
    hand_back(
        access=SYSTEM, round_id=tour.pk, amount_fen=2000, move=uuid7(),
        user_id=world.users[SECOND].pk,
    )  # fmt: skip
    assert hands(world, tour) == (3000, 0)


def test_on_the_screens_of_both(world: World, tour: Round) -> None:
    giver, taker = world.client(FIRST), world.client(SECOND)
    page = reverse("errands:round", args=[tour.pk])
    assert "把钱转给接着跑的人" in giver.get(page).content.decode()
    assert "把钱转给接着跑的人" not in taker.get(page).content.decode()
    form = {"entry": str(uuid7()), "taker": str(world.users[SECOND].pk), "amount": "50"}
    assert giver.post(reverse("errands:give_cash", args=[tour.pk]), form).status_code == 302
    shown = taker.get(page).content.decode()
    assert "我点到多少" in shown
    url = reverse("errands:got_cash", args=[form["entry"]])
    wrong = taker.post(url, {"amount": "fifty"})
    assert wrong.status_code == 422
    assert "请写成 12.50 这样的钱数" in wrong.content.decode()
    assert taker.post(url, {"amount": "50.00"}).status_code == 302
    assert hands(world, tour) == (0, 5000)
    nobody = giver.post(reverse("errands:give_cash", args=[tour.pk]), form | {"taker": "x"})
    assert (nobody.status_code, "请选转给谁" in nobody.content.decode()) == (422, True)
