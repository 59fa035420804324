"""Pictures of routines: laid beside by who does them, seen by the staff, gone in time."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from tests.world import World
from wanli.domains.ledger.operations.merge_place import merge_place
from wanli.domains.ledger.operations.reconcile import reconcile
from wanli.domains.people.operations.rotate_keys import keys_in_use, rotate
from wanli.domains.plans.rules.reading import starter
from wanli.domains.privacy.operations.purge import purge
from wanli.domains.routines.models import RoutineCheck, RoutinePhoto
from wanli.domains.routines.operations.photos import MOST, keep_photo
from wanli.domains.routines.photos import read_photo
from wanli.ground.pictures import Sent
from wanli.kernel import clock
from wanli.kernel.access import Access

SYSTEM = Access.system()
JPEG = b"\xff\xd8\xff"


def picture(size: tuple[int, int] = (60, 40)) -> bytes:
    drawn = BytesIO()
    Image.new("RGB", size, "#446655").save(
        drawn, "JPEG", exif=b"Exif\x00\x00II*\x00\x08\x00\x00\x00"
    )
    return drawn.getvalue()


def send(world: World, check: RoutineCheck, content: bytes, who: str = "property_manager") -> Any:
    url = reverse("routines:add_photo", args=[check.pk])
    return world.client(who).post(url, {"photo": SimpleUploadedFile("a.jpg", content)})


def test_who_did_it_lays_it_beside_and_the_staff_sees_it(world: World) -> None:
    check = world.routine(world.stairwell)
    assert send(world, check, picture((3000, 2000))).status_code == 302
    photo = RoutinePhoto.objects.get(check_of=check)
    page = world.client("inspector").get(reverse("routines:check", args=[check.pk]))
    address = reverse("routines:photo", args=[photo.pk])
    assert address in page.content.decode()
    shown = world.client("inspector").get(address)
    assert shown["Content-Type"] == "image/jpeg"
    assert Image.open(BytesIO(shown.content)).size == (1600, 1067)
    assert Client().get(address).status_code == 302
    assert world.client("other_worker").get(address).status_code == 404
    with default_storage.open(photo.file) as stream:
        assert not stream.read().startswith(JPEG)


@pytest.mark.parametrize(
    ("content", "said"), [(b"%PDF-1.7", "PDF"), (b"PK\x03\x04", "压缩包"), (b"x", "不是照片")]
)
def test_what_is_no_picture_is_said(world: World, content: bytes, said: str) -> None:
    check = world.routine(world.stairwell)
    answer = send(world, check, content)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    nothing = world.client("property_manager").post(reverse("routines:add_photo", args=[check.pk]))
    assert "请先选一张照片" in nothing.content.decode()


def test_not_without_end(world: World) -> None:
    check = world.routine(world.stairwell)
    statuses = [send(world, check, picture()).status_code for _ in range(MOST + 1)]
    assert statuses == [302] * MOST + [422]


def test_a_wrong_one_is_taken_away(world: World, django_capture_on_commit_callbacks: Any) -> None:
    check = world.routine(world.stairwell)
    photo = keep_photo(access=SYSTEM, check_id=check.pk, sent=Sent.of(picture()))
    url = reverse("routines:remove_photo", args=[photo.pk])
    assert world.client("inspector").post(url).status_code == 404
    with django_capture_on_commit_callbacks(execute=True):
        assert world.client("property_manager").post(url).status_code == 302
    assert not RoutinePhoto.objects.filter(pk=photo.pk).exists()
    assert not default_storage.exists(photo.file)


def test_it_never_hangs_in_the_stairwell(world: World) -> None:
    check = world.routine(world.stairwell)
    photo = keep_photo(access=SYSTEM, check_id=check.pk, sent=Sent.of(picture()))
    code = world.notice(world.stairwell).code
    page = Client().get(reverse("notice:page", args=[code])).content.decode()
    assert str(photo.pk) not in page


@pytest.mark.parametrize("over", [True, False], ids=["past", "not yet"])
def test_it_goes_when_its_term_is_over(
    world: World, over: bool, django_capture_on_commit_callbacks: Any
) -> None:
    days = next(rule.days for rule in starter().retention if rule.key == "routines")
    check = world.routine(world.stairwell)
    photo = keep_photo(access=SYSTEM, check_id=check.pk, sent=Sent.of(picture()))
    RoutineCheck.objects.filter(pk=check.pk).update(day=clock.today() - timedelta(days=days + over))
    with django_capture_on_commit_callbacks(execute=True):
        purge(access=SYSTEM)
    assert RoutinePhoto.objects.filter(pk=photo.pk).exists() is not over
    assert default_storage.exists(photo.file) is not over
    assert reconcile().differences == []


def test_it_goes_along_when_a_stairwell_is_merged(world: World) -> None:
    check, into = world.routine(world.stairwell), world.elsewhere
    world.routine(into)
    photo = keep_photo(access=SYSTEM, check_id=check.pk, sent=Sent.of(picture()))
    merge_place(access=SYSTEM, label=world.stairwell.label, into=into.label, reason="同一个楼道")
    photo.refresh_from_db()
    assert photo.path == into.path
    assert photo.check_of.place_id == into.pk
    assert reconcile().differences == []


def test_keys_are_rotated_beneath_it(world: World, own_keys: None) -> None:
    check = world.routine(world.stairwell)
    photo = keep_photo(access=SYSTEM, check_id=check.pk, sent=Sent.of(picture()))
    before = keys_in_use()
    rotate(patience=0.0)
    assert keys_in_use() != before
    photo.refresh_from_db()
    assert read_photo(photo).startswith(JPEG)
