"""An answer that was wrong is mended, its history stays, and its sender gets the list once more."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.db import connection
from django.urls import reverse

from tests.check_lists import SYSTEM, as_persona, matched, people, subdistrict
from tests.test_check_list_calls import HEAD, answer, asked, line, only_match
from tests.world import World
from wanli.domains.audit.models import Opening
from wanli.domains.checklists.models import CheckList, Correction, Match, Row
from wanli.domains.checklists.operations.correct import correct, open_row
from wanli.domains.checklists.operations.hand_back import drop_list, hand_back
from wanli.domains.checklists.queries import cells_of, counts_of, handing
from wanli.domains.ledger.operations.reconcile import reconcile
from wanli.domains.privacy.operations.purge import purge
from wanli.ground.acting import acting
from wanli.kernel import clock
from wanli.kernel.errors import Hidden, Refused

MANAGED, TEST = 2, 3
WHY = "打错了,是另一个人的结果"


@pytest.fixture
def found(world: World) -> CheckList:
    """A list of one person, who was told to be negative."""
    (one,) = people(world, 1)
    made = matched(world, [asked(one)], head=HEAD)
    answer(made, "阴性")
    return made


def mend(found: CheckList, column: int = TEST, said: str = "阳性", why: str = WHY) -> Row:
    row = Row.objects.get(list=found)
    return correct(access=SYSTEM, row_id=row.pk, column=column, said=said, why=why)


def test_one_cell_is_mended_with_a_reason_and_what_stood_there_stays(found: CheckList) -> None:
    for _twice in range(2):
        row = mend(found)
    assert line(found)[2:4] == ["否", "阳性"]
    cells = {one.question.column: one for one in cells_of(*open_row(access=SYSTEM, row_id=row.pk))}
    (past,) = cells[TEST].past
    assert (past.was, past.now, past.why) == ("阴性", "阳性", WHY)
    assert not cells[MANAGED].past
    assert reconcile().differences == []


def test_the_words_for_yes_and_no_are_the_senders(found: CheckList) -> None:
    mend(found, MANAGED, "yes")
    assert line(found)[2] == "是"
    mend(found, MANAGED, "none")
    assert line(found)[2] == "查无此人"


def test_the_next_list_is_answered_with_what_was_mended(world: World, found: CheckList) -> None:
    mend(found)
    (one,) = people(world, 1)
    again = matched(world, [asked(one)], head=HEAD, sender="交通委")
    assert line(again)[3] == "阳性"


def test_nobody_turns_out_to_be_somebody(world: World) -> None:
    head = ["姓名", "身份证号", "是否在住", "备注"]
    found = matched(world, [["覃查无", "", "", ""]], head=head)
    assert line(found)[2] == "查无此人"
    mend(found, said="yes", column=2)
    assert line(found)[2] == "是"
    assert counts_of(found).none == 0


def test_a_list_that_went_back_is_to_go_back_once_more(world: World, found: CheckList) -> None:
    client, url = world.client("committee_worker"), reverse("checklists:list", args=[found.pk])
    hand_back(access=SYSTEM, list_id=found.pk)
    again = handing([found.path]).again
    row = Row.objects.get(list=found)
    said = {"column": str(TEST), "said": "阳性", "why": WHY}
    page = client.post(reverse("checklists:row", args=[row.pk]), said, follow=True)
    assert "请把改好的表再交一次" in page.content.decode()
    assert "交回以后又改了" in client.get(url).content.decode()
    assert "核酸结果" in client.get(url).content.decode()
    assert handing([found.path]).again == again + 1
    assert "要再交一次" in client.get("/").content.decode()
    assert line(found)[3] == "阳性"
    client.post(reverse("checklists:back", args=[found.pk]))
    assert "交回以后又改了" not in client.get(url).content.decode()
    assert handing([found.path]).again == again
    assert Correction.objects.get(row=row).returned_at


def test_what_is_mended_before_it_goes_back_is_not_owed(found: CheckList) -> None:
    mend(found)
    hand_back(access=SYSTEM, list_id=found.pk)
    assert Correction.objects.get(row__list=found).returned_at


@pytest.mark.parametrize(
    ("said", "why", "field"), [("", WHY, "said"), ("阳性", " ", "why"), ("—", WHY, "said")]
)
def test_bad_input_is_refused_and_nothing_typed_is_lost(
    world: World, found: CheckList, said: str, why: str, field: str
) -> None:
    row = Row.objects.get(list=found)
    given = {"column": str(TEST), "said": said, "why": why}
    answer = world.client("committee_worker").post(reverse("checklists:row", args=[row.pk]), given)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert f'id="{field}_error"' in page
    assert f'value="{said}"' in page
    assert f'value="{why}"' in page
    assert not Correction.objects.filter(row=row).exists()


@pytest.mark.parametrize("column", ["0", "99", "x", ""])
def test_a_cell_that_was_not_answered_by_us_is_not_there(
    world: World, found: CheckList, column: str
) -> None:
    row = Row.objects.get(list=found)
    given = {"column": column, "said": "阳性", "why": WHY}
    answer = world.client("committee_worker").post(reverse("checklists:row", args=[row.pk]), given)
    assert answer.status_code == 422
    assert "请先点要改的是哪一格" in answer.content.decode()


def test_a_row_that_waits_or_a_list_that_is_dropped_has_nothing_to_mend(
    world: World, found: CheckList
) -> None:
    row = Row.objects.get(list=found)
    drop_list(access=SYSTEM, list_id=found.pk)
    with pytest.raises(Refused, match="不办了"):
        mend(found)
    _hers, other = people(world, 2)
    open_one = matched(world, [asked(other)], head=HEAD)
    with pytest.raises(Hidden):
        open_row(access=SYSTEM, row_id=Row.objects.get(list=open_one).pk)
    assert row.state == "done"


def test_who_answered_for_a_list_that_lies_above_mends_it_herself(world: World) -> None:
    mine, theirs = people(world, 1)[0], people(world, 1, "other_worker")[0]
    found = matched(world, [asked(mine), asked(theirs)], head=HEAD, where=subdistrict(world))
    rows: dict[str, str] = {}
    for key, person in (("committee_worker", mine), ("other_worker", theirs)):
        client = world.client(key)
        match = person_match(found, person.pk)
        client.post(reverse("checklists:told", args=[match.pk]), {"outcome": "told",
            "q-test": "阴性"})  # fmt: skip
        page = client.get(reverse("checklists:call", args=[match.pk])).content.decode()
        rows[key] = reverse("checklists:row", args=[match.row_id])
        assert rows[key] in page
    worker = world.client("committee_worker")
    assert worker.get(rows["other_worker"]).status_code == 404
    given = {"column": str(TEST), "said": "阳性", "why": WHY}
    assert worker.post(rows["other_worker"], given).status_code == 404
    assert worker.post(rows["committee_worker"], given).status_code == 302
    assert line(found, 3)[3] == "阳性"
    assert WHY in worker.get(rows["committee_worker"]).content.decode()
    with acting(as_persona(world, "committee_worker").scope):
        assert not Correction.objects.exists()


def person_match(found: CheckList, person: UUID) -> Match:
    return Match.objects.get(row__list=found, person=person)


def test_looking_leaves_a_trace_and_nothing_lies_open(world: World, found: CheckList) -> None:
    row, person = mend(found), only_match(found).person_id
    client, before = world.client("committee_worker"), Opening.objects.count()
    page = client.get(reverse("checklists:row", args=[row.pk]))
    assert "阳性" in page.content.decode()
    assert page["Cache-Control"] == "no-store"
    assert Opening.objects.count() == before + 1
    assert Opening.objects.latest("at").subject == person
    with connection.cursor() as cursor:
        cursor.execute("SELECT c::text FROM checklists_correction c")
        assert "阳性" not in str(cursor.fetchall())


def test_it_goes_with_its_list(found: CheckList) -> None:
    mend(found)
    with clock.frozen(clock.now().replace(year=clock.today().year + 1)):
        purge(access=SYSTEM)
    assert not Correction.objects.exists()
