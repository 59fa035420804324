"""Every address and every persona: who may open what, from one table.

Forbidden and missing look the same: 404, with the page of a thing that never was.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.arrivals import compound_of
from tests.errands import errand_address
from tests.in_touch import contact_at, looked_after
from tests.world import World
from wanli.domains.arrivals.models import Verdict
from wanli.domains.people.models import Roster
from wanli.domains.people.operations.import_roster import take_in
from wanli.domains.places.models import MapSheet, Place
from wanli.domains.places.operations.import_map import take_in_map
from wanli.domains.plans.models import Version
from wanli.kernel.access import Access

PERSONAS = {
    "H": "leading_group_head",
    "R": "residential_head",
    "S": "committee_secretary",
    "W": "committee_worker",
    "L": "stairwell_leader",
    "G": "gate_guard",
    "I": "inspector",
    "P": "privacy_officer",
    "A": "system_administrator",
    "D": "subdistrict_leader",
    "O": "other_worker",
    "C": "cadre",
    "N": "grid_worker",
    "M": "property_manager",
}
"""All are posted at or above one stairwell, except O, who works for the other committee."""
ALL = "".join(PERSONAS)

# Pages that are about nothing in particular.
PLAIN = {
    "today:page": ALL,
    "account_own:mine": ALL,
    "usersessions_list": ALL,
    "places:top": ALL,
    "search:page": ALL,
    "people:list": "HRSWLDOCN",
    "people:homes": "HRSWLDOCN",
    "people:duplicates": "SWO",
    "posts:chart": "HRSWLIPADOCNM",
    "posts:roles": "HRSWLIPADOCNM",
    "audit:openings": "P",
    "audit:seals": "P",
    "privacy:page": "P",
    "wall:map": "HRSWLIDOCNM",
    "wall:big": "HRSWLIDOCNM",
    "wall:chart": "HRSWLIDOCNM",
    "wall:live": "HRSWLIDOCNM",
    "canvass:list": "HRSWLDOCN",
    "canvass:start": "HRSWO",
    "canvass:coverage": "HRSWLIDOCNM",
    "canvass:sheets": "SWLOCN",
    "canvass:offline": ALL,
    "observation:sheet": "HRSWLDOCN",
    "observation:curves": "HRSWLDOCN",
    "observation:episodes": "HRSWLDOCN",
    "observation:siren": "SWLOCN",
    "observation:diaries": "SWLOCN",
    "routines:sheet": "HRSWLGIDOCNM",
    "errands:sheet": "HRSWLDOCN",
    "arrivals:list": "HRSWLDOCN",
    "arrivals:offers": "SWO",
    "arrivals:gate": "G",
    "arrivals:groups": "SWO",
    "arrivals:hotline": "SWLOCN",
    "arrivals:papers": "SWLGOCN",
    "errands:plan": "SWO",
    "errands:rounds": "HRSWLDOCNM",
    "errands:money": "HRSWLDOCNM",
    "waste:sheet": "HRSWLDOCNM",
    "routes:waiting": "SWO",
    "sensors:list": "SWO",
    "checklists:lists": "RSWO",
    "checklists:answered": "RSWO",
    "checklists:calls": "SWLOCN",
    "checklists:leads": "SWLGOCNM",
    "sensors:questions": "SWO",
    "contacts:list": "HRSWLDOCN",
    "contacts:coverage": "HRSWLDOCN",
    "contacts:forgotten": "SWO",
    "contacts:offers": "SWLOCN",
    "contacts:sheets": "SWLOCN",
    "contacts:care": "HRSWLDOCN",
    "contacts:visits": "HRSWLDOCN",
    "contacts:lacking": "SWO",
    "observation:leaves": "HRSWLDOCN",
    "counsel:calls": "",
    "postings:remarks": "HRSWDO",
    "gate:page": "G",
    "observation:offers": "SWO",
    "observation:lists": "SWO",
    "observation:print_links": "SWO",
    "observation:releases": "SWO",
    "observation:certificates": "SWO",
    "observation:starts": "SWLOCN",
    "imports:list": "SWO",
    "notices:told": "HRSWLDOCN",
    "tonight:page": "HRSWDO",
    "notices:mine": ALL,
    "notices:channels": "A",
    "plan:page": "HRSWLIPDOCN",
    "sorting:areas": "HRSWLIPDOCN",
    "sorting:notices": "HRD",
    "sorting:classes": "HRSWLDOCN",
    "sorting:again": "HD",
    "sorting:moved": "SWLOCN",
    "sorting:unasked": "S",
    "sorting:overview": "HRSWLDOCN",
    "sorting:near": "HRSWLDOCN",
    "plan:personal": "HRSWLIPDOCN",
    "maps:list": "SWAO",
}
# Pages about a place, a home or a person of the stairwell, and of the other committee's.
HERE_AND_THERE = {
    "places:place": ("HRSWLIPADCNM", "HRIPADO"),
    "places:add": ("SWA", "AO"),
    "places:edit": ("SWA", "AO"),
    "places:move": ("SWA", "AO"),
    "places:merge": ("SWA", "AO"),
    "places:undo_merge": ("SWA", "AO"),
    "places:retire": ("SWA", "AO"),
    "people:list?place": ("HRSWLDCN", "HRDO"),
    "people:person": ("HRSWLDCN", "HRDO"),
    "people:correct": ("SW", "O"),
    "people:lives": ("SW", "O"),
    "people:registered": ("SW", "O"),
    "people:add": ("SW", "O"),
    "people:move_in": ("SW", "O"),
    "people:duplicates?place": ("SW", "O"),
    "people:merge": ("SW", "O"),
    "people:homes?place": ("HRSWLDCN", "HRDO"),
    "people:home": ("HRSWLDCN", "HRDO"),
    "wall:map?at": ("HRSWLIDCNM", "HRIDO"),
    "wall:chart?at": ("HRSWLIDCNM", "HRIDO"),
    "wall:figures?at": ("HRSWLIDCNM", "HRIDO"),
    "wall:features?at": ("HRSWLIDCNM", "HRIDO"),
    "canvass:doors?place": ("HRSWLDCN", "HRDO"),
    "canvass:door": ("SWLCN", "O"),
    "canvass:print?place": ("SWLCN", "O"),
    "canvass:together?place": ("SWLCN", "O"),
    "canvass:sheet": ("SWLCN", "O"),
    "canvass:photo": ("SWLCN", "O"),
    "canvass:coverage?place": ("HRSWLIDCNM", "HRIDO"),
    "notices:told?place": ("HRSWLDCN", "HRDO"),
    "observation:sheet?place": ("HRSWLDCN", "HRDO"),
    "observation:curves?place": ("HRSWLDCN", "HRDO"),
    "observation:episodes?place": ("HRSWLDCN", "HRDO"),
    "observation:episode": ("HRSWLDCN", "HRDO"),
    "observation:correct": ("SWLCN", "O"),
    "observation:diary": ("SWLCN", "O"),
    "observation:list": ("SW", "O"),
    "observation:list_refused": ("SW", "O"),
    "observation:diary_photo": ("SWLCN", "O"),
    "postings:print": ("HSW", "HO"),
    "postings:remarks?place": ("HRSWD", "HRDO"),
    "arrivals:list?place": ("HRSWLDCN", "HRDO"),
    "arrivals:arrival": ("HRSWLDCN", "HRDO"),
    "arrivals:posters": ("HSW", "HO"),
    "arrivals:group": ("SW", "O"),
    "arrivals:open_form": ("SWCN", "O"),
    "arrivals:paper": ("SWCN", "O"),
    "arrivals:paper_photo": ("SWCN", "O"),
    "postings:remark": ("HRSWD", "HRDO"),
    "routes:waiting?place": ("SW", "O"),
    "checklists:list": ("RSW", "RO"),
    "checklists:file": ("RSW", "RO"),
    "checklists:answered?place": ("RSW", "RO"),
    "checklists:calls?place": ("SWLCN", "O"),
    "checklists:row": ("RSWLCN", "RO"),
    "checklists:call": ("SWLCN", "O"),
    "checklists:leads?place": ("SWLCNM", "O"),
    "checklists:lead": ("SWLCN", "O"),
    "sensors:list?place": ("SW", "O"),
    "contacts:list?place": ("HRSWLDCN", "HRDO"),
    "contacts:coverage?place": ("HRSWLDCN", "HRDO"),
    "contacts:home": ("HRSWLDCN", "HRDO"),
    "contacts:sheet": ("SWLCN", "O"),
    "contacts:care?place": ("HRSWLDCN", "HRDO"),
    "contacts:visits?place": ("HRSWLDCN", "HRDO"),
    "contacts:lacking?place": ("SW", "O"),
    "contacts:forgotten?place": ("SW", "O"),
    "contacts:cared": ("HRSWLDCN", "HRDO"),
    "contacts:add": ("SW", "O"),
    "contacts:edit": ("SW", "O"),
    "contacts:hand_over": ("SWL", "O"),
    "sensors:questions?place": ("SW", "O"),
    "sensors:question": ("SW", "O"),
    "sensors:home": ("SW", "O"),
    "waste:sheet?place": ("HRSWLDCNM", "HRDO"),
    "waste:stop": ("HRSWLDCNM", "HRDO"),
    "waste:point": ("HRSWDCNM", "HRDO"),
    "routines:sheet?place": ("HRSWLIDCNM", "HRIDO"),
    "routines:check": ("HRSWLIDCNM", "HRIDO"),
    "routines:photo": ("HRSWLIDCNM", "HRIDO"),
    "errands:sheet?place": ("HRSWLDCN", "HRDO"),
    "errands:plan?place": ("SW", "O"),
    "errands:rounds?place": ("HRSWLDCN", "HRDO"),
    "errands:ask": ("SWLN", "O"),
    "errands:request": ("HRSWLDCNM", "HRDO"),
    "errands:round": ("HRSWLDCNM", "HRDO"),
    "errands:photo": ("HRSWLDCNM", "HRDO"),
    "errands:home_money": ("HRSWLDCN", "HRDO"),
    "observation:ask_leave": ("SWLCN", "O"),
    "counsel:talk": ("", ""),
    "observation:open": ("SW", "O"),
    "observation:case": ("HRSWLDCN", "HRDO"),
    "observation:check": ("SWLCN", "O"),
    "observation:link": ("SW", "O"),
    "observation:start": ("SWLCN", "O"),
    "observation:sign": ("SWLCN", "O"),
    "observation:door_sign": ("SWLCN", "O"),
    "observation:paper": ("SW", "O"),
    "observation:offered": ("SWO", "SWO"),
    "imports:roster": ("SW", "O"),
    "imports:state": ("SW", "O"),
    "imports:refused": ("SW", "O"),
    "maps:sheet": ("SWA", "AO"),
    "jobs:job": ("SWLCN", "O"),
    "jobs:state": ("SWLCN", "O"),
    "posts:chart?place": ("HRSWLIPADCNM", "HRIPADO"),
    "privacy:response": ("HD", "HD"),
    "posts:establish": ("HS", "H"),
    "posts:seat": ("HRSWLIPADCNM", "HRIPADO"),
    "users:user": ("HSA", "HA"),
    "users:issue_below": ("HS", "H"),
    "plan:version": ("HRIPD", "HRIPD"),
    "sorting:classes?place": ("HRSWLDCN", "HRDO"),
    "sorting:overview?place": ("HRSWLDCN", "HRDO"),
    "sorting:near?place": ("HRSWLDCN", "HRDO"),
    "sorting:notice": ("HRD", "HRD"),
    "sorting:person": ("HRSWLDCN", "HRDO"),
    "plan:section": ("HRD", "HRD"),
    "plan:item": ("HRD", "HRD"),
}
# What can be done there. 302, 200 and 422 all mean that the right was there.
DONE = {
    "people:open": ("HRSWLDN", "HRDO"),
    "people:export?place": ("SW", "O"),
    "people:marks": ("SW", "O"),
    "people:move_out": ("SW", "O"),
    "people:home_use": ("SW", "O"),
    "people:correct": ("SW", "O"),
    "people:lives": ("SW", "O"),
    "people:registered": ("SW", "O"),
    "people:add": ("SW", "O"),
    "people:move_in": ("SW", "O"),
    "people:merge": ("SW", "O"),
    "people:different": ("SW", "O"),
    "people:undo_merge": ("SW", "O"),
    "canvass:door": ("SWLCN", "O"),
    "canvass:print?place": ("SWLCN", "O"),
    "canvass:together?place": ("SWLCN", "O"),
    "canvass:row": ("SWLCN", "O"),
    "canvass:add_photo": ("SWLCN", "O"),
    "canvass:close": ("HR", "HR"),
    "jobs:cancel": ("SWLCN", "O"),
    "observation:open": ("SW", "O"),
    "observation:check": ("SWLCN", "O"),
    "postings:print": ("HSW", "HO"),
    "arrivals:numbers": ("SWLCN", "O"),
    "arrivals:contact": ("SWLCN", "O"),
    "arrivals:close": ("SWLCN", "O"),
    "arrivals:again": ("SWLCN", "O"),
    "arrivals:verify": ("SWLCN", "O"),
    "arrivals:offer": ("SW", "O"),
    "arrivals:erase": ("SW", "O"),
    "arrivals:accept": ("SW", "O"),
    "arrivals:refuse": ("SW", "O"),
    "arrivals:take_back": ("O", "SW"),
    "arrivals:seen": ("G", ""),
    "arrivals:paper": ("SWCN", "O"),
    "arrivals:add_paper_photo": ("SWCN", "O"),
    "arrivals:posters": ("HSW", "HO"),
    "arrivals:group": ("SW", "O"),
    "postings:answer": ("SW", "O"),
    "postings:aside": ("SW", "O"),
    "postings:again": ("SW", "O"),
    "postings:contact": ("SW", "O"),
    "checklists:columns": ("RSW", "RO"),
    "checklists:back": ("RSW", "RO"),
    "checklists:drop": ("RSW", "RO"),
    "checklists:who": ("SWLCN", "O"),
    "checklists:lead": ("SWLCN", "O"),
    "checklists:lead_again": ("SWLCN", "O"),
    "checklists:told": ("SWLCN", "O"),
    "checklists:row": ("RSWLCN", "RO"),
    "sensors:home": ("SW", "O"),
    "contacts:record": ("SWLCN", "O"),
    "contacts:row": ("SWLCN", "O"),
    "contacts:seen": ("SW", "O"),
    "contacts:visit": ("SWLCN", "O"),
    "contacts:off": ("SW", "O"),
    "sensors:replace": ("SW", "O"),
    "sensors:down": ("SW", "O"),
    "sensors:call": ("SW", "O"),
    "sensors:answer": ("SW", "O"),
    "waste:stop": ("SWLCNM", "O"),
    "routes:plan?place": ("SW", "O"),
    "waste:missing": ("SWLCNM", "O"),
    "waste:point": ("SWCNM", "O"),
    "waste:handing": ("SWCNM", "O"),
    "routines:record?place": ("SWLCNM", "O"),
    "routines:check": ("SWLCNM", "O"),
    "routines:add_photo": ("SWLCNM", "O"),
    "errands:ask": ("SWLN", "O"),
    "errands:end_standing": ("SWLN", "O"),
    "errands:cancel": ("SWLN", "O"),
    "errands:add_photo": ("SWLN", "O"),
    "errands:take": ("SWLCNM", "O"),
    "errands:take_over": ("SWLCNM", "O"),
    "errands:finish": ("SWLCNM", "O"),
    "errands:give_up": ("SW", "O"),
    "errands:out": ("SW", "O"),
    "errands:items": ("SWLCNM", "O"),
    "errands:cannot": ("SWLCNM", "O"),
    "errands:swap": ("SWLCNM", "O"),
    "errands:answer": ("SWLCNM", "O"),
    "errands:door": ("SWLCNM", "O"),
    "errands:pay": ("SWLCNM", "O"),
    "errands:undo": ("SW", "O"),
    "errands:book": ("SWLCNM", "O"),
    "errands:receipt": ("SWLCNM", "O"),
    "errands:give_cash": ("SWLCNM", "O"),
    "errands:got_cash": ("SWLCNM", "O"),
    "errands:void_receipt": ("SWLCNM", "O"),
    "observation:again": ("SW", "O"),
    "observation:list_change": ("SW", "O"),
    "observation:list_start": ("SW", "O"),
    "observation:list_drop": ("SW", "O"),
    "observation:print_diary": ("SWLCN", "O"),
    "observation:diary_row": ("SWLCN", "O"),
    "observation:add_diary_photo": ("SWLCN", "O"),
    "observation:link": ("SW", "O"),
    "observation:revoke_link": ("SW", "O"),
    "observation:offer": ("SW", "O"),
    "observation:accept": ("SW", "O"),
    "observation:refuse": ("SW", "O"),
    "observation:take_back": ("O", "SW"),
    "observation:decide": ("SW", "O"),
    "observation:suspend": ("SW", "O"),
    "observation:resume": ("SW", "O"),
    "observation:stop": ("SW", "O"),
    "observation:go_on": ("SW", "O"),
    "observation:end": ("S", ""),
    "observation:prepare": ("SW", "O"),
    "observation:agree": ("S", ""),
    "observation:certificate": ("SW", "O"),
    "observation:kit": ("SWLCN", "O"),
    "observation:answers": ("SWLCN", "O"),
    "observation:door": ("SWLCN", "O"),
    "observation:photo": ("SWLCN", "O"),
    "observation:sign": ("SWLCN", "O"),
    "observation:notice": ("SWLN", "O"),
    "observation:drop_paper": ("SW", "O"),
    "observation:take_back_release": ("S", ""),
    "observation:step": ("SWLCN", "O"),
    "observation:ask_leave": ("SWLCN", "O"),
    "observation:ask_counsel": ("SWLCN", "O"),
    "observation:decide_leave": ("S", ""),
    "observation:withdraw_leave": ("SWLCN", "O"),
    "gate:left": ("SWLGCN", "O"),
    "gate:back": ("SWLGCN", "O"),
    "counsel:talk": ("", ""),
    "observation:conclude": ("SW", "O"),
    "observation:withdraw_check": ("SWLCN", "O"),
    "observation:correct": ("SWLCN", "O"),
    "tonight:call": ("HRSWD", "HRDO"),
    "tonight:remind": ("HRSWD", "HRDO"),
    "notices:try": ("A", "A"),
    "notices:retire": ("A", "A"),
    "imports:columns": ("SW", "O"),
    "imports:run": ("SW", "O"),
    "imports:cancel": ("SW", "O"),
    "imports:undo": ("SW", "O"),
    "places:add": ("SWA", "AO"),
    "places:edit": ("SWA", "AO"),
    "places:move": ("SWA", "AO"),
    "places:merge": ("SWA", "AO"),
    "places:undo_merge": ("SWA", "AO"),
    "places:retire": ("SWA", "AO"),
    "posts:establish": ("HS", "H"),
    "posts:appoint": ("HS", "H"),
    "posts:abolish": ("HS", "H"),
    "posts:end": ("HS", "H"),
    "users:issue": ("HSA", "HA"),
    "users:revoke": ("HSA", "HA"),
    "users:issue_below": ("HS", "H"),
    "users:password": ("A", "A"),
    "users:active": ("A", "A"),
    "plan:section": ("HRD", "HRD"),
    "plan:item": ("HRD", "HRD"),
    "plan:discard": ("HRD", "HRD"),
    "plan:propose": ("HRD", "HRD"),
    "plan:take_back": ("HRD", "HRD"),
    "plan:adopt": ("HD", "HD"),
    "sorting:change": ("HRD", "HRD"),
    "sorting:propose": ("HRD", "HRD"),
    "sorting:adopt": ("HD", "HD"),
    "sorting:drop": ("HRD", "HRD"),
    "sorting:person": ("S", ""),
    "sorting:decide_unasked": ("S", ""),
    "privacy:response": ("HD", "HD"),
    "privacy:resume": ("HD", "HD"),
    "maps:assign": ("SWA", "AO"),
    "maps:write": ("SWA", "AO"),
    "maps:cancel": ("SWA", "AO"),
    "maps:undo": ("SWA", "AO"),
}
ELSEWHERE = {
    "arrival:form", "arrival:places", "arrival:compounds", "arrival:to", "arrival:mine",
    "arrival:open", "arrival:mend", "arrival:erase", "arrival:data", "arrival:chat",
    "notice:page", "certificate:page",
    "routines:remove_photo", "arrivals:drop_paper_photo", "notice:say", "notice:ask", "notice:mine",
    "healthz", "readyz", "account_own:demo", "account_own:no_mail",
    "account_own:end_device", "account_own:second_factor",
    "audit:verify",
    "canvass:undo", "contacts:undo", "canvass:worker", "canvass:no_network",
    "contacts:withdraw", "contacts:here", "contacts:answer",
    "plan:begin",
    "notices:seen",
    "users:sign_in", "maps:schematic", "jobs:result",
    "resident:home", "resident:open", "resident:report", "resident:notice", "resident:mend",
    "uploads:begin", "uploads:one", "resident:uploads", "resident:upload",
    "resident:certificate", "resident:door", "hooks:doors",
    "routes:found", "resident:errands", "resident:cancel_errand", "resident:answer_swap",
}  # fmt: skip
"""Open to all, or shown by a test of their own."""


def _of_a_library(name: str) -> bool:
    """allauth's own pages: each is about the signed-in person herself."""
    libraries = ("account_", "mfa_", "socialaccount_", "openid_connect_")
    return name.startswith(libraries) and ":" not in name


def _names(patterns: list[Any], space: str = "") -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _names(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield space + pattern.name


def test_every_address_is_in_the_table() -> None:
    known = {name.split("?")[0] for name in (*PLAIN, *HERE_AND_THERE, *DONE)} | ELSEWHERE
    found = {n for n in _names(get_resolver().url_patterns) if not _of_a_library(n)}
    assert found - known == set()
    assert known - found == set()


@pytest.fixture(autouse=True)
def _rosters(request: pytest.FixtureRequest) -> None:
    """A roster handed in at each end of the tree."""
    if "world" in request.fixturenames and "imports:" in request.node.name:
        world: World = request.getfixturevalue("world")
        for place in (world.stairwell, world.elsewhere):
            compound = Place.objects.get(path=place.path.rsplit(".", 2)[0])
            content = "姓名,手机,地址\n周小芳,15400000001,1-1-101\n".encode()
            roster = take_in(
                access=Access.system(), label=compound.label, content=content, file_name="a.csv"
            )
            Roster.objects.filter(pk=roster.pk).update(refused_rows=roster.content)


@pytest.fixture(autouse=True)
def _maps(request: pytest.FixtureRequest) -> None:
    """A map handed in at each end of the tree."""
    if "world" in request.fixturenames and "maps:" in request.node.name:
        world: World = request.getfixturevalue("world")
        content = b"""{"type": "Feature", "properties": {"name": "one"},
            "geometry": {"type": "Point", "coordinates": [121.4, 31.2]}}"""
        for place in (world.stairwell, world.elsewhere):
            compound = Place.objects.get(path=place.path.rsplit(".", 2)[0])
            take_in_map(
                access=Access.system(), label=compound.label, content=content,
                file_name="a.geojson", datum="WGS-84",
            )  # fmt: skip


def _address(world: World, name: str, at: Place) -> str:
    view, _question, parameter = name.partition("?")
    if parameter:
        args = (
            [world.campaign.pk]
            if view in ("canvass:doors", "canvass:print", "canvass:together")
            else []
        )
        return reverse(view, args=args) + f"?{parameter}={at.label}"
    if view in ("people:home", "people:home_use", "people:add", "people:move_in"):
        return reverse(view, args=[world.home(at).label])
    if view in ("people:merge", "people:different"):
        return reverse(view, args=[one.pk for one in world.two_people(at)])
    if view == "places:undo_merge":
        return reverse(view, args=[world.merged_place(at).label])
    if view == "people:undo_merge":
        return reverse(view, args=[world.merge(at).pk])
    if view.startswith("people:"):
        return reverse(view, args=[world.person(at).pk])
    if view == "canvass:door":
        return reverse(view, args=[world.door(at).pk])
    if view.startswith("errands:"):
        return errand_address(world, view, at)
    if view == "observation:open":
        return reverse(view, args=[world.home(at).label])
    if view in ("observation:episode", "observation:step", "observation:conclude"):
        return reverse(view, args=[world.episode(at).pk])
    if view.startswith("gate:") or view in (
        "observation:decide_leave",
        "observation:withdraw_leave",
    ):
        return reverse(view, args=[world.leave(at).pk])
    if view == "counsel:talk":
        return reverse(view, args=[world.talk(at).pk])
    if view.startswith("observation:list"):
        return reverse(view, args=[world.case_list(at).pk])
    if view == "observation:diary_photo":
        return reverse(view, args=[world.diary_photo(at).pk])
    if view in ("observation:diary", "observation:diary_row", "observation:add_diary_photo"):
        return reverse(view, args=[world.diary(at).code])
    if view in ("observation:correct", "observation:withdraw_check"):
        return reverse(view, args=[world.told(at).pk])
    if view in ("arrivals:posters", "arrivals:group", "arrivals:open_form"):
        return reverse(view, args=[compound_of(at).label])
    if view in ("arrivals:accept", "arrivals:refuse", "arrivals:take_back"):
        return reverse(view, args=[world.arrival_offer(at).pk])
    if view in ("arrivals:paper", "arrivals:add_paper_photo"):
        return reverse(view, args=[world.arrival_paper(at).code])
    if view == "arrivals:paper_photo":
        return reverse(view, args=[world.arrival_photo(at).pk])
    if view == "arrivals:seen":
        return reverse(view, args=[world.arrival(at).codes.get().pk])
    if view.startswith("arrivals:"):
        return reverse(view, args=[world.arrival(at).pk])
    if view.startswith("postings:") and view != "postings:print":
        return reverse(view, args=[world.remark(at).pk])
    if view == "routines:photo":
        return reverse(view, args=[world.routine_photo(at).pk])
    if view in ("contacts:sheet", "contacts:row"):
        return reverse(view, args=[world.round_sheet(at).code])
    if view in ("contacts:home", "contacts:record"):
        return reverse(view, args=[world.home(at).label])
    if view == "contacts:add":
        return reverse(view, args=[world.person(at).pk])
    if view == "contacts:hand_over":
        return reverse(view, args=[looked_after(world, at).carer_id])
    if view in ("contacts:cared", "contacts:edit", "contacts:visit", "contacts:off"):
        return reverse(view, args=[looked_after(world, at).pk])
    if view.startswith("contacts:"):
        return reverse(view, args=[contact_at(world.home(at)).pk])
    if view == "checklists:row":
        return reverse(view, args=[world.answered_row(at).pk])
    if view in ("checklists:call", "checklists:who", "checklists:told"):
        return reverse(view, args=[world.list_match(at).pk])
    if view.startswith("checklists:lead"):
        return reverse(view, args=[world.lead(at).pk])
    if view.startswith("checklists:"):
        return reverse(view, args=[world.check_list(at).pk])
    if view == "sensors:home":
        return reverse(view, args=[world.case(at).place.label])
    if view in ("sensors:replace", "sensors:down"):
        return reverse(view, args=[world.hung(at).sensor.pk])
    if view.startswith("sensors:"):
        return reverse(view, args=[world.door_question(at).pk])
    if view in ("waste:point", "waste:handing"):
        return reverse(view, args=[world.waste(at).round_id])
    if view.startswith("waste:"):
        return reverse(view, args=[world.waste(at).pk])
    if view in ("routines:check", "routines:add_photo"):
        return reverse(view, args=[world.routine(at).pk])
    if view in (
        "observation:offered", "observation:accept", "observation:refuse", "observation:take_back",
    ):  # fmt: skip
        return reverse(view, args=[world.offer(at).pk])
    if view in ("observation:paper", "observation:drop_paper"):
        return reverse(view, args=[world.paper(at).pk])
    if view.startswith("observation:"):
        return reverse(view, args=[world.case(at).pk])
    if view.startswith("tonight:"):
        return reverse(view, args=[world.leader_of(at).pk])
    if view.startswith("notices:"):
        return reverse(view, args=[world.channel(at).pk])
    if view.startswith("imports:"):
        compound = at.path.rsplit(".", 2)[0]
        return reverse(view, args=[Roster.objects.get(path=compound).pk])
    if view.startswith(("posts:seat", "posts:appoint", "posts:abolish")):
        return reverse(view, args=[world.leader_of(at).seat_id])
    if view == "posts:end":
        return reverse(view, args=[world.leader_of(at).pk])
    if view.startswith("users:") and view != "users:issue_below":
        return reverse(view, args=[world.leader_of(at).user_id])
    if view == "canvass:photo":
        return reverse(view, args=[world.photo(at).pk])
    if view in ("canvass:sheet", "canvass:row", "canvass:add_photo"):
        return reverse(view, args=[world.sheet(at).code])
    if view.startswith("maps:"):
        compound = at.path.rsplit(".", 2)[0]
        return reverse(view, args=[MapSheet.objects.get(path=compound).pk])
    if view.startswith("jobs:"):
        return reverse(view, args=[world.print_job(at).pk])
    if view == "canvass:close":
        return reverse(view, args=[world.campaign.pk])
    if view.startswith("privacy:"):
        return reverse(view, args=[world.post("leading_group_head").place.label])
    if view == "sorting:decide_unasked":
        verdict = Verdict.objects.filter(arrival=world.arrival(at), over_at=None).first()
        assert verdict is not None
        return reverse(view, args=[verdict.pk])
    if view == "sorting:person":
        return reverse(view, args=[world.returnee(at).pk])
    if view.startswith("sorting:"):
        return reverse(view, args=[world.area_notice().pk])
    if view.startswith("plan:"):
        where = {"plan:section": ["watch"], "plan:item": ["terms", "home_14"]}.get(view, [])
        return reverse(view, args=[Version.objects.get(adopted_at=None).pk, *where])
    return reverse(view, args=[at.label])


def _allowed(statuses: dict[str, int]) -> str:
    assert set(statuses.values()) <= {200, 302, 422, 404}, statuses
    return "".join(letter for letter in PERSONAS if statuses[letter] != 404)


@pytest.mark.parametrize("name", PLAIN)
def test_pages(world: World, name: str) -> None:
    url = reverse(name)
    found = {k: world.client(key).get(url).status_code for k, key in PERSONAS.items()}
    assert _allowed(found) == PLAIN[name]


@pytest.mark.parametrize("there", [False, True], ids=["here", "there"])
@pytest.mark.parametrize("name", HERE_AND_THERE)
def test_pages_about_something(world: World, name: str, there: bool) -> None:
    url = _address(world, name, world.elsewhere if there else world.stairwell)
    found = {k: world.client(key).get(url).status_code for k, key in PERSONAS.items()}
    assert _allowed(found) == HERE_AND_THERE[name][there]


@pytest.mark.parametrize("there", [False, True], ids=["here", "there"])
@pytest.mark.parametrize("name", DONE)
def test_deeds(world: World, name: str, there: bool) -> None:
    url = _address(world, name, world.elsewhere if there else world.stairwell)
    for letter, key in PERSONAS.items():
        # An empty form: refused for what it says by whoever may, not found by whoever may not.
        if letter in DONE[name][there] and name in (
            "people:move_out", "canvass:close", "observation:drop_paper",
        ):  # fmt: skip
            continue
        answer = world.client(key).post(url)
        assert (answer.status_code != 404) == (letter in DONE[name][there]), (key, answer)
        assert answer.status_code in (200, 302, 404, 422)


def test_forbidden_and_missing_look_the_same(world: World) -> None:
    guard = world.client("gate_guard")
    forbidden = guard.get(reverse("people:person", args=[world.person(world.stairwell).pk]))
    missing = guard.get("/people/00000000-0000-7000-8000-000000000000/")
    assert forbidden.status_code == missing.status_code == 404
    assert forbidden.content == missing.content


def test_signed_out_one_is_led_to_the_entrance(world: World, client: Any) -> None:
    for name in PLAIN:
        answer = client.get(reverse(name))
        assert answer.status_code == 302, name
        assert answer["Location"].startswith("/account/login/"), name
