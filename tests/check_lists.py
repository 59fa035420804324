"""A list as a police station sends it, and what tests of lists share."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import PatternFill

from tests.world import World
from wanli.domains.accounts.access import access_of
from wanli.domains.checklists.models import CheckList
from wanli.domains.checklists.operations.match import start_list
from wanli.domains.checklists.operations.take_in import Letter, say_columns, take_in_list
from wanli.domains.observation.models import Case
from wanli.domains.people.models import Person, Phone
from wanli.domains.people.vault import DOCUMENT, PHONE, keyring
from wanli.domains.places.models import Place
from wanli.ground.acting import acting
from wanli.kernel import clock
from wanli.kernel.access import Access

SYSTEM = Access.system()
HEAD = ["序号", "姓名", "身份证号", "联系电话", "现住址", "是否在管", "抵沪日期", "备注"]


def workbook(rows: Sequence[Sequence[Any]], head: Sequence[str] = HEAD) -> bytes:
    """A title, a coloured heading, these rows, and a second sheet with a formula."""
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = "协查名单"
    page.append(["关于协查人员的通知(请于 20:00 前反馈)"])
    page.append(list(head))
    for cell in page[2]:
        cell.fill = PatternFill("solid", fgColor="FFD9B3")
    for row in rows:
        page.append(list(row))
    other = book.create_sheet("填表说明")
    other.append(["合计", "=1+1"])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def area(world: World, key: str = "committee_worker") -> Place:
    return world.post(key).place


def subdistrict(world: World) -> Place:
    return Place.objects.above(area(world).path).get(kind="subdistrict")


def people(world: World, number: int, key: str = "committee_worker") -> list[Person]:
    """So many of a committee with names of their own and documents, none of them observed."""
    found = Person.objects.filter(
        path__within=area(world, key).path, left_on=None, id_cipher__isnull=False
    ).exclude(pk__in=Case.objects.values("person"))
    found = found.filter(residences__actual=True, residences__place__isnull=False,
        residences__until=None)  # fmt: skip
    names = list(Person.objects.values_list("name", flat=True))
    return [one for one in found.order_by("id") if names.count(one.name) == 1][:number]


def document(person: Person) -> str:
    assert person.id_cipher is not None
    return keyring().open(DOCUMENT, person.id_cipher)


def phone(person: Person) -> str:
    found = Phone.objects.filter(person=person).order_by("ordinal").first()
    return keyring().open(PHONE, found.cipher) if found else ""


def row(person: Person, **said: Any) -> list[Any]:
    given = {"no": 1, "name": person.name, "id": document(person), "phone": "", "door": "",
        "managed": "", "arrived": "", "note": ""} | said  # fmt: skip
    return list(given.values())


def taken_in(
    world: World, content: bytes, *, sender: str = "派出所", where: Place | None = None,
    who: Access = SYSTEM, name: str = "名单.xlsx",
) -> CheckList:  # fmt: skip
    """Handed in; nobody is looked for yet."""
    letter = Letter(sender, clock.now() + timedelta(hours=3), "外省车辆")
    label = (where or area(world)).label
    return take_in_list(access=who, label=label, content=content, file_name=name, letter=letter)


def matched(world: World, rows: Sequence[Sequence[Any]], **said: Any) -> CheckList:
    """Handed in, its columns agreed to as they were understood, and matched."""
    head = said.pop("head", HEAD)
    found = taken_in(world, workbook(rows, head), **said)
    say_columns(access=SYSTEM, list_id=found.pk, columns=[])
    start_list(access=SYSTEM, list_id=found.pk)
    found.refresh_from_db()
    return found


def as_persona(world: World, key: str) -> Access:
    return access_of(world.users[key].pk)


__all__ = ["acting"]
