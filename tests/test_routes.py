"""Planning the rounds on screen: suggested, corrected by hand, made."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from tests.errands import EGGS, asked, shopped, taken
from tests.forms import fields_of
from tests.world import World
from wanli.domains.accounts.access import access_of
from wanli.domains.errands import routing
from wanli.domains.errands.models import Item, Request, Round
from wanli.domains.errands.operations.deliver import AtTheDoor, record_attempt
from wanli.domains.errands.operations.plan_routes import Wanted, ask_routes, find_routes
from wanli.domains.errands.operations.route_rounds import make_rounds
from wanli.domains.errands.rounds import suggestions
from wanli.domains.errands.routing import Crew, suggest
from wanli.domains.errands.vault import What, seal_what
from wanli.domains.jobs.models import Job
from wanli.domains.jobs.operations.perform import perform
from wanli.domains.jobs.registry import Stopped
from wanli.domains.places.models import Place
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.errors import Hidden, Refused
from wanli.kernel.ids import uuid7

SYSTEM = Access.system()
NINE = datetime.combine(clock.today(), time(9), clock.LOCAL_ZONE)
WHERE = reverse("routes:plan")


@pytest.fixture(autouse=True)
def _nine_in_the_morning() -> Any:
    with clock.frozen(NINE):
        yield


def ask(world: World, stairwell: Place, number: int, **more: Any) -> list[Request]:
    homes = Place.objects.standing().filter(parent=stairwell, kind="household").order_by("path")
    said = {"kind": "shopping", "how": "shop", "shop": "联华", "channel": "phone"}
    said |= {"wanted_by": NINE + timedelta(hours=3)} | more
    return [Request.objects.create(place=home, path=home.path, **said) for home in homes[:number]]


def compound(world: World) -> str:
    return world.stairwell.path.rsplit(".", 2)[0]


def crew(world: World, **more: Any) -> Crew:
    said = {"runners": 2, "leaves": NINE, "back": NINE + timedelta(hours=3), "homes": 10}
    return Crew(start=compound(world), **(said | more))


def said(world: World, **more: str) -> dict[str, str]:
    return {
        "how": "shop", "shop": "联华", "start": compound(world), "runners": "2", "homes": "10",
        "kilos": "25",
        "leaves": "09:00", "back": "12:00",
    } | more  # fmt: skip


def test_all_that_wait_are_on_one_way_in_the_order_of_walking(world: World) -> None:
    asked = ask(world, world.stairwell, 5)
    found = suggest([world.stairwell.path], how="shop", shop="联华", crew=crew(world, runners=1))
    (way,) = found.ways
    assert {line.request.pk for line in way.lines} == {one.pk for one in asked}
    assert not found.left
    times = [line.at for line in way.lines]
    assert times == sorted(times)
    assert NINE <= way.starts < times[0] < times[-1] < way.ends
    assert not any(line.late_by for line in way.lines)


def test_what_is_got_elsewhere_is_another_plan(world: World) -> None:
    ask(world, world.stairwell, 2)
    medicine = ask(world, world.stairwell, 3, how="pharmacy", shop="")
    page = world.client("committee_worker").get(reverse("routes:waiting")).content.decode()
    assert "联华" in page
    assert "去药店或医院配" in page
    found = suggest([world.stairwell.path], how="pharmacy", shop="", crew=crew(world))
    planned = [line.request for way in found.ways for line in way.lines]
    assert {one.pk for one in medicine} <= {one.pk for one in planned}
    assert {one.how for one in planned} == {"pharmacy"}


def test_who_cannot_be_reached_in_time_is_left_with_the_reason(world: World) -> None:
    ask(world, world.stairwell, 2, wanted_by=NINE + timedelta(seconds=5))
    answer = world.client("committee_worker").post(WHERE, said(world))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "没有人赶得到" in page
    assert Round.objects.filter(shop="联华").count() == 0


def test_who_was_promised_a_time_that_is_over_is_gone_to_at_once(world: World) -> None:
    ask(world, world.stairwell, 1, wanted_by=NINE - timedelta(hours=2))
    found = suggest([world.stairwell.path], how="shop", shop="联华", crew=crew(world))
    assert not found.left


def test_suggested_corrected_and_made(world: World) -> None:
    asked = ask(world, world.stairwell, 4)
    client = world.client("committee_worker")
    form = fields_of(client.post(WHERE, said(world, runners="1")).content.decode())
    first = asked[0].pk
    form |= {f"n.{first}": "99", "do": "again"}
    again = client.post(WHERE, form)
    assert again.status_code == 200
    form = fields_of(again.content.decode())
    assert form[f"n.{first}"] == "4"
    form |= {f"r.{asked[1].pk}": "0", "do": "make"}
    assert client.post(WHERE, form).status_code == 302
    made = Round.objects.get(shop="联华")
    ordered = list(made.requests.order_by("position"))
    assert [one.position for one in ordered] == [1, 2, 3]
    assert ordered[-1].pk == first
    assert made.path == world.stairwell.path
    asked[1].refresh_from_db()
    assert asked[1].state == "asked"
    # Pressed twice: the same rounds, and nothing twice.
    assert client.post(WHERE, form).status_code == 302
    assert Round.objects.filter(shop="联华").count() == 1


def test_what_somebody_else_has_planned_meanwhile_is_not_planned_twice(world: World) -> None:
    asked = ask(world, world.stairwell, 2)
    ids = [one.pk for one in asked]
    make_rounds(access=SYSTEM, routes=[(uuid7(), ids)])
    with pytest.raises(Refused):
        make_rounds(access=SYSTEM, routes=[(uuid7(), ids)])


def test_nobody_plans_for_homes_of_others(world: World) -> None:
    there = ask(world, world.elsewhere, 1)
    worker = access_of(world.users["committee_worker"].pk)
    with pytest.raises(Hidden):
        make_rounds(access=worker, routes=[(uuid7(), [there[0].pk])])


@pytest.mark.parametrize(
    "odd",
    [
        {"runners": "0"}, {"runners": "many"}, {"homes": "999"}, {"back": "08:00"},
        {"leaves": "soon"}, {"start": "w.nowhere"}, {"how": "fly"},
    ],
)  # fmt: skip
def test_odd_input_is_answered_in_a_sentence(world: World, odd: dict[str, str]) -> None:
    ask(world, world.stairwell, 1)
    answer = world.client("committee_worker").post(WHERE, said(world, **odd))
    assert answer.status_code == 422


def test_an_old_page_is_told_so(world: World) -> None:
    asked = ask(world, world.stairwell, 1)
    old = said(world) | {f"r.{asked[0].pk}": "2", "do": "make", "round": "x"}
    answer = world.client("committee_worker").post(WHERE, old)
    assert answer.status_code == 422
    assert "请刷新后再排" in answer.content.decode()


def test_what_was_bought_before_is_brought_and_not_bought_again(world: World) -> None:
    request, runner = asked(world.home(world.stairwell), EGGS), "property_manager"
    taken(world, runner, request)
    shopped(world, runner, request, 1250)
    told = AtTheDoor("nobody")
    record_attempt(
        access=access_of(world.users[runner].pk), request_id=request.pk, told=told,
        attempt_id=uuid7(),
    )  # fmt: skip
    request.refresh_from_db()
    assert request.state == "again"
    make_rounds(access=SYSTEM, routes=[(uuid7(), [request.pk])])
    request.refresh_from_db()
    assert request.state == "bought"


def thing(request: Request, name: str, quantity: str, unit: str, shelf: str = "grain") -> None:
    what = seal_what(What(name))
    Item.objects.create(
        request=request, path=request.path, number=1, what_cipher=what, quantity=Decimal(quantity),
        unit=unit, shelf=shelf,
    )  # fmt: skip


def test_no_cart_is_heavier_than_somebody_can_push(world: World) -> None:
    for one in ask(world, world.stairwell, 4):
        thing(one, "大米", "10", "公斤")
    made = suggest([world.stairwell.path], how="shop", shop="联华", crew=crew(world, kilos=25))
    loads = [
        sum(1 for line in way.lines if line.trip == trip) for way in made.ways for trip in (1, 2)
    ]
    assert max(loads) == 2
    assert sum(way.grams for way in made.ways) == 40_000


def test_what_one_cart_cannot_hold_says_so(world: World) -> None:
    [one] = ask(world, world.stairwell, 1)
    thing(one, "大米", "40", "公斤")
    made = suggest([world.stairwell.path], how="shop", shop="联华", crew=crew(world, kilos=25))
    assert made.ways == ()
    assert dict(made.left[0].params) == {"has": "40", "most": "25"}


def test_rounds_are_suggested_no_heavier_than_the_plan_says(world: World) -> None:
    for one in ask(world, world.stairwell, 4, shop="重店"):
        thing(one, "大米", "10", "公斤")
    found = [one for one in suggestions([world.stairwell.path]) if one.shop == "重店"]
    assert sorted(len(one.lines) for one in found) == [2, 2]
    assert {one.kilos for one in found} == {"20"}


def wanted(world: World) -> Wanted:
    return Wanted(world.stairwell.label, "shop", "联华", crew(world))


def test_many_are_planned_by_the_worker_and_looked_at_before_they_are_made(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(routing, "MOST_ON_SCREEN", 3)
    asked = ask(world, world.stairwell, 5)
    client = world.client("committee_worker")
    answer = client.post(WHERE, said(world))
    job = Job.objects.get(kind="errands.routes")
    assert answer["Location"] == reverse("jobs:job", args=[job.pk])
    assert client.get(reverse("jobs:job", args=[job.pk])).status_code == 200
    assert client.get(reverse("routes:found", args=[job.pk])).status_code == 302
    Job.objects.filter(pk=job.pk).update(asked=job.asked | {"seconds": 1})
    perform(job_id=job.pk)
    page = client.get(reverse("routes:found", args=[job.pk]))
    assert page.status_code == 200
    fields = fields_of(page.content.decode())
    assert {str(one.pk) for one in asked} <= {n[2:] for n in fields if n.startswith("r.")}
    assert str(job.pk) in client.get(reverse("routes:waiting")).content.decode()
    other = world.client("committee_secretary")
    assert other.get(reverse("routes:found", args=[job.pk])).status_code == 404


def test_whoever_is_not_content_has_it_looked_for_longer(world: World) -> None:
    ask(world, world.stairwell, 2)
    client = world.client("committee_worker")
    assert client.post(WHERE, said(world, do="longer")).status_code == 302
    assert Job.objects.filter(kind="errands.routes").count() == 1


def test_the_search_stops_when_it_is_told_to(world: World) -> None:
    ask(world, world.stairwell, 4)
    asked = ask_routes(access=access_of(world.users["committee_worker"].pk), wanted=wanted(world))
    heard: list[int] = []

    def tell(done: int, total: int) -> None:
        heard.append(done)
        if done:
            raise Stopped

    with pytest.raises(Stopped):
        find_routes(SYSTEM, asked.asked | {"seconds": 60}, tell)
    # It was heard in the middle of the search, not after it.
    assert heard[-1] < 60
