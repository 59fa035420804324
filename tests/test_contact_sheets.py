"""A round on paper: printed by stairwell, typed back row by row, once."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.urls import reverse
from pypdf import PdfReader

from tests.jobs import finish
from tests.world import World
from wanli.domains.canvass.rules.sheetcode import spaced
from wanli.domains.contacts.models import Contact, Home, RoundSheet, State
from wanli.domains.contacts.operations.print_sheets import print_sheets
from wanli.domains.contacts.queries import homes
from wanli.domains.ledger.operations.reconcile import reconcile
from wanli.domains.notices.models import Message
from wanli.domains.places.models import Place
from wanli.domains.privacy.operations.purge import purge
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.ids import uuid7

JSON = {"Accept": "application/json"}
WORKER = "committee_worker"
pytestmark = pytest.mark.usefixtures("everything")


@pytest.fixture
def sheet(world: World) -> RoundSheet:
    """The first page of the leader's stairwell."""
    return print_sheets(Access.system(), world.stairwell.label)[0].sheet


def type_in(
    world: World, sheet: RoundSheet, row: int = 1, result: str = "well", **said: Any
) -> Any:
    fields = {"row": row, "result": result, "way": "door", "day": str(clock.today()), **said}
    url = reverse("contacts:row", args=[sheet.code])
    return world.client(WORKER).post(url, fields, headers=JSON)


def home(sheet: RoundSheet, row: int = 1) -> Home:
    return Home.objects.get(pk=sheet.homes[row - sheet.first])


def test_the_sheets_of_a_stairwell_are_printed_with_rows_and_codes(world: World) -> None:
    client, label = world.client(WORKER), world.stairwell.label
    due = list(homes([world.stairwell.path]))
    job = finish(client.post(reverse("contacts:sheets"), {"label": label}))
    assert job.state == "done"
    assert "印联系表" in client.get(reverse("jobs:job", args=[job.pk])).content.decode()
    pages = PdfReader(BytesIO(b"".join(client.get(reverse("jobs:result", args=[job.pk])))))
    made = list(RoundSheet.objects.filter(place=world.stairwell).order_by("page"))
    assert len(pages.pages) == len(made)
    assert {pk for one in made for pk in one.homes} == {one.pk for one in due}
    said = pages.pages[0].extract_text()
    assert spaced(made[0].code) in said
    assert "都好" in said
    assert "电话" in said
    people = [name for one in due for name in _names(one.place)]
    assert not any(name in said for name in people), "masked"
    assert spaced(made[0].code) in client.get(reverse("contacts:sheets")).content.decode()


def _names(place: Place) -> list[str]:
    from wanli.domains.people.models import Person

    return list(Person.objects.filter(path=place.path).values_list("name", flat=True))


def test_where_all_are_reached_nothing_is_printed(world: World) -> None:
    Home.objects.filter(path__within=world.stairwell.path).update(state=State.REACHED)
    answer = world.client(WORKER).post(reverse("contacts:sheets"), {"label": world.stairwell.label})
    assert answer.status_code == 422
    assert "都联系上了" in answer.content.decode()


def test_a_row_is_a_contact_on_the_day_it_was(world: World, sheet: RoundSheet) -> None:
    day = clock.today() - timedelta(days=1)
    Home.objects.filter(pk=sheet.homes[0]).update(asked_on=day, since=day)
    entry = uuid7()
    for _twice in range(2):
        answer = type_in(world, sheet, day=str(day), note="菜够吃", visit_id=str(entry))
        assert answer.json() == {"state": "recorded"}
    contact = Contact.objects.get(sheet=sheet)
    assert (contact.pk, contact.way, contact.outcome) == (entry, "door", "well")
    assert clock.local(contact.at).date() == day
    assert home(sheet).state == State.REACHED
    page = world.client(WORKER).get(reverse("contacts:sheet", args=[sheet.code]))
    assert page.context["data"]["rows"][0]["note"] == "菜够吃"
    assert reconcile().agrees


def test_typed_twice_it_counts_once_and_typed_otherwise_only_anew(
    world: World, sheet: RoundSheet
) -> None:
    type_in(world, sheet, visit_id=str(uuid7()))
    assert type_in(world, sheet, visit_id=str(uuid7())).json() == {"state": "same"}
    other = {"result": "nobody", "visit_id": str(uuid7())}
    assert type_in(world, sheet, **other).status_code == 409
    assert home(sheet).state == State.REACHED
    assert type_in(world, sheet, **other, anew="on").json() == {"state": "recorded"}
    assert home(sheet).state == State.DUE
    assert Contact.objects.filter(sheet=sheet, withdrawn_at=None).count() == 1
    assert reconcile().agrees


def test_a_slip_is_taken_back_whatever_day_the_sheet_is_of(world: World, sheet: RoundSheet) -> None:
    entry = str(uuid7())
    type_in(world, sheet, visit_id=entry, day=str(clock.today() - timedelta(days=3)))
    url = reverse("contacts:undo", args=[sheet.code])
    for _twice in range(2):
        assert world.client(WORKER).post(url, {"visit_id": entry}, headers=JSON).status_code == 200
    assert Contact.objects.get(pk=entry).withdrawn_at
    assert home(sheet).state == State.DUE
    for wrong in ("", "x", str(uuid7())):
        assert world.client(WORKER).post(url, {"visit_id": wrong}).status_code == 404


def test_who_is_not_well_on_paper_is_told_to_the_committee(world: World, sheet: RoundSheet) -> None:
    type_in(world, sheet, result="unwell", visit_id=str(uuid7()), note="头晕")
    contact = Contact.objects.get(sheet=sheet)
    assert Message.objects.filter(sources__contains=[contact.pk]).exists()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"row": "99"}, "只有第 1 到"), ({"row": ""}, "请输入行号"),
        ({"result": "gone"}, "请点一个结果"), ({"result": ""}, "请点一个结果"),
        ({"way": "pigeon"}, "怎么联系的"), ({"day": ""}, "请写哪天联系的"),
        ({"day": "2999-01-01"}, "60 天以内"), ({"day": "2001-01-01"}, "60 天以内"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_and_nothing_is_recorded(
    world: World, sheet: RoundSheet, wrong: dict[str, str], said: str
) -> None:
    answer = type_in(world, sheet, **{"visit_id": str(uuid7()), **wrong})
    assert answer.status_code == 422
    assert said in answer.json()["refused"][0]
    assert not Contact.objects.filter(sheet=sheet).exists()


@pytest.mark.parametrize("code", ["123", "123456789", "000000000"])
def test_a_wrong_number_is_said_at_once(world: World, code: str) -> None:
    answer = world.client(WORKER).get(reverse("contacts:sheets"), {"code": code})
    assert answer.status_code == 422
    assert f'value="{code}"' in answer.content.decode()


def test_its_number_opens_it(world: World, sheet: RoundSheet) -> None:
    answer = world.client(WORKER).get(reverse("contacts:sheets"), {"code": spaced(sheet.code)})
    assert answer["Location"] == reverse("contacts:sheet", args=[sheet.code])


def test_sheets_go_with_what_was_typed_from_them(world: World, sheet: RoundSheet) -> None:
    type_in(world, sheet, visit_id=str(uuid7()))
    with clock.frozen(clock.now() + timedelta(days=120)):
        purge(access=Access.system())
        purge(access=Access.system())
    assert not RoundSheet.objects.filter(pk=sheet.pk).exists()
