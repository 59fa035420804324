"""Names and numbers stay where they belong: sealed, masked, and out of everything else."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator

import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.world import World
from wanli.config.logs import Discreet
from wanli.domains.observation.links import Commitment
from wanli.domains.people import access
from wanli.domains.people.models import Person, Roster
from wanli.domains.people.operations.import_roster import run
from wanli.kernel.access import Access

NAME, DOCUMENT, PHONE, TOKEN = "覃漏漏", "11010519491231002X", "15612345678", "tokenInAnAddress42"
MARKS = (NAME, DOCUMENT, PHONE, DOCUMENT[:-1], PHONE[3:])
HOME_OF_NAMES = {"people_person", "people_personevent"}


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What the console would show."""
    root = logging.getLogger()
    (formatter,) = {h.formatter for h in root.handlers if isinstance(h.formatter, Discreet)}
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter)
    root.addHandler(handler)
    yield stream
    root.removeHandler(handler)


def _found(text: str) -> list[str]:
    return [mark for mark in MARKS if mark in text]


def _heads(answer: HttpResponse) -> str:
    return "\n".join(f"{name}: {value}" for name, value in answer.items())


def _imported(world: World, client: Client) -> list[HttpResponse]:
    compound = world.stairwell.path.split(".")[-3]
    file = SimpleUploadedFile(
        "roster.csv", f"姓名,证件号,手机,地址\n{NAME},{DOCUMENT},{PHONE},1-1-101\n".encode()
    )
    first = client.post(
        reverse("imports:list"), {"file": file, "label": compound, "create_places": "on"}
    )
    roster = Roster.objects.latest("created_at")
    second = client.post(reverse("imports:run", args=[roster.pk]))
    run(access=Access.system(), roster_id=roster.pk)
    assert Person.objects.filter(name=NAME).exists()
    return [first, second, client.get(reverse("imports:refused", args=[roster.pk]))]


def _worked(world: World, client: Client) -> list[HttpResponse]:
    person = Person.objects.get(name=NAME)
    door = reverse("canvass:door", args=[world.door(world.stairwell).pk])
    typed = {"result": "met", "new_name": NAME, "new_phone": PHONE, "new_document": DOCUMENT}
    return [
        client.post(door, typed),
        client.post(door, typed | {"new_phone": PHONE + "9"}),
        client.post(reverse("people:open", args=[person.pk]), {"reason": "核对"}),
        client.post(reverse("people:marks", args=[person.pk]), {"kinds": ["chronic"]}),
        client.post(reverse("people:export"), {"reason": "核对"}),
        client.get(reverse("search:page"), {"q": NAME}),
        client.post(reverse("people:move_out", args=[person.pk])),
        client.get(f"/card/{TOKEN}/"),
        *_begun(world, client),
    ]


def _begun(world: World, client: Client) -> list[HttpResponse]:
    """What is asked and signed at the start of an observation."""
    case = world.case(world.stairwell).pk
    said = {"contact": NAME, "contact_phone": PHONE, "medicine": NAME}
    Commitment.objects.filter(case=case).delete()
    return [
        client.post(reverse("observation:answers", args=[case]), said),
        client.post(reverse("observation:sign", args=[case]), {"name": NAME}),
        client.post(reverse("observation:answers", args=[case]), said | {"contact_phone": "x"}),
        client.get(f"/c/{TOKEN}/"),
    ]


def test_a_days_work_leaves_no_trace_of_anybody_elsewhere(
    world: World, log: io.StringIO, django_capture_on_commit_callbacks: object
) -> None:
    client = world.client("committee_secretary")
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        answers = _imported(world, client)
    answers += _worked(world, client)
    assert {answer.status_code for answer in answers} <= {200, 302, 404, 422}
    for answer in answers:
        assert _found(_heads(answer)) == []
    assert _found(log.getvalue()) == []
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name LIKE '%run_roster'")
        assert cursor.fetchone() == (1,)
    assert [_found(str(session.get_decoded())) for session in Session.objects.all()].count([]) > 0
    assert all(not _found(str(session.get_decoded())) for session in Session.objects.all())


def test_no_table_holds_a_number_in_the_clear_nor_a_name_out_of_place(world: World) -> None:
    client = world.client("committee_secretary")
    _imported(world, client)
    _worked(world, client)
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT x::text FROM "{table}" x')
            rows = "\n".join(row for (row,) in cursor.fetchall())
            allowed = {NAME} if table in HOME_OF_NAMES else set()
            assert set(_found(rows)) <= allowed, table


@pytest.mark.parametrize(
    "fault",
    [
        lambda: Person.objects.create(name=NAME, path=None),
        lambda: int(f"{PHONE}{NAME}"),
        lambda: {}[DOCUMENT],
    ],
    ids=["a row the database refuses", "a number that is none", "a missing key"],
)
def test_a_fault_of_ours_tells_where_and_not_of_whom(
    world: World, log: io.StringIO, monkeypatch: pytest.MonkeyPatch, fault: object
) -> None:
    person = world.person(world.stairwell)
    client = world.client("committee_secretary")
    client.raise_request_exception = False
    monkeypatch.setattr(access.Person.objects, "filter", lambda **_: fault())  # type: ignore[operator]
    answer = client.get(reverse("people:person", args=[person.pk]))
    assert answer.status_code == 500
    assert _found(answer.content.decode()) == []
    said = log.getvalue()
    assert "Error" in said
    assert "person_for" in said
    assert _found(said) == []


def test_what_opens_a_door_stands_in_no_log(client: Client, db: None, log: io.StringIO) -> None:
    assert client.get(f"/card/{TOKEN}/").status_code in (302, 404)
    client.post(f"/card/{TOKEN}/", {"pin": "123456"})
    assert "/card/…" in log.getvalue()
    assert TOKEN not in log.getvalue()
