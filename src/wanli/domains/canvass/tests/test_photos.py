"""A picture lies sealed on the disk, under the key that is in force."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse
from PIL import Image
from tests.world import World

from wanli.domains.canvass.models import SheetPhoto
from wanli.domains.people.operations.rotate_keys import keys_in_use, reseal, rotate
from wanli.ground.keys import keyring


@pytest.fixture(autouse=True)
def _keys_of_its_own(world: World, own_keys: None) -> None:
    """These tests rotate."""


def _on_disk(photo: SheetPhoto) -> bytes:
    with default_storage.open(photo.file) as stream:
        return stream.read()  # type: ignore[no-any-return]


def _shown(world: World, photo: SheetPhoto) -> tuple[int, int]:
    answer = world.client("stairwell_leader").get(reverse("canvass:photo", args=[photo.pk]))
    assert answer["Cache-Control"] == "no-store"
    with Image.open(BytesIO(answer.content)) as image:
        return image.size


def test_nobody_sees_it_on_the_disk(world: World) -> None:
    photo = world.photo(world.stairwell)
    assert b"JFIF" not in _on_disk(photo)
    assert keyring().number(_on_disk(photo)) == keyring().active
    assert _shown(world, photo) == (30, 40)


def test_a_new_key_takes_it_over(world: World) -> None:
    photo = world.photo(world.stairwell)
    old = keyring().active
    done = rotate(patience=5)
    assert old in done.retired
    assert keyring().number(_on_disk(photo)) == done.active
    assert _shown(world, photo) == (30, 40)


def test_a_key_stays_while_a_picture_needs_it(world: World) -> None:
    world.photo(world.stairwell)
    old = keyring()
    old.with_new_key().save(Path(keyring_file()))
    assert old.active in keys_in_use()


def keyring_file() -> Path:
    """Of the test."""
    from django.conf import settings

    file: Path = settings.OPTIONS.keys_file
    return file


def test_a_picture_from_before_is_shown_and_sealed_at_the_next_rotation(world: World) -> None:
    photo = world.photo(world.stairwell)
    plain = BytesIO()
    Image.new("RGB", (20, 10)).save(plain, "JPEG")
    default_storage.delete(photo.file)
    default_storage.save(photo.file, ContentFile(plain.getvalue()))
    assert _shown(world, photo) == (20, 10)
    reseal()
    assert b"JFIF" not in _on_disk(photo)
    assert _shown(world, photo) == (20, 10)


def test_a_picture_whose_file_is_damaged_is_no_fault_of_ours(world: World) -> None:
    photo = world.photo(world.stairwell)
    default_storage.delete(photo.file)
    default_storage.save(photo.file, ContentFile(b"\x00\x01nothing"))
    address = reverse("canvass:photo", args=[photo.pk])
    assert world.client("stairwell_leader").get(address).status_code == 404
