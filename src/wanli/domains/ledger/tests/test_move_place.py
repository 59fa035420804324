"""A place that moves takes its rows and its books along; the past stays as it was."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from wanli.domains.ledger.operations.fold import fold_all
from wanli.domains.ledger.operations.move_place import move_place
from wanli.domains.ledger.operations.reconcile import reconcile
from wanli.domains.ledger.queries import sources
from wanli.domains.ledger.tests.conftest import TEST_MEASURE, Tree
from wanli.domains.ledger.tests.test_figures import stock
from wanli.domains.places.models import Place
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.errors import Hidden, Refused

MONDAY = datetime(2020, 2, 3, 4, tzinfo=UTC)


def test_books_and_records_move_together(tree: Tree) -> None:
    here, there = tree.areas
    compound = tree.compounds[0]
    with clock.frozen(MONDAY):
        building = tree.book(0)
    with clock.frozen(MONDAY + timedelta(days=1)):
        moved = move_place(
            access=Access.system(), label=compound.label, new_parent=there.label, reason="区划调整"
        )
        building.refresh_from_db()
        assert building.path.startswith(moved.new_path + ".")
        assert moved.rows["places_place"] == 2
        for _ in range(2):
            assert (stock(here), stock(there)) == ((0, 0, 0), (1, 0, 0))
            assert stock(compound) == stock(tree.subdistrict) == (1, 0, 0)
            assert stock(here, day=clock.today() - timedelta(days=1)) == (1, 1, 0)
            assert sources(path=there.path, measure=TEST_MEASURE) == [building.id]
            assert reconcile().agrees
            fold_all()


def test_a_move_needs_the_right_at_both_ends(tree: Tree) -> None:
    one_end = Access(grants={"place.edit": (tree.areas[0].path,)})
    with pytest.raises(Hidden):
        move_place(
            access=one_end,
            label=tree.compounds[0].label,
            new_parent=tree.areas[1].label,
            reason="试",
        )


def test_what_does_not_fit_is_refused(tree: Tree) -> None:
    building = tree.book(0)
    Place.objects.create(
        kind="compound",
        name=tree.compounds[0].name,
        parent=tree.areas[1],
        path=tree.areas[1].path + ".same",
        label="same",
    )
    for label, new_parent in (
        (building.label, tree.areas[1].label),
        (tree.compounds[0].label, tree.areas[1].label),
    ):
        with pytest.raises(Refused):
            move_place(access=Access.system(), label=label, new_parent=new_parent, reason="试")
