"""Every home of a place gets its link in one go, and the cards to be put through its door."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from tests.jobs import finish
from tests.world import World
from wanli.domains.jobs.queries import result_of
from wanli.domains.observation.links import HomeLink, LinkedCase
from wanli.domains.observation.models import STANDING, Case
from wanli.domains.observation.operations.home_links import void_links
from wanli.domains.observation.operations.print_links import homes_to_link, make_links
from wanli.domains.people.models import Person
from wanli.kernel.access import Access
from wanli.kernel.ids import uuid7

SYSTEM = Access.system()
CALL = "021-65432100"


@pytest.fixture
def homes(world: World) -> set[Any]:
    """Those of the stairwell, none of which has a link yet; all born on known days."""
    world.case(world.stairwell)
    standing = Case.objects.filter(path__within=world.stairwell.path, state__in=STANDING)
    void_links(list(standing.values_list("pk", flat=True)))
    Person.objects.filter(pk__in=standing.values("person")).update(birth_date="1953-02-14")
    return set(standing.values_list("place", flat=True))


def ask(world: World, **said: Any) -> Any:
    form = {"label": world.stairwell.label, "call": CALL} | said
    return world.client("committee_worker").post(reverse("observation:print_links"), form)


def valid(world: World) -> int:
    rows = LinkedCase.objects.filter(case__path__within=world.stairwell.path, valid=True)
    return rows.values("case__place").distinct().count()


def asked_of(world: World, **said: Any) -> dict[str, Any]:
    return {
        "label": world.stairwell.label, "call": CALL, "renew": False, "batch": str(uuid7()),
        "address": "http://testserver/r/TOKEN/",
    } | said  # fmt: skip


def test_each_home_gets_one_and_its_code_opens(world: World, homes: set[Any]) -> None:
    content = result_of(finish(ask(world)))
    assert content is not None
    pages = PdfReader(BytesIO(content)).pages
    assert len(pages) == -(-len(homes) // 2)
    assert valid(world) == len(homes)
    text = "".join("".join(page.extract_text().split()) for page in pages)
    tokens = re.findall(r"/r/([A-Za-z0-9_-]{22})/", text)
    assert len(set(tokens)) == len(homes)
    assert text.count(CALL) == len(homes)
    opened = Client().post(reverse("resident:open", args=[tokens[0]]), {"code": "19530214"})
    assert opened.status_code == 302
    for person in Person.objects.filter(path__within=world.stairwell.path):
        assert person.name not in text


def test_who_has_a_link_keeps_it(world: World, homes: set[Any]) -> None:
    finish(ask(world))
    before = set(HomeLink.objects.filter(revoked_at=None).values_list("pk", flat=True))
    again = ask(world)
    assert again.status_code == 422
    assert "都有链接了" in again.content.decode()
    assert set(HomeLink.objects.filter(revoked_at=None).values_list("pk", flat=True)) == before
    finish(ask(world, renew="on"))
    assert valid(world) == len(homes)
    assert not HomeLink.objects.filter(
        pk__in=before, revoked_at=None, path__within=world.stairwell.path
    ).exists()


def test_killed_half_way_nobody_gets_two(world: World, homes: set[Any]) -> None:
    asked = asked_of(world)

    def kill(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        make_links(SYSTEM, asked, kill)
    assert valid(world) == 1
    first = make_links(SYSTEM, asked, lambda done, total: None)
    links = HomeLink.objects.filter(path__within=world.stairwell.path, revoked_at=None).count()
    second = make_links(SYSTEM, asked, lambda done, total: None)
    assert valid(world) == len(homes)
    assert (
        HomeLink.objects.filter(path__within=world.stairwell.path, revoked_at=None).count() == links
    )
    texts = [
        "".join(page.extract_text() for page in PdfReader(BytesIO(made.content)).pages)
        for made in (first, second)
    ]
    assert texts[0] == texts[1]


def test_without_a_birth_date_there_is_no_card(world: World, homes: set[Any]) -> None:
    standing = Case.objects.filter(path__within=world.stairwell.path, state__in=STANDING)
    Person.objects.filter(pk__in=standing.values("person")).update(birth_date=None)
    found = homes_to_link(SYSTEM, world.stairwell.label)
    assert (found.fresh, found.unborn) == (0, len(homes))
    assert ask(world).status_code == 422
    assert valid(world) == 0


@pytest.mark.parametrize(
    ("said", "sentence"), [({"call": ""}, "能打通"), ({"call": "abc"}, "能打通")]
)
def test_whom_to_call_must_stand_on_it(
    world: World, homes: set[Any], said: dict[str, str], sentence: str
) -> None:
    answer = ask(world, **said)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
