"""Persons and homes as a worker keeps them, on screen."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.http import HttpResponse

from tests.world import World
from wanli.domains.ledger.operations.reconcile import reconcile
from wanli.domains.ledger.queries import figures
from wanli.domains.people.models import Household, Person
from wanli.domains.people.operations.change_residence import change_residence
from wanli.domains.people.vault import DOCUMENT, PHONE, keyring
from wanli.kernel.access import Access
from wanli.kernel.masking import mask_name

SYSTEM = Access.system()
GOOD_ID = "11010519491231002X"
"""The specimen of the standard's own text: nobody's."""


def _form(world: World, person: Person, **said: Any) -> dict[str, Any]:
    """The correction form of a person as a browser would send it, with ``said`` typed in."""
    page = world.client("committee_worker").get(f"/people/{person.pk}/correct/")
    form = page.context["form"]
    sent = {"seen": form["seen"].value(), "sex": form["sex"].value()}
    return {**sent, "id_kind": form["id_kind"].value() or "", **said}


def _correct(world: World, person: Person, **said: Any) -> Any:
    sent = _form(world, person, **said)
    return world.client("committee_worker").post(f"/people/{person.pk}/correct/", sent)


def _numbers(person: Person) -> list[str]:
    return [keyring().open(PHONE, p.cipher) for p in person.phones.order_by("ordinal")]


@pytest.fixture
def person(world: World) -> Person:
    """Somebody with a document and a phone, who lives where she is registered."""
    found = Person.objects.filter(
        path__within=world.stairwell.path, id_kind="resident", phones__isnull=False,
        residences__actual=True, residences__registered=True, residences__until=None,
    )  # fmt: skip
    return found.order_by("id")[0]


def test_a_form_shows_no_sealed_value_and_left_alone_keeps_them_all(
    world: World, person: Person
) -> None:
    number = keyring().open(DOCUMENT, person.id_cipher or b"")
    page = world.client("committee_worker").get(f"/people/{person.pk}/correct/")
    said = page.content.decode()
    for secret in (person.name, number, number[6:14], *_numbers(person)):
        assert secret not in said
    assert mask_name(person.name) in said
    before = Person.objects.filter(pk=person.pk).values().get(), _numbers(person)
    assert _correct(world, person).status_code == 302
    assert (Person.objects.filter(pk=person.pk).values().get(), _numbers(person)) == before


def test_what_is_typed_replaces_and_is_found_again(world: World, person: Person) -> None:
    drop = person.phones.order_by("ordinal")[0]
    done = _correct(
        world, person, name="单小芳", sex="f", document=GOOD_ID.lower(), id_kind="resident",
        birth_date="", phones="13800138001、021-62345678", dropped=[str(drop.pk)],
    )  # fmt: skip
    assert done.status_code == 302
    person.refresh_from_db()
    assert (person.name, person.pinyin, person.sex) == ("单小芳", "shanxiaofang", "f")
    assert person.birth_date == date(1949, 12, 31)
    assert keyring().open(DOCUMENT, person.id_cipher or b"") == GOOD_ID
    assert _numbers(person)[-2:] == ["13800138001", "02162345678"]
    assert not person.phones.filter(pk=drop.pk).exists()
    found = world.client("committee_worker").get("/search/", {"q": "13800138001"})
    assert mask_name("单小芳") in found.content.decode()
    assert reconcile().agrees


def test_clearing_takes_document_and_birth_date_away(world: World, person: Person) -> None:
    _correct(world, person, clear_document="on", clear_birth_date="on")
    person.refresh_from_db()
    assert (person.id_kind, person.id_cipher, person.id_index, person.birth_date) == (
        "", None, None, None,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "number"),
    [
        ("passport", "E12345678"), ("hk_macau", "H12345678"), ("taiwan", "12345678"),
        ("foreign_permanent", "CAN110000123456"), ("other", "军字12345"[2:]), ("", "M12345678"),
    ],
)  # fmt: skip
def test_documents_of_every_kind(world: World, person: Person, kind: str, number: str) -> None:
    assert _correct(world, person, id_kind=kind, document=number).status_code == 302
    person.refresh_from_db()
    assert person.id_kind == (kind or "hk_macau")
    assert keyring().open(DOCUMENT, person.id_cipher or b"") == number


@pytest.mark.parametrize(
    ("field", "typed", "says"),
    [
        ("name", "12345", "不像姓名"),
        ("name", "\x00", "空字符"),
        ("sex", "x", "请从列出的里面选"),
        ("sex", "", "请选性别"),
        ("birth_date", "2020-13-45", "不存在"),
        ("birth_date", "2999-01-01", "在今天之后"),
        ("birth_date", "1950-01-02", "证件号里的出生日期"),
        ("id_kind", "library", "请从列出的里面选"),
        ("document", "110105194912310021", "校验位不对"),
        ("document", "?", "看不懂"),
        ("phones", "138123", "手机 11 位"),
        ("phones", "、".join(f"1380013800{n}" for n in range(9)), "最多记 8 个"),
        ("dropped", "00000000-0000-7000-8000-000000000000", "已经不在了"),
    ],
)
def test_wrong_input_is_said_at_its_field_and_nothing_typed_is_lost(
    world: World, person: Person, field: str, typed: str, says: str
) -> None:
    answer = _correct(world, person, **{"id_kind": "", field: typed})
    assert answer.status_code == 422
    form = answer.context["form"]
    assert says in str(form.errors[field]), form.errors
    assert form[field].value() == (typed if field != "dropped" else [typed])
    before = Person.objects.filter(pk=person.pk).values().get()
    assert before == Person.objects.filter(pk=person.pk).values().get()


@pytest.mark.parametrize(
    "kind", ["resident", "passport", "hk_macau", "taiwan", "foreign_permanent"]
)
def test_a_number_of_another_kind_is_refused(world: World, person: Person, kind: str) -> None:
    answer = _correct(world, person, id_kind=kind, document="QQ1")
    assert answer.status_code == 422
    assert "document" in answer.context["form"].errors


def test_somebody_elses_document_is_refused(world: World, person: Person) -> None:
    other = Person.objects.exclude(pk=person.pk).filter(
        path__within=world.elsewhere.path, id_kind="resident"
    )[0]
    number = keyring().open(DOCUMENT, other.id_cipher or b"")
    answer = _correct(world, person, document=number, sex="u")
    assert "另一个人名下" in str(answer.context["form"].errors["document"])


def test_the_second_of_two_workers_is_told_and_loses_nothing(world: World, person: Person) -> None:
    slow = _form(world, person, name="慢慢来", phones="13800138002")
    quick = _form(world, person, name="周小芳")
    secretary = world.client("committee_secretary")
    assert secretary.post(f"/people/{person.pk}/correct/", quick).status_code == 302
    worker = world.client("committee_worker")
    told = worker.post(f"/people/{person.pk}/correct/", slow)
    assert told.status_code == 422
    said = str(told.context["form"].errors["__all__"])
    assert world.users["committee_secretary"].name in said
    assert "姓名" in said
    assert "电话" not in said
    assert 'value="慢慢来"' in told.content.decode()
    again = {**slow, "seen": told.context["form"]["seen"].value()}
    assert worker.post(f"/people/{person.pk}/correct/", again).status_code == 302
    person.refresh_from_db()
    assert person.name == "慢慢来"


@pytest.mark.parametrize("seen", ["", "{", "[]", '{"name": 7}'])
def test_a_tampered_form_is_as_good_as_an_old_one(world: World, person: Person, seen: str) -> None:
    assert _correct(world, person, seen=seen).status_code == 422


def test_the_page_says_who_changed_what_and_shows_no_value(world: World, person: Person) -> None:
    _correct(world, person, name="单小芳", phones="13800138001")
    page = world.client("stairwell_leader").get(f"/people/{person.pk}/").content.decode()
    assert world.users["committee_worker"].name in page
    assert f"{mask_name(person.name)} → 单**" in page
    assert "添了电话 138****8001" in page
    assert "单小芳" not in page
    assert "13800138001" not in page


def _residents(place: Any) -> int:
    (figure,) = figures(labels=[place.label], measures=["residents"])
    return figure.stock


def test_a_person_is_added_once_however_often_the_button_is_pressed(world: World) -> None:
    home, worker = world.home(world.stairwell), world.client("committee_worker")
    before = _residents(world.stairwell)
    page = worker.get(f"/homes/{home.label}/add/")
    sent = {
        "id": page.context["form"]["id"].value(), "name": "周小芳", "sex": "女",
        "document": GOOD_ID, "phones": "13800138001", "registered_outside": "外省",
    }  # fmt: skip
    for _ in range(2):
        assert worker.post(f"/homes/{home.label}/add/", sent).status_code == 302
    assert _residents(world.stairwell) == before + 1
    assert Person.objects.get(pk=UUID(str(sent["id"]))).path == home.path
    assert reconcile().agrees


@pytest.mark.parametrize(
    ("field", "typed", "says"),
    [
        ("name", "", "请填写姓名"),
        ("sex", "?", "看不懂"),
        ("birth_date", "昨天", "看不懂"),
        ("document", "110105194912310021", "校验位不对"),
        ("phones", "1381", "手机 11 位"),
        ("registered_outside", "外" * 121, "120"),
        ("id", "7", "UUID"),
    ],
)
def test_a_newcomer_typed_wrongly_is_not_lost(
    world: World, field: str, typed: str, says: str
) -> None:
    home = world.home(world.stairwell)
    sent = {"name": "周小芳", field: typed}
    answer = world.client("committee_worker").post(f"/homes/{home.label}/add/", sent)
    assert answer.status_code == 422
    assert says in str(answer.context["form"].errors[field])
    assert answer.context["form"]["name"].value() == sent["name"]


def _move_in(world: World, home: Any, person: str) -> HttpResponse:
    client = world.client("committee_worker")
    return client.post(f"/homes/{home.label}/move-in/", {"person": person})  # type: ignore[return-value]


def _other_home(world: World, person: Person) -> Any:
    homes = Household.objects.filter(path__within=world.post("committee_worker").path)
    return homes.exclude(path=person.path).exclude(path__within=world.stairwell.path)[0].place


def test_somebody_found_elsewhere_moves_in_and_the_figures_follow(
    world: World, person: Person
) -> None:
    there = _other_home(world, person)
    worker = world.client("committee_worker")
    found = worker.get(f"/homes/{there.label}/move-in/", {"q": person.name})
    assert str(person.pk) in found.content.decode()
    before = _residents(world.stairwell), _residents(there)
    for _ in range(2):
        assert _move_in(world, there, str(person.pk)).status_code == 302
    assert (_residents(world.stairwell), _residents(there)) == (before[0] - 1, before[1] + 1)
    assert reconcile().agrees


@pytest.mark.parametrize("said", ["", "x", "\x00"])
def test_moving_nobody_in_is_refused(world: World, person: Person, said: str) -> None:
    assert _move_in(world, _other_home(world, person), said).status_code == 422


def test_somebody_of_another_committee_cannot_be_moved_in(world: World, person: Person) -> None:
    stranger = world.person(world.elsewhere)
    assert _move_in(world, _other_home(world, person), str(stranger.pk)).status_code == 404


@pytest.fixture
def registered_here(world: World, person: Person) -> Person:
    """Somebody who lives in the other committee and is registered at a home of ours."""
    found = world.person(world.elsewhere)
    home = _other_home(world, person)
    change_residence(access=SYSTEM, person_id=found.pk, side="registered", label=home.label)
    return Person.objects.get(pk=found.pk)


@pytest.mark.parametrize("page", ["correct", "marks", "open", "move-out", "lives"])
def test_somebody_registered_here_is_seen_but_changed_only_where_she_lives(
    world: World, registered_here: Person, page: str
) -> None:
    worker = world.client("committee_worker")
    assert worker.get(f"/people/{registered_here.pk}/").status_code == 200
    said = {"phones": "13800138009", "kinds": "chronic", "reason": "核对", "outside": "外省"}
    assert worker.post(f"/people/{registered_here.pk}/{page}/", said).status_code == 404


def test_nobody_is_offered_who_cannot_be_moved_in(
    world: World, person: Person, registered_here: Person
) -> None:
    home = _other_home(world, person)
    page = world.client("committee_worker").get(
        f"/homes/{home.label}/move-in/", {"q": registered_here.name}
    )
    assert str(registered_here.pk) not in page.content.decode()


def test_somebody_who_moved_out_comes_back(world: World, person: Person) -> None:
    worker = world.client("committee_worker")
    home = Household.objects.get(path=person.path).place
    worker.post(f"/people/{person.pk}/move-out/")
    page = worker.get(f"/homes/{home.label}/").content.decode()
    assert "搬回来了" in page
    before = _residents(home)
    assert _move_in(world, home, str(person.pk)).status_code == 302
    person.refresh_from_db()
    assert (person.left_on, _residents(home)) == (None, before + 1)
    assert reconcile().agrees


def _elsewhere(person: Person) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM people_residence WHERE person_id = %s AND actual"
            " AND until IS NULL AND place_id IS NOT NULL AND NOT registered",
            [person.pk],
        )
        return bool(cursor.fetchone()[0])


def test_registered_outside_and_back_is_seen_in_the_books(world: World, person: Person) -> None:
    worker = world.client("committee_worker")
    home = Household.objects.get(path=person.path).place
    where = f"/people/{person.pk}/registered/"
    worker.post(where, {"outside": "外省某市"})
    assert _elsewhere(person)
    building = home.parent.parent.name.removesuffix("号楼")
    said = f"{building}-{home.parent.name.removesuffix('单元')}-{home.name}"
    answer = worker.post(f"{where}?q={said}", {"target": home.label})
    assert answer.status_code == 302, answer.context["form"].errors
    assert not _elsewhere(person)
    person.refresh_from_db()
    assert person.registered_path == ""
    assert reconcile().agrees


def test_living_outside_while_registered_here_counts_as_no_resident(
    world: World, person: Person
) -> None:
    worker = world.client("committee_worker")
    home = Household.objects.get(path=person.path).place
    worker.post(f"/people/{person.pk}/registered/?q=", {"target": "", "outside": "外省"})
    refused = worker.post(f"/people/{person.pk}/lives/", {"outside": "外省某市"})
    assert refused.status_code == 422
    assert "已搬走" in str(refused.context["form"].errors)
    assert _residents(home) > 0
    assert reconcile().agrees


@pytest.mark.parametrize(
    ("sent", "says"),
    [({}, "两者取一"), ({"target": "nowhere"}, "两者取一"), ({"outside": "长" * 121}, "120")],
)
def test_a_residence_must_be_said(
    world: World, person: Person, sent: dict[str, str], says: str
) -> None:
    answer = world.client("committee_worker").post(f"/people/{person.pk}/lives/", sent)
    assert answer.status_code == 422
    assert says in str(answer.context["form"].errors)
