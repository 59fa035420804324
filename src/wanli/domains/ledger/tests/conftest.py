"""A measure of its own for these tests: standing buildings."""

from __future__ import annotations

import pytest

from wanli.domains.ledger import registry
from wanli.domains.ledger.entries import Entry, post
from wanli.domains.ledger.registry import Measure
from wanli.domains.places.models import Place

TEST_MEASURE = "test_buildings"


@pytest.fixture(autouse=True)
def measure(db: None, monkeypatch: pytest.MonkeyPatch) -> str:
    """Only this measure is registered; it counts the standing buildings named 'counted…'."""
    only = Measure(
        key=TEST_MEASURE,
        name="测试楼栋",  # type: ignore[arg-type]
        source_kind="place",
        recount="SELECT id, path FROM places_place WHERE kind = 'building'"
        " AND name LIKE 'counted%%' AND retired_on IS NULL",
    )
    monkeypatch.setattr(registry, "_measures", {TEST_MEASURE: only})
    return TEST_MEASURE


def plant(parent: Place | None, kind: str, name: str) -> Place:
    """A place beneath another one."""
    place = Place(kind=kind, name=name, parent=parent)
    place.path = f"{parent.path if parent else 'w'}.{place.label}"
    place.save()
    return place


class Tree:
    """One subdistrict: two areas with a compound each."""

    def __init__(self) -> None:
        self.district = plant(None, "district", "测试区")
        self.subdistrict = plant(self.district, "subdistrict", "测试街道")
        self.areas = [plant(self.subdistrict, "area", f"第{n}居民区") for n in (1, 2)]
        self.compounds = [plant(area, "compound", f"{area.name}小区") for area in self.areas]

    def book(self, compound: int, name: str = "") -> Place:
        """A new building, booked."""
        parent = self.compounds[compound]
        building = plant(parent, "building", f"counted{name}{parent.children.count()}")
        post([Entry(TEST_MEASURE, building.path, 1, "place", building.id)])
        return building


@pytest.fixture
def tree(everything: None) -> Tree:
    return Tree()
