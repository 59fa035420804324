"""Leads: three fields, the committee's Today, tracked until cleared."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse

from tests.check_lists import SYSTEM, as_persona
from tests.world import World
from wanli.domains.checklists.models import Lead
from wanli.domains.checklists.operations.climb import climb
from wanli.domains.checklists.operations.leads import Heard, clear_lead, report_lead
from wanli.domains.ledger.operations.reconcile import reconcile
from wanli.domains.ledger.queries import figures
from wanli.domains.notices.models import Message
from wanli.domains.places.models import Place
from wanli.domains.privacy.operations.purge import purge
from wanli.ground.acting import acting
from wanli.kernel import clock
from wanli.kernel.errors import Refused
from wanli.kernel.ids import uuid7
from wanli.web.figures import link_of

URL = "/leads/"


def reported(world: World, key: str = "gate_guard") -> Lead:
    place = world.post(key).place
    form = {"what": "一家三口拖着行李进来", "label": place.label, "how": "plate", "where": "东门",
        "entry": str(uuid7())}  # fmt: skip
    for _twice in range(2):
        answer = world.client(key).post(URL, form)
        assert answer.status_code == 302
    return Lead.objects.get(pk=form["entry"])


def test_the_figures_of_leads_open_those_that_they_count(world: World) -> None:
    fresh, late = reported(world), reported(world, "property_manager")
    area = world.post("committee_worker").place
    with clock.frozen(late.due_at + timedelta(minutes=1)):
        Lead.objects.filter(pk=fresh.pk).update(due_at=clock.now() + timedelta(days=1))
        climb()
        for found in figures(labels=[area.label], measures=["leads_open", "leads_late"]):
            url = link_of(as_persona(world, "committee_worker"), found)
            page = world.client("committee_worker").get(url)
            shown = {one.lead.pk for one in page.context["lines"]}
            assert len(shown) == found.stock
            assert (fresh.pk in shown, late.pk in shown) == (
                found.measure == "leads_open", found.measure == "leads_late"
            )  # fmt: skip


@pytest.mark.parametrize("key", ["gate_guard", "stairwell_leader", "property_manager"])
def test_who_hears_of_something_puts_it_down_and_the_committee_sees_it(
    world: World, key: str
) -> None:
    lead = reported(world, key)
    worker = world.client("committee_worker")
    assert "条线索要查" in worker.get("/").content.decode()
    page = worker.get(URL).content.decode()
    assert "一家三口拖着行李进来" in page
    url = reverse("checklists:lead", args=[lead.pk])
    assert worker.get(url).status_code == 200
    assert world.client("other_worker").get(url).status_code == 404
    assert reconcile().differences == []


def test_a_guard_puts_one_down_and_sees_none(world: World) -> None:
    lead = reported(world)
    page = world.client("gate_guard").get(URL).content.decode()
    assert "一家三口" not in page
    with acting(as_persona(world, "gate_guard").scope):
        assert not Lead.objects.filter(pk=lead.pk).exists()


@pytest.mark.parametrize("outcome", ["lives_here", "known", "left", "not_found", "registered"])
def test_it_is_tracked_until_somebody_clears_it(world: World, outcome: str) -> None:
    lead = reported(world)
    url = reverse("checklists:lead", args=[lead.pk])
    worker = world.client("committee_worker")
    empty = worker.post(url, {"note": "问了邻居"})
    assert empty.status_code == 422
    assert "问了邻居" in empty.content.decode()
    answer = worker.post(url, {"outcome": outcome, "note": "问了邻居", "since": ""})
    assert answer.status_code == 302
    assert ("/arrivals/form/" in answer["Location"]) is (outcome == "registered")
    lead.refresh_from_db()
    assert (lead.outcome, lead.cleared_at is not None) == (outcome, True)
    assert str(lead.pk) not in worker.get(URL).content.decode()
    assert "问了邻居" in worker.get(URL + "?which=cleared").content.decode()
    worker.post(reverse("checklists:lead_again", args=[lead.pk]))
    lead.refresh_from_db()
    assert lead.cleared_at is None
    assert reconcile().differences == []


def _figures(area: Place) -> dict[str, int]:
    found = figures(labels=[area.label], measures=["leads_open", "leads_late"])
    return {one.measure: one.stock for one in found}


def test_what_nobody_clears_climbs(world: World) -> None:
    lead = reported(world)
    area = world.post("committee_worker").place
    with clock.frozen(lead.due_at + timedelta(minutes=1)):
        before = _figures(area)
        climb()
        found = _figures(area)
        assert found["leads_late"] > before["leads_late"]
        assert sum(found.values()) == sum(before.values())
        assert "过时了" in world.client("committee_worker").get("/").content.decode()
    with clock.frozen(lead.due_at + timedelta(days=2)):
        climb()
    told = Message.objects.filter(kind="lead_late", sources__contains=[lead.pk])
    whom = told.values_list("whom", flat=True)
    assert sorted(whom) == ["committee", "subdistrict"]
    assert reconcile().differences == []


@pytest.mark.parametrize(
    ("said", "field"),
    [({"what": "看"}, "what"), ({"how": "rumour"}, "how"), ({"what": "\x00"}, "what")],
)
def test_what_cannot_be_put_down_says_why(world: World, said: dict[str, str], field: str) -> None:
    given = {"what": "有人来", "where": "", "how": "seen"} | said
    with pytest.raises(Refused) as refused:
        report_lead(access=SYSTEM, label=world.stairwell.label, lead_id=uuid7(),
            heard=Heard(**given))  # fmt: skip
    assert refused.value.field == field


def test_a_day_to_come_or_no_day_is_said(world: World) -> None:
    lead = reported(world)
    for since in ("2999-01-01", "去年冬天"):
        with pytest.raises(Refused) as refused:
            clear_lead(access=SYSTEM, lead_id=lead.pk, outcome="lives_here", since=since)
        assert refused.value.field == "since"


def test_its_words_are_sealed_and_go_in_time(world: World) -> None:
    lead = reported(world)
    clear_lead(access=SYSTEM, lead_id=lead.pk, outcome="left", note="沪外车牌")
    with connection.cursor() as cursor:
        cursor.execute("SELECT t::text FROM checklists_lead t UNION ALL"
                       " SELECT t::text FROM checklists_leadevent t")  # fmt: skip
        text = "".join(line for (line,) in cursor.fetchall())
    assert "行李" not in text
    assert "车牌" not in text
    with clock.frozen(clock.now() + timedelta(days=70)):
        purge(access=SYSTEM)
    assert not Lead.objects.filter(pk=lead.pk).exists()
    past = Lead.pgh_event_model.objects  # type: ignore[attr-defined]
    assert not past.filter(pgh_obj_id=lead.pk).exists()
    assert reconcile().differences == []
