"""The form on paper: printed in piles, photographed at the gate, typed in in its own order."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from pypdf import PdfReader

from tests.arrivals import compound_of, document, home_of
from tests.world import World
from wanli.domains.arrivals.form.paper import told_on_paper
from wanli.domains.arrivals.form.typed import Faulty
from wanli.domains.arrivals.forms import terms_of
from wanli.domains.arrivals.models import Arrival, PaperForm, PaperPhoto, Source
from wanli.domains.arrivals.operations.papers import keep_paper_photo, print_forms
from wanli.domains.arrivals.operations.purge import RETAINED, erase
from wanli.domains.arrivals.papers import asked_on
from wanli.domains.ledger.operations.reconcile import reconcile
from wanli.domains.places.models import Place
from wanli.domains.plans.queries import plan_in_force
from wanli.domains.plans.rules.reading import read, write
from wanli.ground.area import Area
from wanli.ground.fields import below
from wanli.ground.pictures import Sent
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.errors import Hidden
from wanli.kernel.ids import uuid7

SYSTEM = Access.system()
WORKER, GUARD = "committee_worker", "gate_guard"


@pytest.fixture
def door(world: World, everything: None) -> Place:
    return world.home(world.stairwell)


@pytest.fixture
def pile(door: Place) -> PaperForm:
    """Of the compound."""
    compound = compound_of(door)
    papers = print_forms(access=SYSTEM, label=compound.label, copies=3)
    return next(one for one in papers if one.path == compound.path)


def sheet(door: Place, **more: str) -> dict[str, str]:
    """One person's, as it is typed from the paper."""
    today = clock.today()
    return {
        "entry": str(uuid7()), **home_of(door), "arrives_on": f"{today.month}.{today.day}",
        "how": "1", "number": "G7302", "carriage": "5", "seat": "12A",
        "s1-where": "湖北武汉武昌", "health": "1",
        "p1-name": "周小芳", "p1-document": document(), "p1-phone": "15400000001", **more,
    }  # fmt: skip


def typed_in(world: World, pile: PaperForm, typed: dict[str, str], who: str = WORKER) -> Any:
    return world.client(who).post(reverse("arrivals:paper", args=[pile.code]), typed)


def picture() -> bytes:
    drawn = BytesIO()
    Image.new("RGB", (600, 800), "white").save(drawn, "JPEG")
    return drawn.getvalue()


def taken(pile: PaperForm) -> PaperPhoto:
    return keep_paper_photo(access=SYSTEM, code=pile.code, sent=Sent.of(picture()))


@pytest.mark.parametrize("english", [False, True])
def test_a_pile_for_each_gate_one_page_a_sheet(world: World, door: Place, english: bool) -> None:
    compound = compound_of(door)
    answer = world.client("committee_secretary").post(
        reverse("arrivals:posters", args=[compound.label]),
        {"copies": "2", **({"english": "on"} if english else {})},
    )
    assert answer["Content-Type"] == "application/pdf"
    pages = PdfReader(BytesIO(answer.content)).pages
    papers = PaperForm.objects.filter(below([compound.path]), copies=2)
    assert len(pages) == papers.count() * 2 >= 4
    text = pages[0].extract_text()
    assert "返沪登记表" in text
    assert ("Registration of returnees" in text) is english
    code = papers.get(path=compound.path).code
    assert f"{code[:3]} {code[3:6]} {code[6:]}" in text


def test_a_plan_that_asks_much_still_fits_one_page(door: Place) -> None:
    from wanli.domains.arrivals.paper_typesetting import TEMPLATE, _asked
    from wanli.ground import typeset

    data = write(plan_in_force(door.path).plan)
    words = {
        "zh": "最近有没有去过人多的市场、医院或者坐过长途客车?" * 2,
        "en": "Have you been " * 9,
    }
    yes = {"zh": "有", "en": "Yes"}
    data["registration"] |= {"vaccination": True, "test": True}
    data["registration"]["questions"] = [
        {
            "key": f"q{n}",
            "text": words,
            "kind": "choice",
            "choices": [yes, {"zh": "无", "en": "No"}],
        }
        for n in range(8)
    ]
    asked = _asked(read(data), english=True)
    content = typeset.book(
        TEMPLATE, {"title": "x", **asked}, [1],
        draw=lambda one: {"name": "松风苑" * 9, "code": "123 456 789", "qr": "<svg xmlns='http://www.w3.org/2000/svg'/>"},
        tell=lambda done, total: None,
    )  # fmt: skip
    assert len(PdfReader(BytesIO(content)).pages) == 1
    assert "电话" in PdfReader(BytesIO(content)).pages[0].extract_text()


@pytest.mark.parametrize(("copies", "status"), [("0", 422), ("many", 422), ("9999", 422)])
def test_odd_numbers_of_copies_are_refused(
    world: World, door: Place, copies: str, status: int
) -> None:
    url = reverse("arrivals:posters", args=[compound_of(door).label])
    answer = world.client("committee_secretary").post(url, {"copies": copies})
    assert answer.status_code == status
    assert "请填 1 到 200 的数字" in answer.content.decode()


def test_a_sheet_typed_in_is_a_registration_from_paper_once(
    world: World, door: Place, pile: PaperForm
) -> None:
    typed = sheet(
        door,
        **{"p2-name": "王海", "p2-born": "2024-03-01", "p2-marks": "a c", "p1-celsius": "36.6"},
    )
    for _time in range(2):
        assert typed_in(world, pile, typed).status_code == 302
    source = Source.objects.get(pk=typed["entry"])
    assert (source.kind, source.by, source.version_id) == (
        "paper", world.users[WORKER], pile.version_id,
    )  # fmt: skip
    arrival = Arrival.objects.get(pk=source.arrival_id)
    assert (arrival.path, arrival.transport, arrival.number) == (door.path, "train", "G7302")
    people = list(arrival.returnees.order_by("ordinal").values_list("name", "birth_date__year"))
    assert people == [("周小芳", 1980), ("王海", 2024)]
    assert reconcile().agrees


def test_what_is_wrong_is_said_at_the_field_and_nothing_typed_is_lost(
    world: World, door: Place, pile: PaperForm
) -> None:
    typed = sheet(door, how="9", **{"p1-marks": "Z", "p1-phone": "123", "s1-marks": "7"})
    answer = typed_in(world, pile, typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    for said in ("纸上没有“9”,只有 1 到 6", "纸上没有“Z”,只有 A 到", "纸上没有“7”,只有 1 到 2"):
        assert said in page
    assert 'value="湖北武汉武昌"' in page
    assert 'value="周小芳"' in page
    assert not Source.objects.filter(pk=typed["entry"]).exists()
    english = world.client(WORKER).post(
        reverse("arrivals:paper", args=[pile.code]), typed, headers={"accept-language": "en"}
    )
    assert "There is no “9” on the paper, only 1 to 6" in english.content.decode()


def test_boxes_and_letters_mean_what_was_printed(door: Place, pile: PaperForm) -> None:
    asked = asked_on(pile)
    symptoms = [one.key for one in asked.in_force.plan.symptoms.symptoms]
    typed = sheet(
        door, how="4", number="沪A12345", **{"s1-marks": "1", "p1-marks": "AB", "health": ""}
    )
    told = told_on_paper(typed, terms_of(asked), symptoms)
    assert (told.transport, told.plate, told.number) == ("car", "沪A12345", "")
    assert told.stays[0].passed
    assert not told.stays[0].abroad
    assert told.people[0].contact
    assert told.people[0].symptoms == (symptoms[0],)
    label = compound_of(door).label
    nowhere = sheet(door, building=f"-{label}", room="桥洞下面")
    assert told_on_paper(nowhere, terms_of(asked), symptoms).home.words == "桥洞下面"
    with pytest.raises(Faulty) as found:
        told_on_paper({}, terms_of(asked), symptoms)
    assert {"how", "building", "arrives_on", "health"} <= set(found.value.faults)


def test_a_picture_from_the_gate_waits_and_lies_beside_what_was_typed(
    world: World, door: Place
) -> None:
    gate = world.post(GUARD).place
    pile = next(
        one
        for one in print_forms(access=SYSTEM, label=compound_of(door).label, copies=1)
        if one.path == gate.path
    )
    url = reverse("arrivals:add_paper_photo", args=[pile.code])
    shot = SimpleUploadedFile("表.jpg", picture(), "image/jpeg")
    assert world.client(GUARD).post(url, {"photo": shot}).status_code == 302
    photo = PaperPhoto.objects.get(form=pile)
    seen = reverse("arrivals:paper_photo", args=[photo.pk])
    assert world.client(GUARD).get(seen).status_code == 404
    assert world.client(WORKER).get(seen)["Content-Type"] == "image/jpeg"
    raw = default_storage.open(photo.file).read()
    assert b"JFIF" not in raw
    shown = world.client(WORKER).get(reverse("arrivals:paper", args=[pile.code])).content.decode()
    assert seen in shown
    assert "1 张照片待录" in world.client(WORKER).get(reverse("arrivals:papers")).content.decode()
    assert typed_in(world, pile, sheet(door, photo=str(photo.pk))).status_code == 302
    photo.refresh_from_db()
    assert (photo.arrival.path, photo.path) == (door.path, door.path)
    page = world.client(WORKER).get(reverse("arrivals:arrival", args=[photo.arrival_id]))
    assert seen in page.content.decode()


def test_pictures_go_with_the_registration_and_those_never_typed_by_their_term(
    world: World, door: Place, pile: PaperForm, django_capture_on_commit_callbacks: Any
) -> None:
    photo, left = taken(pile), taken(pile)
    typed_in(world, pile, sheet(door, photo=str(photo.pk)))
    photo.refresh_from_db()
    assert photo.arrival_id is not None
    with django_capture_on_commit_callbacks(execute=True):
        erase([photo.arrival_id])
    assert not default_storage.exists(photo.file)
    untyped = RETAINED[1]
    rows = untyped.begun(Area(pile.path), "recorded", None)
    assert [row.pk for row in rows] == [left.pk]
    assert rows[0].began == clock.today()
    with django_capture_on_commit_callbacks(execute=True):
        assert untyped.erase([left.pk]) == 1
    assert not default_storage.exists(left.file)


def test_a_blurred_picture_is_thrown_away_while_it_waits(
    world: World, door: Place, pile: PaperForm
) -> None:
    photo = taken(pile)
    url = reverse("arrivals:drop_paper_photo", args=[photo.pk])
    assert world.client("other_worker").post(url).status_code == 404
    assert world.client(WORKER).post(url).status_code == 302
    assert not PaperPhoto.objects.filter(pk=photo.pk).exists()
    kept = taken(pile)
    typed_in(world, pile, sheet(door, photo=str(kept.pk)))
    again = reverse("arrivals:drop_paper_photo", args=[kept.pk])
    assert world.client(WORKER).post(again).status_code == 404


def test_a_sheet_of_a_version_that_was_replaced_is_read_as_printed(
    world: World, door: Place, pile: PaperForm
) -> None:
    pile.version = None
    pile.save()
    typed = sheet(door)
    assert typed_in(world, pile, typed).status_code == 302
    assert asked_on(pile).version_id == plan_in_force(door.path).version_id


@pytest.mark.parametrize(("code", "said"), [("12345", "这个表号不对"), ("000000000", "没有这张表")])
def test_wrong_numbers_are_told(world: World, door: Place, code: str, said: str) -> None:
    answer = world.client(WORKER).get(reverse("arrivals:papers"), {"code": code})
    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_the_right_number_leads_to_its_sheet(world: World, pile: PaperForm) -> None:
    url = reverse("arrivals:paper", args=[pile.code])
    for said in (pile.code, f"http://wanli.example{url}"):
        answer = world.client(WORKER).get(reverse("arrivals:papers"), {"code": said})
        assert answer["Location"] == url
    with pytest.raises(Hidden):
        keep_paper_photo(access=Access(), code=pile.code, sent=Sent.of(picture()))
