"""What a list does not get from what is known: calls, and whom somebody has to recognise."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from tests.check_lists import (
    SYSTEM,
    area,
    as_persona,
    matched,
    people,
    row,
    subdistrict,
    workbook,
)
from tests.jobs import finish
from tests.world import World
from wanli.domains.checklists.models import CheckList, Match, Row
from wanli.domains.checklists.operations import match as matching
from wanli.domains.checklists.operations.climb import climb
from wanli.domains.checklists.operations.hand_back import hand_back, take_file
from wanli.domains.checklists.operations.tell import say_who, tell, tried
from wanli.domains.checklists.queries import counts_of
from wanli.domains.ledger.operations.reconcile import reconcile
from wanli.domains.ledger.queries import figures, sources
from wanli.domains.notices.models import Message
from wanli.domains.people.models import Person
from wanli.domains.privacy.operations.purge import purge
from wanli.ground.acting import acting
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.errors import Hidden, Refused
from wanli.web.figures import link_of

HEAD = ["姓名", "身份证号", "是否在管", "核酸结果", "备注"]


def asked(person: Person, **said: str) -> list[str]:
    given = row(person, **said)
    return [given[1], given[2], "", "", ""]


def only_match(found: CheckList) -> Match:
    return Match.objects.get(row__list=found)


def line(found: CheckList, number: int = 3) -> list[Any]:
    content, _ending = take_file(access=SYSTEM, list_id=found.pk)
    page = load_workbook(BytesIO(content)).worksheets[0]
    return [cell.value for cell in page[number]]


def answer(found: CheckList, said: str = "阴性") -> None:
    tell(access=SYSTEM, match_id=only_match(found).pk, told={"test": said})


def test_what_nobody_knows_is_asked_and_stands_on_today(world: World) -> None:
    (one,) = people(world, 1)
    client = world.client("committee_worker")
    before = len(client.get(reverse("checklists:calls")).context["asking"])
    found = matched(world, [asked(one)], head=HEAD)
    match = only_match(found)
    assert match.asks == ["test"]
    assert line(found)[2:4] == ["否", None]
    assert "上级名单上" in client.get("/").content.decode()
    assert len(client.get(reverse("checklists:calls")).context["asking"]) == before + 1
    assert one.name not in client.get(reverse("checklists:calls")).content.decode()
    url = reverse("checklists:told", args=[match.pk])
    missing = client.post(url, {"outcome": "told", "q-remark": "说在上班"})
    assert missing.status_code == 422
    assert "说在上班" in missing.content.decode()
    assert client.post(url, {"outcome": "told", "q-test": "阴性"}).status_code == 302
    assert line(found)[2:4] == ["否", "阴性"]
    assert counts_of(CheckList.objects.get(pk=found.pk)).open == 0
    assert reconcile().differences == []


def test_the_same_people_next_week_cost_no_call(world: World) -> None:
    one, other = people(world, 2)
    first = matched(world, [asked(one)], head=HEAD)
    answer(first)
    again = matched(world, [asked(one)], head=HEAD, sender="交通委")
    assert line(again)[2:4] == ["否", "阴性"]
    assert counts_of(again).calls == 0
    with clock.frozen(clock.now() + timedelta(days=8)):
        late = matched(world, [asked(one), asked(other)], head=HEAD)
        assert counts_of(late).asking == 2, "what was told a week ago is old"


def test_who_was_recognised_once_is_not_asked_about_again(world: World) -> None:
    (one,) = people(world, 1)
    wrong = ["覃查无", *asked(one)[1:]]
    first = matched(world, [wrong], head=HEAD)
    match = only_match(first)
    assert match.state == "offered"
    say_who(access=SYSTEM, match_id=match.pk, hers=True)
    answer(first)
    again = matched(world, [wrong], head=HEAD)
    assert Row.objects.get(list=again).why == "before"
    assert counts_of(again).open == 0


def test_who_she_is_not_is_nobody_and_stays_so(world: World) -> None:
    (one,) = people(world, 1)
    wrong = ["覃查无", *asked(one)[1:]]
    first = matched(world, [wrong], head=HEAD)
    for _twice in range(2):
        say_who(access=SYSTEM, match_id=only_match(first).pk, hers=False)
    assert "查无此人" in line(first)
    again = matched(world, [wrong], head=HEAD)
    assert counts_of(again).open == 0
    assert reconcile().differences == []


def test_of_several_one_is_taken_and_the_others_let_go(world: World) -> None:
    one, other = people(world, 2)
    Person.objects.filter(pk__in=[one.pk, other.pk]).update(
        name="覃同名", pinyin="qintongming", birth_date=None, id_index=None
    )
    found = matched(world, [["覃同名", "", "", "", ""]], head=["姓名", *HEAD[1:]])
    assert Row.objects.get(list=found).found == "several"
    first, second = Match.objects.filter(row__list=found)
    say_who(access=SYSTEM, match_id=first.pk, hers=True)
    second.refresh_from_db()
    assert second.state == "dropped"
    assert reconcile().differences == []


def test_nobody_answered_and_does_not_live_here(world: World) -> None:
    (one,) = people(world, 1)
    found = matched(world, [asked(one)], head=["姓名", "身份证号", "是否在住", "核酸结果", "备注"])
    match = only_match(found)
    tried(access=SYSTEM, match_id=match.pk)
    page = world.client("committee_worker").get(reverse("checklists:calls")).content.decode()
    assert "打过 1 次没人接" in page
    tell(access=SYSTEM, match_id=match.pk, told={}, gone=True)
    assert line(found)[2:4] == ["否", None]
    again = matched(world, [asked(one)], head=["姓名", "身份证号", "是否在住", "备注"])
    assert line(again)[2] == "否", "what somebody was told is newer than the register"


def test_people_of_another_committee_are_passed_to_it_unseen(world: World) -> None:
    (hers,) = people(world, 1, "other_worker")
    found = matched(world, [asked(hers)], head=HEAD)
    match = only_match(found)
    for key, seen in (("committee_worker", False), ("other_worker", True)):
        with acting(as_persona(world, key).scope):
            assert Match.objects.filter(pk=match.pk).exists() is seen
            assert Row.objects.filter(list=found).exists() is not seen
    mine = world.client("committee_worker")
    page = mine.get(reverse("checklists:list", args=[found.pk])).content.decode()
    assert "别的居委会在办" in page
    url = reverse("checklists:told", args=[match.pk])
    assert mine.post(url, {"outcome": "told", "q-test": "阴性"}).status_code == 404
    theirs = world.client("other_worker")
    assert hers.name[0] in theirs.get(reverse("checklists:calls")).content.decode()
    assert theirs.post(url, {"outcome": "told", "q-test": "阴性"}).status_code == 302
    assert line(found)[3] == "阴性"


def test_a_list_of_the_subdistrict_goes_to_each_committee(world: World) -> None:
    mine, theirs = people(world, 1)[0], people(world, 1, "other_worker")[0]
    found = matched(world, [asked(mine), asked(theirs)], head=HEAD, where=subdistrict(world))
    for key in ("committee_worker", "other_worker"):
        page = world.client(key).get(reverse("checklists:calls"))
        assert len([a for a, *_ in page.context["asking"] if a.row.list_id == found.pk]) == 1
    assert counts_of(found).elsewhere == 0
    worker = as_persona(world, "other_worker")
    with acting(worker.scope), pytest.raises(Hidden):
        tell(access=worker, match_id=Match.objects.filter(person=mine.pk).first() or found.pk,  # type: ignore[arg-type]
             told={"test": "阴性"})  # fmt: skip


def test_what_is_not_done_in_time_climbs_and_is_late_in_the_books(world: World) -> None:
    (one,) = people(world, 1)
    found = matched(world, [asked(one)], head=HEAD)
    climb()
    found.refresh_from_db()
    assert found.late_since is None
    with clock.frozen(found.due_at + timedelta(minutes=1)):
        climb()
        climb()
        assert "过时没交" in world.client("committee_worker").get("/").content.decode()
    found.refresh_from_db()
    assert found.late_since
    told = Message.objects.filter(kind="checklist_late", sources__contains=[found.pk])
    assert told.filter(whom="committee").count() == 1
    with clock.frozen(found.due_at + timedelta(hours=4)):
        climb()
    assert told.filter(whom="subdistrict").count() == 1
    assert reconcile().differences == []
    hand_back(access=SYSTEM, list_id=found.pk)
    assert reconcile().differences == []


def test_handed_back_nothing_is_owed_any_more(world: World) -> None:
    (one,) = people(world, 1)
    found = matched(world, [asked(one)], head=HEAD)
    client = world.client("committee_worker")
    assert client.post(reverse("checklists:back", args=[found.pk])).status_code == 302
    match = only_match(found)
    assert match.state == "dropped"
    with pytest.raises(Refused):
        say_who_after(match)
    assert client.get(reverse("checklists:list", args=[found.pk])).status_code == 200
    assert reconcile().differences == []


def behind(world: World, path: str, measure: str, which: str = "stock") -> set[UUID]:
    """Whom the list behind a figure shows."""
    figure = next(one for one in figures(labels=[label_of(path)], measures=[measure]))
    page = world.client("committee_worker").get(link_of(as_worker(world), figure, which))
    if measure == "lists_answered":
        return {one.pk for one in page.context["page"]}
    return {one.match.pk for one in page.context["lines"]}


def label_of(path: str) -> str:
    return path.rpartition(".")[2]


def as_worker(world: World) -> Access:
    return as_persona(world, "committee_worker")


def test_a_figure_opens_exactly_whom_it_counts(world: World) -> None:
    one, other = people(world, 2)
    found = matched(world, [asked(one), asked(other)], head=HEAD)
    hers = Match.objects.get(row__list=found, person=one)
    theirs = Match.objects.get(row__list=found, person=other)
    whole = area(world).path
    for path, measure in ((one.path, "lists_open"), (whole, "lists_open"), (whole, "lists_late")):
        assert behind(world, path, measure) == set(sources(path=path, measure=measure))
    assert {hers.pk, theirs.pk} <= behind(world, whole, "lists_open", "plus")
    tell(access=SYSTEM, match_id=hers.pk, told={"test": "阴性"})
    assert hers.pk not in behind(world, whole, "lists_open")
    assert behind(world, whole, "lists_open", "minus") == {hers.pk}
    assert behind(world, whole, "lists_answered") == set(
        sources(path=whole, measure="lists_answered")
    )
    with clock.frozen(found.due_at + timedelta(minutes=1)):
        climb()
        assert theirs.pk in behind(world, whole, "lists_late")
        assert theirs.pk not in behind(world, whole, "lists_open")


def say_who_after(match: Match) -> None:
    Match.objects.filter(pk=match.pk).update(state="offered")
    say_who(access=SYSTEM, match_id=match.pk, hers=True)


def test_a_long_list_is_matched_by_the_worker(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(matching, "AT_ONCE", 1)
    one, other = people(world, 2)
    matched(world, [asked(one)], head=HEAD)
    client = world.client("committee_worker")
    url = reverse("checklists:lists")
    file = SimpleUploadedFile("a.xlsx", workbook([asked(one), asked(other)], HEAD))
    form = {**client.get(url).context["form"].initial, "file": file}
    job = finish(client.post(url, form))
    found = CheckList.objects.latest("created_at")
    assert (job.state, found.state) == ("done", "open")
    assert Row.objects.filter(list=found).count() == 2


def test_it_goes_when_its_term_is_over(world: World) -> None:
    (one,) = people(world, 1)
    found = matched(world, [asked(one)], head=HEAD)
    assert Match.objects.filter(row__list=found).exists()
    with clock.frozen(clock.now() + timedelta(days=40)):
        purge(access=SYSTEM)
    assert not CheckList.objects.filter(pk=found.pk).exists()
    past = Match.pgh_event_model.objects  # type: ignore[attr-defined]
    assert not past.filter(person=one.pk).exists()
    assert reconcile().differences == []


@pytest.mark.parametrize("said", ["", "  ", "—"])
def test_an_empty_answer_is_none(world: World, said: str) -> None:
    (one,) = people(world, 1)
    found = matched(world, [asked(one)], head=HEAD)
    with pytest.raises(Refused) as refused:
        answer(found, said)
    assert refused.value.field == "test"


def test_what_begins_like_a_formula_is_text(world: World) -> None:
    (one,) = people(world, 1)
    found = matched(world, [asked(one)], head=HEAD)
    answer(found, '=HYPERLINK("http://a","b")')
    content, _ending = take_file(access=SYSTEM, list_id=found.pk)
    cell = load_workbook(BytesIO(content)).worksheets[0]["D3"]
    assert (cell.data_type, cell.value) == ("s", '=HYPERLINK("http://a","b")')
