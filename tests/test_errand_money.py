"""Money to the last fen: two sides to everything, nothing changed, nothing rounded away."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.errands import EGGS, MILK, SYSTEM, access, asked, shopped, taken
from tests.world import World
from wanli.domains.errands.accounts import (
    buyer_book,
    home_book,
    purse,
    trial_balance,
    unsettled,
)
from wanli.domains.errands.models import CashEntry, Request, Round
from wanli.domains.errands.operations.deliver import AtTheDoor, record_attempt
from wanli.domains.errands.operations.money import (
    add_receipt,
    advance,
    book_difference,
    count,
    give_change,
    hand_back,
    in_hand,
    pay,
    undo_purchase,
    void_receipt,
)
from wanli.domains.errands.operations.run import finish, take_over
from wanli.kernel.errors import Hidden, Refused
from wanli.kernel.ids import uuid7

RUNNER = "property_manager"


@pytest.fixture
def bought(world: World) -> Request:
    """Eggs for 12.50 and milk for 9.99, with 50 yuan in hand."""
    made = asked(world.home(world.stairwell), EGGS, MILK)
    tour = taken(world, RUNNER, made)
    advance(access=SYSTEM, round_id=tour.pk, amount_fen=5000, move=uuid7())
    shopped(world, RUNNER, made, 1250, 999)
    made.refresh_from_db()
    return made


def of(request: Request) -> Round:
    assert request.round
    return Round.objects.get(pk=request.round_id)


def differs(tour: Round) -> bool:
    return tour.pk in {one.round.pk for one in unsettled(["w"])}


def test_an_errand_leaves_both_sides_even(world: World, bought: Request) -> None:
    me, tour = access(world, RUNNER), of(bought)
    assert home_book(bought.path).balance_fen == 2249
    assert in_hand(tour, world.users[RUNNER].pk) == 5000 - 2249
    held = buyer_book(world.users[RUNNER].pk).balance_fen
    paying, change = uuid7(), uuid7()
    for _ in range(2):
        pay(access=me, request_id=bought.pk, amount_fen=3000, move=paying)
        give_change(access=me, request_id=bought.pk, amount_fen=751, move=change)
    assert home_book(bought.path).balance_fen == 0
    record_attempt(access=me, request_id=bought.pk, told=AtTheDoor("done"), attempt_id=uuid7())
    finish(access=me, round_id=tour.pk)
    with pytest.raises(Refused, match="只有"):
        hand_back(access=SYSTEM, round_id=tour.pk, amount_fen=5001, move=uuid7())
    hand_back(access=SYSTEM, round_id=tour.pk, amount_fen=5000, move=uuid7())
    assert purse(tour).in_hand == 0
    assert trial_balance(["w"]) == 0
    _day, closing, rows = buyer_book(world.users[RUNNER].pk).days()[0]
    assert closing == held - (5000 - 2249)
    assert [one.entry.amount_fen for one in rows[:5]] == [-5000, -751, 3000, -2249, 5000]


def test_what_a_receipt_says_is_held_against_what_homes_were_charged(
    world: World, bought: Request
) -> None:
    me, tour = access(world, RUNNER), of(bought)
    wrong = add_receipt(access=me, round_id=tour.pk, total_fen=2250, receipt_id=uuid7())
    assert purse(tour).receipts_differ == 1
    assert differs(tour)
    page = world.client("committee_worker").get(reverse("errands:money")).content.decode()
    assert "+0.01" in page
    void_receipt(access=me, receipt_id=wrong.pk)
    add_receipt(access=me, round_id=tour.pk, total_fen=2249, receipt_id=uuid7())
    assert not differs(tour)


def test_what_was_counted_is_held_against_the_book_until_it_is_explained(
    world: World, bought: Request
) -> None:
    me, tour = access(world, RUNNER), of(bought)
    count(access=me, round_id=tour.pk, counted_fen=2750, count_id=uuid7())
    assert purse(tour).count_differs == -1
    assert differs(tour)
    with pytest.raises(Refused, match="差在哪里"):
        book_difference(access=SYSTEM, round_id=tour.pk, amount_fen=-1, why="", move=uuid7())
    with pytest.raises(Hidden):
        book_difference(access=me, round_id=tour.pk, amount_fen=-1, why="少找一分", move=uuid7())
    book_difference(access=SYSTEM, round_id=tour.pk, amount_fen=-1, why="少找一分", move=uuid7())
    assert not differs(tour)
    lost = CashEntry.objects.get(round=tour, account="lost")
    assert (lost.amount_fen, lost.why) == (1, "少找一分")
    assert trial_balance(["w"]) == 0


@pytest.mark.parametrize(("refunded", "in_hand", "lost"), [(True, 5000, 0), (False, 2751, 2249)])
def test_what_nobody_took_a_home_does_not_owe(
    world: World, bought: Request, refunded: bool, in_hand: int, lost: int
) -> None:
    me, tour = access(world, RUNNER), of(bought)
    with pytest.raises(Refused, match="没收下"):
        undo_purchase(access=SYSTEM, request_id=bought.pk, why="退了", refunded=refunded)
    told = AtTheDoor("refused", "不要了")
    record_attempt(access=me, request_id=bought.pk, told=told, attempt_id=uuid7())
    for _ in range(2):
        undo_purchase(access=SYSTEM, request_id=bought.pk, why="退了", refunded=refunded)
    assert home_book(bought.path).balance_fen == 0
    assert purse(tour).in_hand == in_hand
    entries = CashEntry.objects.filter(account="lost", round=tour)
    assert sum(entry.amount_fen for entry in entries) == lost
    assert trial_balance(["w"]) == 0


def test_nobody_but_the_runner_and_the_committee_touches_the_money(
    world: World, bought: Request
) -> None:
    tour = of(bought)
    with pytest.raises(Refused, match="在跑"):
        pay(access=access(world, "cadre"), request_id=bought.pk, amount_fen=1, move=uuid7())
    with pytest.raises(Hidden):
        advance(access=access(world, RUNNER), round_id=tour.pk, amount_fen=1, move=uuid7())
    take_over(access=access(world, "cadre"), round_id=tour.pk, why="手机没电")
    pay(access=access(world, "cadre"), request_id=bought.pk, amount_fen=2249, move=uuid7())
    assert in_hand(tour, world.users["cadre"].pk) == 2249
    first = world.users[RUNNER].pk
    assert in_hand(tour, first) == 2751, "what she has stays with her"
    back = {"access": SYSTEM, "round_id": tour.pk, "user_id": first}
    with pytest.raises(Refused, match="只有"):
        hand_back(**back, amount_fen=2752, move=uuid7())
    hand_back(**back, amount_fen=2751, move=uuid7())
    assert in_hand(tour, first) == 0
    assert [(one.user.username, one.fen) for one in purse(of(bought)).holders] == [("cadre", 2249)]


@pytest.mark.parametrize("fen", [0, -1, 10_000_001])
def test_no_sum_is_no_movement(bought: Request, fen: int) -> None:
    with pytest.raises(Refused, match="多少钱"):
        advance(access=SYSTEM, round_id=of(bought).pk, amount_fen=fen, move=uuid7())


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE errands_cashentry SET amount_fen = amount_fen + 1",
        "UPDATE errands_cashentry SET day = day - 1",
        "DELETE FROM errands_cashentry",
    ],
)
def test_a_movement_is_never_changed(bought: Request, sql: str) -> None:
    with (
        connection.cursor() as cursor,
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
    ):
        cursor.execute(sql)


def test_one_side_alone_does_not_come_in(bought: Request) -> None:
    with pytest.raises(DatabaseError, match="differ by 7 fen"):
        _one_side(bought)


@transaction.atomic
def _one_side(request: Request) -> None:
    CashEntry.objects.create(
        move=uuid7(), kind="paid", account="home", path=request.path, place=request.place,
        amount_fen=7, day=request.asked_at.date(),
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


deeds = st.lists(
    st.tuples(
        st.sampled_from(["advance", "pay", "change", "back", "count", "more", "less", "again"]),
        st.integers(1, 9_999_999),
    ),
    max_size=12,
)


@settings(
    max_examples=25, deadline=None, derandomize=True, database=None,
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
@given(deeds)
def test_whatever_changes_hands_the_books_stay_even(
    world: World, done: list[tuple[str, int]]
) -> None:
    with transaction.atomic():
        _try(world, done)
        transaction.set_rollback(True)


def _try(world: World, done: list[tuple[str, int]]) -> None:
    made = asked(world.home(world.stairwell), EGGS)
    tour = taken(world, RUNNER, made)
    shopped(world, RUNNER, made, 1250)
    home, hand, till, lost = 1250, -1250, 0, 0
    last: tuple[str, int, UUID] | None = None
    for what, fen in done:
        repeated = what == "again" and last is not None
        deed, n, move = last if repeated and last else (what, fen, uuid7())
        if deed == "again":
            continue
        taken_in = _do(world, tour, made, deed, n, move)
        last = (deed, n, move)
        if repeated or not taken_in:
            continue
        home += {"pay": -n, "change": n}.get(deed, 0)
        hand += {"advance": n, "pay": n, "change": -n, "back": -n, "more": n, "less": -n}.get(
            deed, 0
        )
        till += {"advance": -n, "back": n}.get(deed, 0)
        lost += {"more": -n, "less": n}.get(deed, 0)
    assert home_book(made.path).balance_fen == home
    assert purse(tour).in_hand == in_hand(tour, world.users[RUNNER].pk) == hand
    sums: dict[str, int] = {"till": 0, "lost": 0}
    for entry in CashEntry.objects.filter(round=tour, account__in=sums):
        sums[entry.account] += entry.amount_fen
    assert sums == {"till": till, "lost": lost}
    assert home + hand + till + lost == 0
    assert trial_balance(["w"]) == 0


def _do(world: World, tour: Round, made: Request, deed: str, n: int, move: UUID) -> bool:
    """Whether it was taken in; what cannot be is refused."""
    me = access(world, RUNNER)
    of_round: dict[str, Any] = {"access": SYSTEM, "round_id": tour.pk, "amount_fen": n}
    of_home: dict[str, Any] = {"access": me, "request_id": made.pk, "amount_fen": n, "move": move}
    try:
        if deed == "advance":
            advance(**of_round, move=move)
        elif deed == "back":
            hand_back(**of_round, move=move)
        elif deed == "pay":
            pay(**of_home)
        elif deed == "change":
            give_change(**of_home)
        elif deed == "count":
            count(access=me, round_id=tour.pk, counted_fen=n, count_id=move)
        else:
            fen = n if deed == "more" else -n
            book_difference(**of_round | {"amount_fen": fen}, why="点错", move=move)
    except Refused:
        return False
    return True
