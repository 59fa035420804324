"""Those who arrived by what one asks, the days to come, and who sat near a case."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from tests.arrivals import document, registered
from tests.world import World
from wanli.domains.arrivals.overview import WAYS, expected, grouped, together
from wanli.domains.arrivals.rules.forecast import forecast
from wanli.domains.places.models import Place
from wanli.kernel import clock

TODAY = date(2020, 2, 14)


@pytest.fixture
def door(world: World, everything: None) -> Place:
    return world.home(world.stairwell)


def another(n: int, **more: str) -> dict[str, str]:
    """Somebody else's registration."""
    names = ("赵大", "钱二", "孙三", "李四", "周五")
    return {
        "p1-name": names[n], "p1-document": document(), "p1-phone": f"1540000010{n}",
    } | more  # fmt: skip


def test_homes_observed_now_are_released_on_their_days() -> None:
    ends = [TODAY + timedelta(days=n) for n in (0, 1, 1, 3)]
    found = forecast(ends, [0] * 7, term_days=14, today=TODAY, days=4)
    assert [(one.least, one.low, one.high) for one in found] == [
        (3, 3, 3), (1, 1, 1), (1, 1, 1), (0, 0, 0),
    ]  # fmt: skip


def test_newcomers_widen_the_band_until_they_leave_as_they_come() -> None:
    found = forecast([], [4, 2, 0, 2, 2, 2, 2], term_days=3, today=TODAY, days=5)
    assert all(one.low <= 2 * min(n, 3) <= one.high for n, one in enumerate(found, 1))
    widths = [one.high - one.low for one in found]
    assert widths[0] < widths[2] == widths[4]


def test_those_near_a_seat_come_first(door: Place) -> None:
    seats = [("5", "12A"), ("5", "14F"), ("5", "2C"), ("6", "12A"), ("", "")]
    for n, (carriage, seat) in enumerate(seats):
        registered(door, **another(n, number="G9901", carriage=carriage, seat=seat))
    found = together(
        [door.path], number="g 9901", day=clock.today(), carriage="05", seat="12B", rows=3
    )
    near = sorted((one.arrival.carriage, one.arrival.seat, one.how) for one in found)
    assert near == [("", "", 2), ("5", "12A", 0), ("5", "14F", 0), ("5", "2C", 1), ("6", "12A", 2)]
    assert [one.how for one in found] == sorted(one.how for one in found)
    other_day = clock.today() - timedelta(days=3)
    assert together([door.path], number="G9901", day=other_day, rows=3) == []


def test_people_are_counted_by_what_one_asks(door: Place) -> None:
    before = {way: dict(grouped([door.path], way)) for way in WAYS}
    registered(door, **another(0, **{"p2-name": "赵小", "p2-document": document()}))
    after = {way: dict(grouped([door.path], way)) for way in WAYS}

    def more(way: str, name: str) -> int:
        return int(after[way][name] - before[way].get(name, 0))  # type: ignore[index]

    assert more("class", "外省市返回") == 2
    assert more("origin", "湖北省") == 2
    assert more("transport", "火车 G7302") == 2
    assert sum(after["day"].values()) - sum(before["day"].values()) == 2
    assert sum(after["compound"].values()) - sum(before["compound"].values()) == 2


def test_who_is_to_come_is_told_by_day(door: Place) -> None:
    before = {day: n for day, _families, n in expected([door.path])}
    coming = clock.today() + timedelta(days=2)
    registered(door, **another(1, arrives_on=coming.isoformat()))
    after = {day: n for day, _families, n in expected([door.path])}
    assert after[coming] == before[coming] + 1


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"number": "", "day": "2020-02-14"}, "请写车次或航班"),
        ({"number": "--", "day": "2020-02-14"}, "请写车次或航班"),
        ({"number": "G1", "day": "昨天"}, "2020-02-14"),
    ],
)
def test_a_search_that_says_too_little_is_refused(
    world: World, asked: dict[str, str], said: str
) -> None:
    answer = world.client("committee_worker").get(reverse("sorting:near"), asked)
    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_the_list_of_calls_leaves_masked(world: World, door: Place) -> None:
    registered(door, **another(2, number="G9902"))
    asked = {"number": "G9902", "day": str(clock.today())}
    client, url = world.client("committee_worker"), reverse("sorting:near")
    page = client.get(url, asked).content.decode()
    assert "孙*" in page
    assert "孙三" not in page
    file = client.get(url, asked | {"file": "csv"}).content.decode("utf-8-sig")
    assert "孙*" in file
    assert (
        "G9902"
        not in world.client("other_worker").get(url, asked).content.decode().split("<form")[0]
    )


@pytest.mark.parametrize("way", WAYS)
def test_each_view_is_shown_and_leaves_as_a_file(world: World, door: Place, way: str) -> None:
    registered(door, **another(3))
    client, url = world.client("committee_worker"), reverse("sorting:overview")
    assert client.get(url, {"by": way}).status_code == 200
    file = client.get(url, {"by": way, "file": "csv"})
    assert len(file.content.decode("utf-8-sig").splitlines()) >= 2


@pytest.mark.parametrize(
    "address",
    [
        "/areas/?q=%00", "/areas/?q=%25_%27&page=x", "/areas/?day=%00", "/classes/?class=%00",
        "/classes/overview/?by=%00", "/classes/near/?number=%00&day=2020-02-14",
        "/classes/near/?number=G1&day=2020-02-14&carriage=%00&seat=%ED%A0%80",
    ],
)  # fmt: skip
def test_odd_words_in_an_address_break_nothing(world: World, address: str) -> None:
    assert world.client("leading_group_head").get(address).status_code in (200, 422)
