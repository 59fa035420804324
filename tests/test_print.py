"""Printing the canvass."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.urls import reverse
from pypdf import PdfReader

from tests.jobs import finish
from tests.world import World
from wanli.domains.audit.models import Opening
from wanli.domains.canvass.models import Campaign, Sheet
from wanli.domains.canvass.operations.print_sheets import print_sheets
from wanli.domains.canvass.rules.questions import parse
from wanli.domains.people.operations.move_out import move_out
from wanli.ground import typeset
from wanli.kernel.access import Access


def pages_in(pdf: bytes) -> int:
    assert pdf.startswith(b"%PDF")
    return len(PdfReader(io.BytesIO(pdf)).pages)


def _ask(world: World, persona: str, **said: str) -> Any:
    url = reverse("canvass:print", args=[world.campaign.pk]) + f"?place={world.stairwell.label}"
    return world.client(persona).post(url, {"label": world.stairwell.label, **said})


def _print(world: World, persona: str, **said: str) -> Any:
    job = finish(_ask(world, persona, **said))
    return world.client(persona).get(reverse("jobs:result", args=[job.pk]))


def test_a_stairwell_is_printed_a_page_for_each_sheet(world: World) -> None:
    answer = _print(world, "stairwell_leader")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Cache-Control"] == "no-store"
    assert pages_in(answer.content) == Sheet.objects.filter(place=world.stairwell).count() > 0


def test_a_long_print_is_set_in_parts_and_joined(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(typeset, "PART", 2)
    area = world.post("committee_worker").place
    url = reverse("canvass:print", args=[world.campaign.pk])
    job = finish(world.client("committee_worker").post(url, {"label": area.label}))
    content = world.client("committee_worker").get(reverse("jobs:result", args=[job.pk])).content
    assert pages_in(content) == Sheet.objects.count() == job.done == job.total > 2


def test_every_home_stands_on_one_row(world: World) -> None:
    pages = print_sheets(
        access=Access.system(), campaign_id=world.campaign.pk, label=world.stairwell.label
    )
    rows = [row for page in pages for row in page.rows]
    assert [row.number for row in rows] == list(range(1, len(rows) + 1))
    assert [row.room for row in rows] == sorted(row.room for row in rows)
    doors = [door for page in pages for door in page.sheet.doors]
    assert len(set(doors)) == len(doors) == world.stairwell.children.count()


def test_printed_again_it_keeps_its_codes_until_the_homes_change(world: World) -> None:
    _print(world, "stairwell_leader")
    codes = set(Sheet.objects.values_list("code", flat=True))
    _print(world, "stairwell_leader")
    assert set(Sheet.objects.values_list("code", flat=True)) == codes
    _print(world, "stairwell_leader", only_left="on")
    assert Sheet.objects.filter(version=2).exists()


def test_names_are_masked_and_opened_only_with_a_reason(world: World) -> None:
    person = world.person(world.stairwell)

    def who(**more: Any) -> set[str]:
        pages = print_sheets(
            access=Access.system(), campaign_id=world.campaign.pk,
            label=world.stairwell.label, **more,
        )  # fmt: skip
        return {one.name for page in pages for row in page.rows for one in row.who}

    assert person.name not in who()
    refused = _ask(world, "stairwell_leader", in_the_clear="on")
    assert refused.status_code == 422
    assert "理由" in refused.content.decode()
    assert not Opening.objects.filter(what="names, on paper").exists()
    assert person.name in who(in_the_clear=True, reason="停电,手机用不了")
    assert Opening.objects.get(what="names, on paper").count > 1


def test_who_may_not_open_names_is_not_offered_them(world: World) -> None:
    url = reverse("canvass:print", args=[world.campaign.pk])
    assert b"in_the_clear" not in world.client("cadre").get(url).content
    assert b"in_the_clear" in world.client("stairwell_leader").get(url).content
    answer = _print(world, "cadre", in_the_clear="on", reason="看看")
    assert answer.status_code == 200
    assert not Opening.objects.filter(what="names, on paper").exists()


def test_somebody_who_moved_out_is_no_longer_expected(world: World) -> None:
    person = world.person(world.stairwell)
    move_out(access=Access.system(), person_id=person.pk)
    pages = print_sheets(
        access=Access.system(), campaign_id=world.campaign.pk, label=world.stairwell.label,
        in_the_clear=True, reason="核对",
    )  # fmt: skip
    assert person.name not in {one.name for p in pages for row in p.rows for one in row.who}


def test_the_longest_questions_still_fit_their_pages(world: World) -> None:
    long = "近 14 天家里有人离开过本市或者有外地亲友来家里住过吗,从哪里来、坐什么车来的"
    lines = [f"{long}{n}:没有/有/说不清楚的情况/以后再说的情况" for n in range(9)] + [
        "说说困难"
    ] * 3
    asked = [question.as_data() for question in parse("\n".join(lines))]
    Campaign.objects.filter(pk=world.campaign.pk).update(
        questions=asked, name="#let x = 1 *<b>$\\" + "长" * 40
    )
    answer = _print(world, "stairwell_leader")
    assert pages_in(answer.content) == Sheet.objects.filter(place=world.stairwell).count()


def test_a_closed_campaign_is_printed_no_more(world: World) -> None:
    Campaign.objects.filter(pk=world.campaign.pk).update(closed_on="2020-02-14")
    answer = _ask(world, "stairwell_leader")
    assert answer.status_code == 422
    assert "已经结束" in answer.content.decode()
