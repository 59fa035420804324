"""Cases opened from a list of contacts, in whatever layout it comes."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse
from openpyxl import load_workbook

from tests.contact_lists import FILE, workbook
from tests.jobs import finish
from tests.world import World
from wanli.domains.ledger.operations.reconcile import reconcile
from wanli.domains.observation.lists import read_list
from wanli.domains.observation.models import Case, CaseList
from wanli.domains.observation.operations.case_lists import (
    Terms,
    open_list,
    start_list,
    take_in_list,
)
from wanli.domains.observation.operations.open_case import Opening, open_case
from wanli.domains.passes.models import Hold
from wanli.domains.people.models import Person
from wanli.domains.people.vault import DOCUMENT, keyring
from wanli.domains.places.models import Place
from wanli.domains.privacy.operations.purge import purge
from wanli.kernel import clock
from wanli.kernel.access import Access

SYSTEM = Access.system()
HEAD = ["姓名", "身份证号", "联系电话", "地址", "末次接触时间", "接触类型", "单独居住"]
TERMS = {"reason": "contact", "term": "home_14"}


def area(world: World) -> Place:
    return world.post("committee_worker").place


def people(world: World, number: int) -> list[Person]:
    """So many who live there, are not observed, and have names and documents of their own."""
    found = Person.objects.filter(
        path__within=area(world).path, left_on=None, id_cipher__isnull=False
    ).exclude(pk__in=Case.objects.values("person"))
    names: dict[str, Person] = {}
    for one in found.order_by("id"):
        names.setdefault(one.name, one)
    return list(names.values())[:number]


def number_of(person: Person) -> str:
    assert person.id_cipher is not None
    return keyring().open(DOCUMENT, person.id_cipher)


def day(ago: int = 2) -> str:
    return (clock.today() - timedelta(days=ago)).strftime("%Y.%m.%d")


def row(person: Person, **said: Any) -> list[Any]:
    given = {"name": person.name, "id": number_of(person), "phone": "", "door": "",
        "day": day(), "type": "", "apart": ""} | said  # fmt: skip
    return list(given.values())


def hand_in(world: World, rows: list[list[Any]], who: str = "committee_worker", **said: Any) -> Any:
    file = SimpleUploadedFile("密接名单.xlsx", workbook([["附件"], HEAD, *rows]))
    form = {"file": file, "label": area(world).label} | TERMS | said
    return world.client(who).post(reverse("observation:lists"), form)


def taken_in(world: World, rows: list[list[Any]], **said: Any) -> CaseList:
    assert hand_in(world, rows, **said).status_code == 302
    return CaseList.objects.latest("created_at")


def counts(found: CaseList) -> dict[str, int]:
    return {kind: n for kind, n in found.summary["counts"].items() if n}


def done(world: World, found: CaseList) -> CaseList:
    url = reverse("observation:list_start", args=[found.pk])
    finish(world.client("committee_worker").post(url))
    found.refresh_from_db()
    return found


def test_from_the_file_to_the_cases(world: World) -> None:
    one, other = people(world, 2)
    rows = [row(one), row(other, id="", door=_door(other), type="次密接", apart="是")]
    found = taken_in(world, rows)
    assert counts(found) == {"new": 2}
    assert not Case.objects.filter(person=one).exists()
    found = done(world, found)
    assert (found.state, found.opened, found.content) == ("done", 2, None)
    first, second = (Case.objects.get(person=person) for person in (one, other))
    assert (first.reason, first.apart) == ("contact", False)
    assert (second.reason, second.apart) == ("secondary", True)
    assert first.since == clock.today() - timedelta(days=2)
    assert Hold.objects.filter(source=first.pk).exists()
    assert reconcile().differences == []


def _door(person: Person) -> str:
    names = Place.objects.above(person.path).order_by("path").values_list("kind", "name")
    kept = ("compound", "building", "stairwell", "household")
    return "".join(name for kind, name in names if kind in kept)


def test_the_same_list_twice_opens_nothing_twice(world: World) -> None:
    rows = [row(one) for one in people(world, 3)]
    done(world, taken_in(world, rows))
    before = Case.objects.count()
    again = taken_in(world, rows)
    assert counts(again) == {"observed": 3}
    assert done(world, again).opened == 0
    assert Case.objects.count() == before
    assert reconcile().differences == []


def test_two_lists_that_name_the_same_person(world: World) -> None:
    (one,) = people(world, 1)
    first, second = (taken_in(world, [row(one)]) for _ in range(2))
    assert counts(second) == {"new": 1}
    done(world, first)
    assert done(world, second).opened == 0
    assert Case.objects.filter(person=one).count() == 1


def test_a_later_contact_of_somebody_observed_is_said(world: World) -> None:
    (one,) = people(world, 1)
    done(world, taken_in(world, [row(one, day=day(5))]))
    found = taken_in(world, [row(one, day=day(1))])
    assert counts(found) == {"later": 1}
    page = world.client("committee_worker").get(reverse("observation:list", args=[found.pk]))
    assert "又有接触" in page.content.decode()


def test_killed_half_way_it_goes_on(world: World) -> None:
    chosen = people(world, 4)
    found = taken_in(world, [row(one) for one in chosen])
    start_list(access=SYSTEM, list_id=found.pk)

    def kill(done: int, total: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        open_list(SYSTEM, {"list": str(found.pk)}, kill)
    assert Case.objects.filter(person__in=chosen).count() == 2
    for _ in range(2):
        open_list(SYSTEM, {"list": str(found.pk)}, lambda done, total: None)
    assert Case.objects.filter(person__in=chosen).count() == 4
    found.refresh_from_db()
    assert found.opened == 4
    assert reconcile().differences == []


def test_who_was_opened_meanwhile_by_hand_comes_back_with_the_reason(world: World) -> None:
    (one,) = people(world, 1)
    found = taken_in(world, [row(one)])
    opening = Opening("contact", "home_14", clock.today())
    open_case(access=SYSTEM, person_id=one.pk, opening=opening)
    assert done(world, found).opened == 0
    assert Case.objects.filter(person=one).count() == 1


@pytest.mark.parametrize(
    ("said", "kind", "sentence"),
    [
        ({"id": "", "phone": ""}, "doubtful", "同名的人"),
        ({"name": "覃查无"}, "doubtful", "姓名不同"),
        ({"name": "覃查无", "id": ""}, "unknown", "名册里没有这个人"),
        ({"id": "11010519491231002X"}, "doubtful", "证件号不同"),
        ({"day": "去年冬天"}, "refused", ""),
        ({"day": ""}, "refused", "没有写从哪天算起"),
        ({"day": "2999-01-01"}, "refused", "这一天还没到"),
        ({"day": "2020-02-03"}, "refused", "太早了"),
        ({"id": "110105194912310021"}, "refused", ""),
        ({"name": ""}, "refused", "没有姓名"),
    ],
)
def test_what_opens_nothing_says_why_and_comes_back(
    world: World, said: dict[str, str], kind: str, sentence: str
) -> None:
    (one,) = people(world, 1)
    found = taken_in(world, [row(one, **said)])
    assert counts(found) == {kind: 1}
    client = world.client("committee_worker")
    page = client.get(reverse("observation:list", args=[found.pk])).content.decode()
    assert sentence in page
    assert number_of(one) not in page
    assert one.name not in page.replace("密接名单", "")
    found = done(world, found)
    answer = client.get(reverse("observation:list_refused", args=[found.pk]))
    sheet = load_workbook(BytesIO(answer.content)).worksheets[0]
    cells = [[cell.value for cell in line] for line in sheet.iter_rows()]
    assert cells[0] == [*HEAD, "错误"]
    assert len(cells) == 2
    assert sentence in cells[1][-1]
    assert len(cells[1][-1]) > 4


def test_mended_it_is_taken(world: World) -> None:
    (one,) = people(world, 1)
    found = done(world, taken_in(world, [row(one, day="")]))
    answer = world.client("committee_worker").get(
        reverse("observation:list_refused", args=[found.pk])
    )
    book = load_workbook(BytesIO(answer.content))
    book.worksheets[0]["E2"] = day()
    stream = BytesIO()
    book.save(stream)
    again = take_in_list(
        access=SYSTEM, label=area(world).label, content=stream.getvalue(), file_name="b.xlsx",
        terms=Terms("contact", "home_14"),
    )  # fmt: skip
    assert counts(again) == {"new": 1}


def test_one_day_for_all_and_columns_taken_otherwise(world: World) -> None:
    (one,) = people(world, 1)
    found = taken_in(world, [row(one, day="")], since=clock.today().isoformat())
    assert counts(found) == {"new": 1}
    url = reverse("observation:list_change", args=[found.pk])
    form = TERMS | {"since": "", "0-1": "-", "0-0": "name"}
    assert world.client("committee_worker").post(url, form).status_code == 302
    found.refresh_from_db()
    assert counts(found) == {"refused": 1}
    wrong = world.client("committee_worker").post(url, TERMS | {"0-0": "-"})
    assert wrong.status_code == 422
    assert "请指明哪一列是姓名" in wrong.content.decode()


def test_the_same_person_in_two_rows(world: World) -> None:
    (one,) = people(world, 1)
    found = taken_in(world, [row(one), row(one)])
    assert counts(found) == {"new": 1, "refused": 1}


def test_a_list_of_the_district_is_understood(world: World) -> None:
    reading = read_list(FILE.read_bytes(), FILE.name)
    fields = set(reading.layouts[0].mapping().values())
    assert {"name", "document", "phones", "last_contact", "reason"} <= fields
    found = take_in_list(
        access=SYSTEM, label=area(world).label, content=FILE.read_bytes(), file_name=FILE.name,
        terms=Terms("contact", "home_14", since=clock.today()),
    )  # fmt: skip
    assert sum(found.summary["counts"].values()) == len(reading.entries) > 10


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"PK\x03\x04", "无,表头\n1,2\n".encode()])
def test_what_is_no_list_is_said(world: World, content: bytes) -> None:
    file = SimpleUploadedFile("a.xlsx", content)
    answer = world.client("committee_worker").post(
        reverse("observation:lists"), {"file": file, "label": area(world).label} | TERMS
    )
    assert answer.status_code == 422
    assert "errorlist" in answer.content.decode() or 'class="error"' in answer.content.decode()


def test_nothing_readable_lies_in_the_table_and_it_goes_in_time(world: World) -> None:
    (one,) = people(world, 1)
    found = done(world, taken_in(world, [row(one, day="")]))
    with connection.cursor() as cursor:
        cursor.execute("SELECT observation_caselist::text FROM observation_caselist")
        text = "".join(line for (line,) in cursor.fetchall())
    assert number_of(one) not in text
    assert number_of(one).encode().hex() not in text
    CaseList.objects.filter(pk=found.pk).update(
        created_at=clock.now() - timedelta(days=400), finished_at=clock.now() - timedelta(days=40)
    )
    purge(access=SYSTEM)
    assert not CaseList.objects.filter(pk=found.pk).exists()


def test_for_a_place_that_is_not_ones_own_nothing_is_taken(world: World) -> None:
    rows = [row(one) for one in people(world, 1)]
    assert hand_in(world, rows, who="other_worker").status_code == 422
    found = taken_in(world, rows)
    url = reverse("observation:list", args=[found.pk])
    assert world.client("other_worker").get(url).status_code == 404
