"""Typing sheets back: once, twice, differently, by a slip, with a picture beside."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from tests.world import World
from wanli.domains.canvass.measures import OF_A_DOOR
from wanli.domains.canvass.models import Campaign, Door, Sheet, SheetPhoto, Visit
from wanli.domains.canvass.rules.sheetcode import spaced
from wanli.domains.ledger.entries import settle
from wanli.domains.ledger.operations.reconcile import reconcile
from wanli.domains.people.models import Household
from wanli.domains.people.operations.set_home_use import set_home_use
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.ids import uuid7


@pytest.fixture
def sheet(world: World) -> Sheet:
    """A page of the leader's stairwell none of whose homes is done."""
    found = world.sheet(world.stairwell)
    Door.objects.filter(pk__in=found.doors).update(result="", settled=False, answers={}, note="")
    settle(measures=OF_A_DOOR, sources=found.doors)
    return found


def asked(world: World, said: dict[str, Any]) -> dict[str, Any]:
    """What is said, with the first question under the key that the campaign has for it."""
    key = "a." + world.campaign.questions[0]["key"]
    return {key if name == "q1" else name: value for name, value in said.items()}


def type_in(world: World, sheet: Sheet, row: int, result: str = "met", **said: Any) -> Any:
    url = reverse("canvass:row", args=[sheet.code])
    fields = {"row": row, "result": result, "day": clock.today().isoformat(), **said}
    return world.client("committee_worker").post(
        url, fields, headers={"Accept": "application/json"}
    )


def door(sheet: Sheet, row: int) -> Door:
    return Door.objects.get(pk=sheet.doors[row - sheet.first])


def test_a_row_is_a_visit_on_the_day_it_was_with_who_stood_there(
    world: World, sheet: Sheet
) -> None:
    day = clock.today() - timedelta(days=2)
    answer = type_in(world, sheet, 1, q1="没有", stood_by="周阿姨", day=day.isoformat())
    assert answer.json() == {"state": "recorded"}
    visit = Visit.objects.get(sheet=sheet)
    assert clock.local(visit.at).date() == day
    assert clock.local(visit.recorded_at).date() == clock.today()
    assert (visit.stood_by, visit.by) == ("周阿姨", world.users["committee_worker"])
    assert door(sheet, 1).result == "met"
    page = world.client("committee_worker").get(reverse("canvass:door", args=[sheet.doors[0]]))
    assert "周阿姨" in page.content.decode()


def test_the_same_request_again_changes_nothing(world: World, sheet: Sheet) -> None:
    visit = uuid7()
    for _ in range(2):
        assert type_in(world, sheet, 1, visit_id=visit).json() == {"state": "recorded"}
    assert Visit.objects.filter(sheet=sheet).count() == 1


def test_the_same_row_typed_twice_counts_once(world: World, sheet: Sheet) -> None:
    type_in(world, sheet, 1, q1="没有", visit_id=uuid7())
    answer = type_in(world, sheet, 1, q1="没有", visit_id=uuid7())
    assert answer.json() == {"state": "same"}
    assert Visit.objects.filter(sheet=sheet).count() == 1


def test_a_differing_second_entry_is_asked_about(world: World, sheet: Sheet) -> None:
    type_in(world, sheet, 1, visit_id=uuid7())
    answer = type_in(world, sheet, 1, "empty", visit_id=uuid7())
    assert answer.status_code == 409
    assert "见到人" in answer.json()["refused"][0]
    assert door(sheet, 1).result == "met"
    answer = type_in(world, sheet, 1, "empty", visit_id=uuid7(), anew="on")
    assert answer.json() == {"state": "recorded"}
    assert door(sheet, 1).result == "empty"
    assert [v.result for v in Visit.objects.filter(sheet=sheet, withdrawn_at=None)] == ["empty"]


def test_what_a_phone_recorded_is_not_overwritten_unasked(world: World, sheet: Sheet) -> None:
    Door.objects.filter(pk=sheet.doors[0]).update(result="met", settled=True)
    assert type_in(world, sheet, 1, "nobody").status_code == 409
    assert type_in(world, sheet, 1, "met").json() == {"state": "same"}
    assert not Visit.objects.filter(sheet=sheet).exists()


def test_a_row_taken_back_leaves_door_home_and_books_as_they_were(
    world: World, sheet: Sheet
) -> None:
    label = door(sheet, 2).place.label
    set_home_use(access=Access.system(), label=label, use="lived_in")
    before = Door.objects.filter(pk=sheet.doors[1]).values().get()
    visit = uuid7()
    type_in(world, sheet, 2, "empty", visit_id=visit, note="门上有封条")
    assert Household.objects.get(place=door(sheet, 2).place).use == "empty"
    url = reverse("canvass:undo", args=[sheet.code])
    client = world.client("committee_worker")
    for _ in range(2):
        assert client.post(url, {"visit_id": visit}).json() == {"state": "withdrawn"}
    assert Door.objects.filter(pk=sheet.doors[1]).values().get() == before
    assert Household.objects.get(place=door(sheet, 2).place).use == "lived_in"
    # The request that was lost on the way arrives after all: it stays withdrawn.
    type_in(world, sheet, 2, "empty", visit_id=visit)
    assert door(sheet, 2).result == ""
    assert reconcile().differences == []


def test_a_row_somebody_recorded_since_is_not_taken_back(world: World, sheet: Sheet) -> None:
    visit = uuid7()
    type_in(world, sheet, 1, "nobody", visit_id=visit)
    card = reverse("canvass:door", args=[sheet.doors[0]])
    world.client("stairwell_leader").post(card, {"result": "met"})
    url = reverse("canvass:undo", args=[sheet.code])
    answer = world.client("committee_worker").post(url, {"visit_id": visit})
    assert answer.status_code == 422
    assert "后来又有人记过" in answer.json()["refused"][0]


def test_only_who_may_record_there_takes_back(world: World, sheet: Sheet) -> None:
    visit = uuid7()
    type_in(world, sheet, 1, visit_id=visit)
    there = world.sheet(world.elsewhere)
    for persona, code in (("other_worker", there.code), ("gate_guard", sheet.code)):
        url = reverse("canvass:undo", args=[code])
        assert world.client(persona).post(url, {"visit_id": visit}).status_code == 404
    for wrong in ("", "x", str(uuid7())):
        url = reverse("canvass:undo", args=[sheet.code])
        assert world.client("committee_worker").post(url, {"visit_id": wrong}).status_code == 404


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"row": 99}, "这张表上只有第 1 到"),
        ({"row": "x"}, ""),
        ({"result": "9"}, "请从列出的结果里点一个"),
        ({"result": ""}, "请先点一个结果"),
        ({"q1": "也许"}, "这个回答不在选项里"),
        ({"day": "2月30日"}, "2020-02-14"),
        ({"day": "2020-01-01"}, "最近 14 天之内"),
        ({"day": "2999-01-01"}, "最近 14 天之内"),
    ],
)
def test_a_wrong_key_changes_nothing_and_is_said(
    world: World, sheet: Sheet, said: dict[str, Any], sentence: str
) -> None:
    fields = {"row": 1, "result": "met", "day": clock.today().isoformat(), **asked(world, said)}
    url = reverse("canvass:row", args=[sheet.code])
    answer = world.client("committee_worker").post(url, fields)
    assert answer.status_code == 422
    assert sentence in " ".join(answer.json()["refused"])
    assert not Visit.objects.filter(sheet=sheet).exists()


def test_rows_of_a_closed_campaign_are_refused(world: World, sheet: Sheet) -> None:
    Campaign.objects.filter(pk=world.campaign.pk).update(closed_on=clock.today())
    Door.objects.filter(campaign=world.campaign).update(running=False)
    answer = type_in(world, sheet, 1)
    assert answer.status_code == 422
    assert "已经结束" in answer.json()["refused"][0]


def test_a_sheet_is_found_by_its_number_typed_or_scanned(world: World, sheet: Sheet) -> None:
    client = world.client("committee_worker")
    page = reverse("canvass:sheet", args=[sheet.code])
    for said in (sheet.code, spaced(sheet.code), f"https://wanli.example{page}"):
        answer = client.get(reverse("canvass:sheets"), {"code": said})
        assert answer["Location"] == page
    wrong = sheet.code[:-1] + str((int(sheet.code[-1]) + 1) % 10)
    answer = client.get(reverse("canvass:sheets"), {"code": wrong})
    assert answer.status_code == 422
    assert "再看一眼" in answer.content.decode()
    there = world.sheet(world.elsewhere).code
    answer = client.get(reverse("canvass:sheets"), {"code": there})
    assert "不在您的岗位范围里" in answer.content.decode()


def test_the_list_says_which_sheets_are_still_out(world: World, sheet: Sheet) -> None:
    client = world.client("committee_worker")
    assert "还没回来" in client.get(reverse("canvass:sheets")).content.decode()
    for number in range(sheet.first, sheet.first + len(sheet.doors)):
        type_in(world, sheet, number)
    assert "录完了" in client.get(reverse("canvass:sheets")).content.decode()


def picture(kind: str = "JPEG", **how: Any) -> bytes:
    drawn = BytesIO()
    Image.new("RGB", (60, 40), "white").save(drawn, kind, **how)
    return drawn.getvalue()


def upload(world: World, sheet: Sheet, content: bytes, name: str = "a.jpg") -> Any:
    url = reverse("canvass:add_photo", args=[sheet.code])
    file = SimpleUploadedFile(name, content, "image/jpeg")
    return world.client("committee_worker").post(url, {"photo": file})


def test_a_picture_lies_beside_the_sheet_without_what_the_camera_wrote(
    world: World, sheet: Sheet
) -> None:
    exif = Image.Exif()
    exif[0x010F] = "Telltale"  # maker
    exif[0x0112] = 6  # lies on its side
    exif.get_ifd(0x8825)[2] = (31.0, 14.0, 0.0)  # where it was taken
    content = picture(exif=exif)
    assert b"Telltale" in content
    assert upload(world, sheet, content).status_code == 302
    photo = SheetPhoto.objects.get(sheet=sheet)
    answer = world.client("committee_worker").get(reverse("canvass:photo", args=[photo.pk]))
    kept = answer.content
    with Image.open(BytesIO(kept)) as image:
        assert image.size == (40, 60)
        assert not image.getexif()
    assert b"Telltale" not in kept
    default_storage.delete(photo.file)


@pytest.mark.parametrize("content", [b"", b"GIF89a", b"\xff\xd8", picture("PNG")[:60], b"<svg/>"])
def test_what_is_no_picture_is_refused(world: World, sheet: Sheet, content: bytes) -> None:
    answer = upload(world, sheet, content)
    assert answer.status_code == 422
    assert not SheetPhoto.objects.filter(sheet=sheet).exists()


def test_a_picture_of_too_many_pixels_is_refused(world: World, sheet: Sheet) -> None:
    drawn = BytesIO()
    Image.new("1", (9_400, 9_000)).save(drawn, "PNG")
    answer = upload(world, sheet, drawn.getvalue())
    assert answer.status_code == 422
    assert "像素太多" in answer.content.decode()
