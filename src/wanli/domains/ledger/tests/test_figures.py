"""Reads are exact before, while and after the tail is folded."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wanli.domains.ledger.entries import Entry, post
from wanli.domains.ledger.operations.fold import fold, fold_all
from wanli.domains.ledger.operations.reconcile import reconcile
from wanli.domains.ledger.queries import figures, sources
from wanli.domains.ledger.tests.conftest import TEST_MEASURE, Tree
from wanli.domains.places.models import Place
from wanli.kernel import clock


def stock(place: Place, **when: object) -> tuple[int, int, int]:
    (figure,) = figures(labels=[place.label], measures=[TEST_MEASURE], **when)  # type: ignore[arg-type]
    return figure.stock, figure.plus, figure.minus


def test_a_booked_change_shows_at_every_place_above_it_at_once(tree: Tree) -> None:
    tree.book(0)
    assert [stock(p) for p in (tree.compounds[0], tree.areas[0], tree.district)] == [(1, 1, 0)] * 3
    assert stock(tree.areas[1]) == (0, 0, 0)


def test_folding_changes_no_figure(tree: Tree) -> None:
    for _ in range(5):
        tree.book(0)
    before = stock(tree.subdistrict)
    assert fold(batch=2) == 2
    assert stock(tree.subdistrict) == before
    assert fold_all() == 3
    assert stock(tree.subdistrict) == before == (5, 5, 0)
    assert fold_all() == 0


def test_any_past_day_can_be_redrawn(tree: Tree) -> None:
    start = datetime(2020, 2, 1, 4, tzinfo=UTC)
    buildings = []
    for day in range(3):
        with clock.frozen(start + timedelta(days=day)):
            buildings.append(tree.book(0))
            if day == 1:
                fold_all()
    with clock.frozen(start + timedelta(days=3)):
        gone = buildings[0]
        post([Entry(TEST_MEASURE, gone.path, -1, "place", gone.id, reason="拆除")])
        days = [clock.local(start + timedelta(days=n)).date() for n in range(4)]
        shown = [stock(tree.subdistrict, day=day) for day in days]
        assert shown == [(1, 1, 0), (2, 1, 0), (3, 1, 0), (2, 0, 1)]
        fold_all()
        assert [stock(tree.subdistrict, day=day) for day in days] == shown
        assert stock(tree.subdistrict) == (2, 0, 1)


def test_a_figure_opens_the_records_behind_it(tree: Tree) -> None:
    one, two = tree.book(0), tree.book(0)
    post([Entry(TEST_MEASURE, two.path, -1, "place", two.id)])
    path = tree.areas[0].path
    assert sources(path=path, measure=TEST_MEASURE) == [one.id]
    assert set(sources(path=path, measure=TEST_MEASURE, which="plus")) == {one.id, two.id}
    assert sources(path=path, measure=TEST_MEASURE, which="minus") == [two.id]


def test_entries_cannot_be_changed_or_removed(tree: Tree) -> None:
    tree.book(0)
    for statement in (
        "UPDATE ledger_entry SET delta = 2",
        "DELETE FROM ledger_entry",
        "TRUNCATE ledger_entry",
    ):
        with (
            pytest.raises(Exception, match=r"append-only|permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


def test_an_entry_must_change_something_known(tree: Tree) -> None:
    building = tree.book(0)
    assert post([Entry(TEST_MEASURE, building.path, 0, "place", building.id)]) == 0
    with pytest.raises(KeyError):
        post([Entry("no_such_measure", building.path, 1, "place", building.id)])
    with (
        pytest.raises(IntegrityError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "INSERT INTO ledger_entry (path, measure, delta, day, at, kind, source_kind, source,"
            " reason) VALUES (%s, %s, 0, now(), now(), 'o', 'place', %s, '')",
            [building.path, TEST_MEASURE, building.id],
        )


def test_reconcile_agrees_and_names_what_does_not(tree: Tree) -> None:
    booked = tree.book(0)
    fold_all()
    tree.book(1)
    assert reconcile().agrees
    Place.objects.filter(pk=booked.pk).update(retired_on=clock.today())
    (difference,) = reconcile().differences
    assert (difference.source, difference.books, difference.records) == (str(booked.pk), 1, 0)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_stock SET net = net + 1 WHERE label = %s", [booked.label])
    assert {d.path for d in reconcile().differences} == {str(booked.path), booked.label}


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=st.lists(st.tuples(st.sampled_from("+-f"), st.integers(0, 1)), max_size=25))
def test_parts_add_up_to_the_whole_whatever_happens(
    tree: Tree, steps: list[tuple[str, int]]
) -> None:
    standing: list[list[Place]] = [[], []]
    base = [stock(area)[0] for area in tree.areas]
    for number, (what, where) in enumerate(steps):
        if what == "+":
            standing[where].append(tree.book(where, name=f"{number}-"))
        elif what == "-" and standing[where]:
            gone = standing[where].pop()
            Place.objects.filter(pk=gone.pk).update(retired_on=clock.today())
            post([Entry(TEST_MEASURE, gone.path, -1, "place", gone.id)])
        elif what == "f":
            fold(batch=3)
        parts = [stock(area)[0] for area in tree.areas]
        assert parts == [base[n] + len(standing[n]) for n in (0, 1)]
        assert stock(tree.subdistrict)[0] == sum(parts)
    assert reconcile().agrees
