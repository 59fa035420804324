"""Every figure opens its records: what stands, what came today and what went."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from tests.check_lists import SYSTEM, as_persona
from tests.world import World
from wanli.domains.checklists.models import Lead
from wanli.domains.checklists.operations.leads import Heard, clear_lead, report_lead
from wanli.domains.ledger.queries import Figure, figures, sources
from wanli.kernel.ids import uuid7
from wanli.web.figures import link_of


def _lead_come_and_gone(world: World) -> Lead:
    """A lead that was reported and cleared today, so that something did both."""
    lead = report_lead(
        access=SYSTEM,
        label=world.stairwell.label,
        lead_id=uuid7(),
        heard=Heard("外地牌照", "东门", "plate"),
    )
    return clear_lead(access=SYSTEM, lead_id=lead.pk, outcome="known")


def _of(world: World, key: str) -> list[Figure]:
    """Every figure of the place where a persona's post is."""
    return list(figures(labels=[world.post(key).place.label]))


def _listed(page: Any) -> set[UUID]:
    """The records that a page lists, in all its pages."""
    if "rounds" in page.context and "page" not in page.context:
        rounds = page.context["rounds"]
        return {row.pk for one in rounds for _address, row in one.lines}
    return {one.pk for one in page.context["page"].paginator.object_list}


@pytest.mark.parametrize("which", ["plus", "minus"])
def test_what_came_and_what_went_today_is_listed_in_whatever_state_it_is_now(
    world: World, which: Any
) -> None:
    key, tried = "committee_worker", set()
    _lead_come_and_gone(world)
    access, client = as_persona(world, key), world.client(key)
    for figure in _of(world, key):
        url = link_of(access, figure, which)
        if not url or not getattr(figure, which):
            continue
        moved = set(sources(path=figure.path, measure=figure.measure, which=which))
        page = client.get(url)
        assert page.status_code == 200, url
        if url.startswith("/arrivals/"):
            found = {r.pk for a in page.context["page"] for r in a.returnees.all()}
            assert moved <= found, url
        else:
            listed = _listed(page)
            assert listed <= moved, url
            # What was moved elsewhere or deleted since is listed nowhere.
            assert listed, url
        tried.add(figure.measure)
    assert {"plus": "leads_cleared", "minus": "leads_open"}[which] in tried


def test_the_wall_and_the_desk_lead_there(world: World) -> None:
    lead = _lead_come_and_gone(world)
    key = "committee_worker"
    client, place = world.client(key), world.post(key).place
    own = client.get(f"/wall/figures.json?at={place.label}").json()["own"]
    line = next(one for one in own if one["measure"] == "leads_open")
    assert line["minus"] > 0
    desk = client.get(f"/places/{place.label}/").content.decode().replace("&amp;", "&")
    assert line["went"] in desk
    page = client.get(line["went"])
    assert lead.pk in _listed(page)
    assert "只列挂图上今天减少的" in page.content.decode()
