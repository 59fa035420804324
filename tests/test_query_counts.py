"""How many times a page asks the database: a number that no list can raise."""

from __future__ import annotations

import importlib

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.world import World

WHOLE = ("leading_group_head", "residential_head", "subdistrict_leader")
AREA = ("committee_secretary", "committee_worker", "grid_worker", "cadre")
OWN = ("stairwell_leader",)
LOOKING = ("inspector", "privacy_officer", "system_administrator", "gate_guard", "property_manager")
EVERYBODY = (*WHOLE, *AREA, *OWN, *LOOKING)
KNOWING = (*WHOLE, *AREA, *OWN)

AT_MOST: dict[str, tuple[int, tuple[str, ...]]] = {
    "/": (50, EVERYBODY),
    "place": (14, EVERYBODY),
    "/people/": (9, KNOWING),
    "/people/?mark=any": (9, KNOWING),
    "/people/?mark=chronic": (9, KNOWING),
    "/people/?registered=elsewhere": (9, KNOWING),
    "/people/?registered=absent": (9, KNOWING),
    "person": (31, KNOWING),
    "/homes/": (11, KNOWING),
    "home": (22, KNOWING),
    "/search/?q=wang": (12, EVERYBODY),
    "/search/?q=王": (12, EVERYBODY),
    "/canvass/": (4, KNOWING),
    "/observation/episodes/": (9, KNOWING),
    "/observation/leaves/": (9, KNOWING),
    "/gate/": (6, ("gate_guard",)),
    "/counsel/": (9, ("counsellor",)),
    "episode": (17, KNOWING),
    "doors": (9, KNOWING),
    "/canvass/coverage/": (14, KNOWING),
    "/errands/": (13, KNOWING),
    "/errands/plan/": (12, ("committee_secretary", "committee_worker")),
    "/runs/": (14, (*KNOWING, "property_manager")),
    "/errands/money/": (12, (*KNOWING, "property_manager")),
    "/postings/remarks/": (9, (*WHOLE, "committee_secretary", "committee_worker")),
    "/waste/": (13, (*KNOWING[:1], *AREA, *OWN, "property_manager")),
    "/sensors/": (11, AREA[:2]),
    "/lists/": (13, AREA[:2]),
    "/list-calls/": (13, AREA),
    "calls of a figure": (13, AREA),
    "/lists/answered/": (9, AREA[:2]),
    "/leads/": (11, AREA),
    "/sensors/questions/": (11, AREA[:2]),
    "/contacts/": (26, KNOWING),
    "/contacts/?which=reached": (26, KNOWING),
    "/contacts/coverage/": (13, KNOWING),
    "/arrivals/": (15, KNOWING),
    "/arrivals/?which=verified": (15, KNOWING),
    "/arrivals/papers/": (8, (*AREA, "gate_guard")),
    "/classes/": (10, KNOWING),
    "/areas/": (8, KNOWING),
    "/care/": (15, KNOWING),
    "/care/visits/?which=done": (11, KNOWING),
    "/care/lacking/": (12, AREA[:2]),
    "/contacts/forgotten/": (18, AREA[:2]),
    "/contacts/offers/": (8, (*AREA, *OWN)),
    "/routines/": (12, (*KNOWING, "property_manager")),
    "/posts/?vacant=1": (12, (*WHOLE, *AREA)),
    "/posts/": (14, (*WHOLE, *AREA)),
    "/wall/": (9, (*WHOLE, *AREA)),
    "/wall/figures.json": (14, (*WHOLE, *AREA)),
    "/tonight/": (10, (*WHOLE, "committee_secretary", "committee_worker")),
    "/notices/": (8, KNOWING),
    "/audit/": (11, ("privacy_officer",)),
}
"""Page: at most so many queries, for whom. Three of them are session, user and posts."""

BAND = 3
"""More on every page of somebody who records temperatures, while an alarm is open: the alarms, the
address of the first, its second measuring."""

LISTS = {
    "/people/": "wanli.web.desk.people.views",
    "/people/?mark=any": "wanli.web.desk.people.views",
    "/homes/": "wanli.web.desk.people.views",
    "/errands/?which=done": "wanli.web.desk.errands.views",
    "doors": "wanli.web.desk.canvass.views",
    "/posts/?vacant=1": "wanli.web.desk.posts.views",
    "/observation/episodes/": "wanli.web.desk.observation.alarms",
}
"""Lists, and whose ``PAGE`` says how many rows they show."""


def _address(world: World, page: str, client: Client) -> str:
    if page == "place":
        return str(client.get("/places/", follow=True).request["PATH_INFO"])
    if page == "calls of a figure":
        return f"/list-calls/?place={world.stairwell.label}"
    if page == "person":
        return f"/people/{world.person(world.stairwell).pk}/"
    if page == "home":
        return f"/homes/{world.home(world.stairwell).label}/"
    if page == "episode":
        return f"/observation/episodes/{world.episode(world.stairwell).pk}/"
    if page == "doors":
        return f"/canvass/{world.campaign.pk}/?which=all"
    return page


def _queries(client: Client, url: str) -> list[str]:
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(url)
    assert answer.status_code == 200, url
    asked = [query["sql"] for query in captured.captured_queries]
    return [one for one in asked if "SAVEPOINT" not in one and "set_config" not in one]


@pytest.mark.parametrize(
    ("page", "key"), [(page, key) for page, (_n, keys) in AT_MOST.items() for key in keys]
)
def test_a_page_asks_no_more_than_it_may(world: World, page: str, key: str) -> None:
    client = world.client(key)
    asked = _queries(client, _address(world, page, client))
    assert len(asked) <= AT_MOST[page][0] + BAND, "\n".join(asked)


@pytest.mark.parametrize("page", LISTS)
def test_a_list_twice_as_long_asks_no_more(
    world: World, page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    views = importlib.import_module(LISTS[page])
    client = world.client("leading_group_head")
    url = _address(world, page, client)
    counted = []
    for rows in (4, 8):
        monkeypatch.setattr(views, "PAGE", rows)
        counted.append(len(_queries(client, url)))
    assert counted[0] == counted[1]
