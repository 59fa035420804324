"""Pictures in pieces: a cut loses nothing, nobody goes on with another's, each is kept once."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client
from django.urls import reverse
from PIL import Image

from tests.errands import asked, taken
from tests.homes import Home, home_of
from tests.world import World
from wanli.domains.arrivals.models import PaperPhoto
from wanli.domains.canvass.models import SheetPhoto
from wanli.domains.errands.models import Attempt, Photo, Request
from wanli.domains.observation.models import DiaryPhoto
from wanli.domains.routines.models import RoutinePhoto
from wanli.domains.uploads.models import Piece, Upload
from wanli.domains.uploads.operations.forget import forget_uploads
from wanli.domains.uploads.operations.send import MOST_AT_ONCE, OutOfStep, append, begin
from wanli.domains.uploads.queries import content_of
from wanli.kernel import clock
from wanli.kernel.ids import uuid7

SCRIPT = {"Accept": "application/json"}
RUNNER = "committee_worker"


def picture(side: int = 300) -> bytes:
    drawn = BytesIO()
    Image.effect_noise((side, side), 80).convert("RGB").save(drawn, "JPEG", quality=95)
    return drawn.getvalue()


def ask_to_begin(client: Client, url: str, upload_id: UUID, length: int) -> Any:
    metadata = "id " + b64encode(str(upload_id).encode()).decode()
    return client.post(
        url, headers={"Upload-Length": str(length), "Upload-Metadata": metadata, **SCRIPT}
    )


def send_piece(client: Client, url: str, at: int, content: bytes) -> Any:
    return client.patch(
        url, content, content_type="application/offset+octet-stream",
        headers={"Upload-Offset": str(at)},
    )  # fmt: skip


def uploaded(client: Client, content: bytes, url: str = "/uploads/") -> UUID:
    """All of a picture, in three pieces."""
    upload_id = uuid7()
    began = ask_to_begin(client, url, upload_id, len(content))
    assert began.status_code == 201
    third = len(content) // 3
    for at, end in ((0, third), (third, 2 * third), (2 * third, len(content))):
        answer = send_piece(client, began["Location"], at, content[at:end])
        assert (answer.status_code, answer["Upload-Offset"]) == (204, str(end))
    return upload_id


def test_after_a_cut_it_goes_on_where_the_server_is(world: World) -> None:
    client, content, upload_id = world.client(RUNNER), picture(), uuid7()
    url = ask_to_begin(client, "/uploads/", upload_id, len(content))["Location"]
    assert ask_to_begin(client, "/uploads/", upload_id, len(content)).status_code == 201
    send_piece(client, url, 0, content[:1000])
    # The answer was lost: the phone sends the same piece again, and hears where it is.
    again = send_piece(client, url, 0, content[:1000])
    assert (again.status_code, again["Upload-Offset"]) == (409, "1000")
    here = client.head(url)
    assert (here["Upload-Offset"], here["Upload-Length"]) == ("1000", str(len(content)))
    assert here["Tus-Resumable"] == "1.0.0"
    send_piece(client, url, 1000, content[1000:])
    assert content_of(world.users[RUNNER].pk, upload_id) == content


def test_nobody_goes_on_with_what_another_began(world: World) -> None:
    client, other, upload_id = world.client(RUNNER), world.client("committee_secretary"), uuid7()
    url = ask_to_begin(client, "/uploads/", upload_id, 9)["Location"]
    assert other.head(url).status_code == 404
    assert send_piece(other, url, 0, b"123456789").status_code == 404
    assert ask_to_begin(other, "/uploads/", upload_id, 9).status_code == 404
    assert other.delete(url).status_code == 204
    assert Upload.objects.get(pk=upload_id).received == 0
    assert Client().head(url).status_code == 302
    assert client.delete(url).status_code == 204
    assert client.head(url).status_code == 404


def test_what_lies_there_cannot_be_read_without_the_keys(world: World) -> None:
    content = picture()
    uploaded(world.client(RUNNER), content)
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(content, ''::bytea) FROM uploads_piece")
        kept = bytes(cursor.fetchone()[0])
    assert content[:40] not in kept
    assert len(kept) > len(content)


@pytest.mark.parametrize("length", [0, 30_000_001, -5])
def test_too_large_or_empty_is_said_before_anything_is_sent(world: World, length: int) -> None:
    answer = ask_to_begin(world.client(RUNNER), "/uploads/", uuid7(), length)
    assert answer.status_code in (400, 413, 422)
    if length > 0:
        assert "最多 30 MB" in answer.json()["refused"][0]


def test_no_more_bytes_than_were_announced(world: World) -> None:
    client = world.client(RUNNER)
    url = ask_to_begin(client, "/uploads/", uuid7(), 5)["Location"]
    assert send_piece(client, url, 0, b"123456").status_code == 413
    assert client.head(url)["Upload-Offset"] == "0"


@pytest.mark.parametrize(
    "headers",
    [
        {"Upload-Length": "9"},
        {"Upload-Length": "9", "Upload-Metadata": "id !!!"},
        {"Upload-Length": "九", "Upload-Metadata": "id MQ=="},
        {"Upload-Metadata": "name MQ=="},
    ],
)
def test_nonsense_is_no_fault_of_ours(world: World, headers: dict[str, str]) -> None:
    assert world.client(RUNNER).post("/uploads/", headers=headers).status_code == 400


def test_not_without_end(world: World) -> None:
    client = world.client(RUNNER)
    for _ in range(MOST_AT_ONCE):
        assert ask_to_begin(client, "/uploads/", uuid7(), 9).status_code == 201
    answer = ask_to_begin(client, "/uploads/", uuid7(), 9)
    assert answer.status_code == 422
    assert "没有传完" in answer.json()["refused"][0]


@pytest.mark.parametrize("over", [True, False], ids=["past", "not yet"])
def test_what_was_left_is_gone_after_a_day(world: World, over: bool) -> None:
    upload_id = uploaded(world.client(RUNNER), picture())
    then = clock.now() - timedelta(days=1) + timedelta(minutes=-1 if over else 1)
    Upload.objects.filter(pk=upload_id).update(touched_at=then)
    assert forget_uploads() == over
    assert Piece.objects.exists() is not over


def test_two_that_send_the_same_piece_at_once_add_it_once(world: World) -> None:
    owner, upload_id = world.users[RUNNER].pk, uuid7()
    begin(owner=owner, upload_id=upload_id, length=4)
    append(owner=owner, upload_id=upload_id, at=0, content=b"12")
    with pytest.raises(OutOfStep) as step:
        append(owner=owner, upload_id=upload_id, at=0, content=b"12")
    assert step.value.received == 2
    assert Piece.objects.count() == 1


def _sheet(world: World) -> tuple[str, Callable[[], int]]:
    code = world.sheet(world.stairwell).code
    return reverse("canvass:add_photo", args=[code]), SheetPhoto.objects.count


def _diary(world: World) -> tuple[str, Callable[[], int]]:
    code = world.diary(world.stairwell).code
    return reverse("observation:add_diary_photo", args=[code]), DiaryPhoto.objects.count


def _routine(world: World) -> tuple[str, Callable[[], int]]:
    check = world.routine(world.stairwell)
    return reverse("routines:add_photo", args=[check.pk]), RoutinePhoto.objects.count


def _commitment(world: World) -> tuple[str, Callable[[], int]]:
    case = world.case(world.stairwell)
    # One for each who lives there: it is their common paper.
    return reverse("observation:photo", args=[case.pk]), case.papers.count


def _prescription(world: World) -> tuple[str, Callable[[], int]]:
    made = asked(world.home(world.stairwell))
    return reverse("errands:add_photo", args=[made.pk]), Photo.objects.count


def _arrival(world: World) -> tuple[str, Callable[[], int]]:
    code = world.arrival_paper(world.stairwell).code
    return reverse("arrivals:add_paper_photo", args=[code]), PaperPhoto.objects.count


EVERYWHERE = [_sheet, _diary, _arrival, _routine, _commitment, _prescription]


@pytest.mark.parametrize("where", EVERYWHERE)
def test_a_form_whose_answer_was_lost_is_sent_again_and_keeps_one_picture(
    world: World, where: Callable[[World], tuple[str, Callable[[], int]]]
) -> None:
    url, count = where(world)
    before, client = count(), world.client("committee_secretary")
    form = {"photo-upload": str(uploaded(client, picture())), "entry": str(uuid7())}
    for _ in range(2):
        answer = client.post(url, form, headers=SCRIPT)
        assert answer.status_code == 200
        assert answer.json()["next"]
    assert count() == before + 1
    assert not Upload.objects.exists()


@pytest.mark.parametrize("where", EVERYWHERE)
def test_half_a_picture_is_not_kept(
    world: World, where: Callable[[World], tuple[str, Callable[[], int]]]
) -> None:
    url, count = where(world)
    before, client, upload_id = count(), world.client("committee_secretary"), uuid7()
    ask_to_begin(client, "/uploads/", upload_id, 900)
    answer = client.post(url, {"photo-upload": str(upload_id)}, headers=SCRIPT)
    assert answer.status_code == 422
    assert "还没有传完" in answer.json()["refused"][0]
    assert count() == before


def test_a_picture_that_is_none_is_said_and_nothing_is_left_on_the_disk(world: World) -> None:
    url, count = _routine(world)
    client, files = world.client("committee_secretary"), default_storage.listdir("routines")[1]
    answer = client.post(
        url, {"photo-upload": str(uploaded(client, b"%PDF-1.7 " * 9))}, headers=SCRIPT
    )
    assert "PDF" in answer.json()["refused"][0]
    assert count() == 0
    assert default_storage.listdir("routines")[1] == files


def test_somebody_elses_picture_is_not_put_to_use(world: World) -> None:
    url, count = _routine(world)
    theirs = uploaded(world.client("committee_worker"), picture())
    client = world.client("committee_secretary")
    assert client.post(url, {"photo-upload": str(theirs)}, headers=SCRIPT).status_code == 422
    assert count() == 0
    assert client.post(url, {"photo-upload": "x"}, headers=SCRIPT).status_code == 404


def test_what_stands_at_the_door_is_told_once_with_its_picture(world: World) -> None:
    made = asked(world.home(world.stairwell), kind="parcel")
    taken(world, RUNNER, made)
    client = world.client(RUNNER)
    form = {
        "entry": str(uuid7()), "outcome": "done", "note": "",
        "photo-upload": str(uploaded(client, picture())),
    }  # fmt: skip
    for _ in range(2):
        url = reverse("errands:door", args=[made.pk])
        assert client.post(url, form, headers=SCRIPT).status_code == 200
    assert Photo.objects.filter(request=made).count() == 1
    assert Attempt.objects.get(request=made).photo is not None


@pytest.fixture
def home(world: World) -> Home:
    return home_of(world, world.stairwell)


def test_a_home_sends_its_prescription_in_pieces_by_its_own_link(home: Home) -> None:
    client = home.phone().client
    upload_id = uploaded(client, picture(), home.at("uploads"))
    form = {"entry": str(uuid7()), "kind": "medicine", "items": "降压药 2 盒"}
    for _ in range(2):
        sent = form | {"photo-upload": str(upload_id)}
        assert client.post(home.at("errands"), sent, headers=SCRIPT).status_code == 200
    made = Request.objects.get(path=home.case.path)
    assert Photo.objects.filter(request=made).count() == 1
    assert client.get(home.at("uploads")).json()["user"] == str(home.link.pk)


def test_another_home_does_not_go_on_with_it(world: World, home: Home) -> None:
    upload_id = uploaded(home.phone().client, picture(), home.at("uploads"))
    other = home_of(world, world.elsewhere)
    assert other.phone().client.head(other.at("upload", upload_id)).status_code == 404
    assert Client().head(home.at("upload", upload_id)).status_code == 302
