"""Whatever is sent to whatever address: an answer, never a fault of ours, and nobody's rights grow.

``WANLI_FUZZ=50`` tries fifty times as much, at random; without it the same requests are made
each time.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlencode
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve, reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.forms import Form, forms_of
from tests.homes import home_of
from tests.in_touch import contact_at, looked_after
from tests.world import World, found
from wanli.domains.accounts.access import access_of
from wanli.domains.accounts.models import Post, Seat
from wanli.domains.observation.certificates import signed_code
from wanli.domains.observation.models import State
from wanli.domains.observation.operations.certify import certify
from wanli.domains.observation.operations.close_case import close
from wanli.domains.observation.operations.record_check import Said, record_check
from wanli.domains.people.models import Roster
from wanli.domains.people.operations.import_roster import take_in
from wanli.domains.places.models import Place
from wanli.domains.plans.models import Version
from wanli.domains.plans.operations.proposals import take_back
from wanli.ground.acting import acting
from wanli.kernel.access import Access
from wanli.kernel.scope import EVERYTHING
from wanli.web.desk.account.demo_links import link_for

TIMES = int(os.environ.get("WANLI_FUZZ", "0"))
HARD = settings(
    max_examples=7 * (TIMES or 1),
    derandomize=not TIMES,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)
PERSONAS = ("committee_secretary", "stairwell_leader", "gate_guard", "system_administrator",
    "leading_group_head", "privacy_officer", "resident", "")  # fmt: skip
"""The last but one is no user, but a phone that opened its home's link; the last one is nobody."""
USERS = tuple(key for key in PERSONAS if key not in ("resident", ""))
APPOINTING = {"committee_secretary", "system_administrator", "leading_group_head"}
UNKNOWN = {"UUIDConverter": UUID(int=7), "IntConverter": 7}
ZERO = "00000000-0000-0000-0000-000000000000"
HOSTILE = [
    *(
        "",
        " ",
        "\x00",
        "a\x00b",
        "\ud800",
        "\udfff\ud800",
        "\ufeff",
        "\u202eabc",
        "\\",
        "null",
        "[]",
        "{}",
    ),
    *(
        "a" * 1_000_000,
        "人" * 20_000,
        "单" * 61,
        "e\u0301" * 300,
        "9" * 5000,
        "9223372036854775808",
    ),
    *(
        "-1",
        "0",
        "1",
        "2147483648",
        "1e309",
        "NaN",
        "-inf",
        "²",
        "１２",
        "١٢",
        ZERO,
        ZERO[:-1] + "g",
    ),
    *("0001-01-01", "9999-12-31", "99999-12-31", "2020-02-30", "1582-10-04", "2020-W01-1"),
    *("2020-02-03T99:99", "<script>alert(1)</script>", "' OR 1=1 --", "%s %(x)s {0} {x} %"),
    *("../../etc/passwd", "//evil.example/", "javascript:alert(1)", "a\r\nSet-Cookie: a=b"),
    *("w", "w.*", "*.a{1,}", "1号楼-1-101", "11010519491231002X", "138123"),
    *("on", "true", "any", "met", "household", "compound", "plus", "stock", "residents"),
]
PARAMETERS = ("q", "page", "place", "mark", "measure", "which", "registered", "use", "at", "day",
    "vacant", "next", "who", "first", "last", "exports", "parent", "file")  # fmt: skip
FILES = (
    *(b"", b"PK\x03\x04", b"\xff\xfe\x00\x00", b"%PDF-1.7", b"\xff" * 4000, b"[" * 40_000, b"{"),
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600,
    "姓名,手机\n\x00,1\n".encode(),
    b",".join(b"x" for _ in range(20_000)),
    b'{"type":"FeatureCollection","features":[{}]}',
    b'{"features": 1e999}',
)
Blanks = dict[str, str]
"""What an address has to be filled in with, and the kind of each."""


def _addresses(
    patterns: list[URLPattern | URLResolver], space: str = "", above: Blanks | None = None
) -> Iterator[tuple[str, Blanks]]:
    for one in patterns:
        pattern: Any = one.pattern
        kinds = {name: type(kind).__name__ for name, kind in pattern.converters.items()}
        blanks = (above or {}) | dict.fromkeys(pattern.regex.groupindex, "") | kinds
        if isinstance(one, URLResolver):
            inner = f"{space}{one.namespace}:" if one.namespace else space
            yield from _addresses(one.url_patterns, inner, blanks)
        elif one.name:
            yield space + one.name, blanks


ADDRESSES = dict(_addresses(get_resolver().url_patterns))
NO_WAY_BACK = {"account_own:no_mail": "/account/email/"}
"""Addresses of several spellings, which have no reverse."""
FORMS: dict[str, list[Form]] = {}
"""By the name of the address they are sent to; read once."""
hostile = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=40), st.integers().map(str))


class Target:
    """The demo in small, its personas' cookies, and the forms that its pages show."""

    def __init__(self, world: World) -> None:
        self.world = world
        here, there = world.stairwell, world.elsewhere
        waste = [world.waste(stairwell) for stairwell in (here, there)]
        compound = Place.objects.get(path=here.path.rsplit(".", 2)[0])
        roster = take_in(
            access=Access.system(), label=compound.label, file_name="a.csv",
            content="姓名,手机,地址\n周小芳,15400000001,1-1-101\n".encode(),
        )  # fmt: skip
        Roster.objects.filter(pk=roster.pk).update(refused_rows=roster.content)
        seat = Seat.objects.filter(path=here.path)[0]
        self.home = home_of(world, there)
        self.routine_photo = world.routine_photo(here)
        self.diary, self.diary_photo = world.diary(here), world.diary_photo(here)
        self.arrival_photo = world.arrival_photo(here)
        check = record_check(
            access=Access.system(), case_id=self.home.case.pk, said=Said("36.5", channel="link")
        )
        self.known: dict[str, list[Any]] = {
            "label": [here.label, there.label, compound.label, world.home(here).label],
            "person_id": [world.person(here).pk, world.person(there).pk],
            "other_id": [world.person(there).pk, world.person(here).pk],
            "merge_id": [world.merge(there).pk],
            "door_id": [world.door(here).pk, world.door(here, settled=True).pk],
            "campaign_id": [world.campaign.pk],
            "code": [world.sheet(here).code, _certified(world)],
            "photo_id": [world.photo(here).pk],
            "roster_id": [roster.pk],
            "seat_id": [seat.pk],
            "version_id": [_draft().pk],
            "section": ["doors", "question_sets", "watch", "terms"],
            "key": ["return", "new"],
            "post_id": [Post.objects.get(seat=seat).pk],
            "user_id": [world.users["gate_guard"].pk, world.users["stairwell_leader"].pk],
            "token": [link_for(world.users["gate_guard"].pk).split("/")[-2]],
            "check_id": [check.pk],
            "list_id": [world.case_list(here).pk],
            "remark_id": [world.remark(here).pk, world.remark(there).pk],
            "secret": [world.remark(here).secret],
            "paper_id": [world.paper(here).pk],
        }
        self.known["sensor_id"] = [world.hung(one).sensor.pk for one in (here, there)]
        self.known["question_id"] = [world.door_question(one).pk for one in (here, there)]
        self.known["cared_id"] = [looked_after(world, one).pk for one in (here, there)]
        self.known["contact_id"] = [contact_at(world.home(one)).pk for one in (here, there)]
        self.known["stop_id"] = [one.pk for one in waste]
        self.known["waste_id"] = [one.round_id for one in waste]
        self.cookies = {key: dict(world.client(key).cookies) for key in USERS}
        self.cookies["resident"] = dict(self.home.phone().client.cookies)
        self.rights = {key: self.grants(key) for key in USERS}
        if not FORMS:
            rest = list(ADDRESSES)
            for key in ("committee_secretary", "system_administrator", "privacy_officer",
                        "leading_group_head", "resident"):  # fmt: skip
                rest = self._read_forms(key, rest)

    def grants(self, key: str) -> object:
        return access_of(self.world.users[key].pk).grants

    def client(self, key: str) -> Client:
        client = Client(raise_request_exception=False)
        client.cookies.update(self.cookies[key] if key else {})
        return client

    def address(self, name: str, *, pick: int = 0, odd: object = None) -> str:
        """An address of this name about something that is there, or about ``odd``."""
        if name in NO_WAY_BACK:
            return NO_WAY_BACK[name]
        values: dict[str, Any] = {}
        for blank, kind in ADDRESSES[name].items():
            known = self.known.get(blank, [UNKNOWN.get(kind, "x")])
            values[blank] = known[pick % len(known)]
        if name in ("observation:diary", "observation:diary_row", "observation:add_diary_photo"):
            values["code"] = self.diary.code
        if name in ("arrivals:paper", "arrivals:add_paper_photo"):
            values["code"] = self.arrival_photo.form.code
        if name in ("arrivals:paper_photo", "arrivals:drop_paper_photo"):
            values["photo_id"] = self.arrival_photo.pk
        if name in ("routines:photo", "routines:remove_photo"):
            values["photo_id"] = self.routine_photo.pk
        if name in ("routines:check", "routines:add_photo"):
            values["check_id"] = self.routine_photo.check_of_id
        if name == "observation:diary_photo":
            values["photo_id"] = self.diary_photo.pk
        if name.startswith("notice:"):
            values["code"] = self.world.notice(self.world.stairwell).code
        if name.startswith("resident:"):
            values["token"] = self.home.token
        if odd is not None:
            values[next(iter(values))] = odd
        return reverse(name, kwargs=values)

    def _read_forms(self, key: str, names: list[str]) -> list[str]:
        """Which of these addresses show her nothing."""
        rest = []
        for name in names:
            at = self.address(name)
            if name == "wall:live":
                continue
            with transaction.atomic():
                answer = self.client(key).get(at)
                transaction.set_rollback(True)
            if answer.status_code != 200:
                rest.append(name)
            elif "html" in answer["Content-Type"]:
                for form in forms_of(answer.content):
                    to = resolve((form.action or at).split("?")[0]).view_name
                    FORMS.setdefault(to, []).append(form)
        return rest


def _certified(world: World) -> str:
    """The code on the certificate of somebody released."""
    case = home_of(world, world.stairwell).case
    close([case], State.RELEASED, "")
    return signed_code(certify(access=Access.system(), case_id=case.pk))


def _draft() -> Version:
    """The demo's change of the plan, open to be edited."""
    found = Version.objects.get(adopted_at=None)
    return take_back(access=Access.system(), version_id=found.pk, reason="再看看")


@pytest.fixture(scope="module")
def target(django_db_setup: None, django_db_blocker: Any) -> Iterator[Target]:
    """Made once, in a transaction around all trials: each is rolled back to it."""
    with django_db_blocker.unblock(), acting(EVERYTHING), transaction.atomic():
        yield Target(found())
        transaction.set_rollback(True)


@st.composite
def bodies(draw: st.DrawFn, forms: list[Form]) -> tuple[bytes | dict[str, Any], str]:
    """What a browser would send, with something wrong in it; or what none would."""
    way = draw(st.sampled_from(["form", "form", "form", "files", "json", "raw"]))
    if way == "json":
        wrong = st.recursive(st.none() | st.integers() | hostile, lambda s: st.lists(s, max_size=3))
        return json.dumps(draw(st.dictionaries(hostile, wrong, max_size=3))).encode(), (
            "application/json"
        )
    if way == "raw":
        kinds = ("application/x-www-form-urlencoded", "multipart/form-data; boundary=x",
            "multipart/form-data", "text/plain; charset=nonsense", "")  # fmt: skip
        return draw(st.binary(max_size=60)), draw(st.sampled_from(kinds))
    form = draw(st.sampled_from(forms)) if forms else Form("", "post")
    values: dict[str, Any] = dict(form.values)
    names = sorted(values) or ["reason", "active", "use", "kinds", "name"]
    for name in draw(st.lists(st.sampled_from(names), max_size=3)):
        values[name] = draw(hostile)
    if way == "files":
        clean = {k: v.encode("utf-8", "replace").decode() for k, v in values.items()}
        for name in sorted(form.files) or ["file"]:
            clean[name] = SimpleUploadedFile(
                draw(st.sampled_from(["a.xlsx", "b.csv", "c.xls", "../d.ods", "e.geojson", "f"])),
                draw(st.sampled_from(FILES)),
            )
        return clean, ""
    body = urlencode(values, encoding="utf-8", errors="surrogatepass").encode()
    return body, "application/x-www-form-urlencoded"


def _asked(draw: Any) -> str:
    pairs = draw.draw(
        st.dictionaries(st.sampled_from(PARAMETERS), st.sampled_from(HOSTILE) | hostile, max_size=3)
    )
    shortened = {k: v[:3000] for k, v in pairs.items()}
    return "?" + urlencode(shortened, encoding="utf-8", errors="surrogatepass")


def _odd(draw: Any, name: str) -> object:
    """Now and then, something the address has no room for."""
    kind = next(iter(ADDRESSES[name].values()), "")
    if not kind or draw.draw(st.integers(0, 3)):
        return None
    if kind == "UUIDConverter":
        return draw.draw(st.uuids() | st.just(UUID(ZERO)))
    if kind == "IntConverter":
        return draw.draw(st.integers(0, 10**30))
    if kind == "SlugConverter":
        return draw.draw(st.from_regex(r"[-\w]{1,40}", fullmatch=True).filter(str.isascii))
    said = st.text(min_size=1, max_size=60)
    return draw.draw(said.filter(lambda s: "/" not in s and s.isprintable()))


@pytest.mark.parametrize("name", ADDRESSES)
def test_nothing_that_is_sent_makes_us_fail(target: Target, name: str) -> None:
    @HARD
    @given(draw=st.data())
    def trial(draw: Any) -> None:
        key = draw.draw(st.sampled_from(PERSONAS))
        at = target.address(name, pick=draw.draw(st.integers(0, 3)), odd=_odd(draw, name))
        method = draw.draw(st.sampled_from(["get", "post", "post", "put", "head"]))
        with transaction.atomic():
            client = target.client(key)
            if method == "post":
                body, kind = draw.draw(bodies(FORMS.get(name, [])))
                to = at + _asked(draw)
                if isinstance(body, dict):
                    answer = client.post(to, body)
                else:
                    answer = client.generic("POST", to, body, content_type=kind)
            else:
                answer = getattr(client, method)(at + _asked(draw))
            assert answer.status_code < 500, getattr(answer, "exc_info", None)
            if key in USERS and key not in APPOINTING:
                assert target.grants(key) == target.rights[key]
            transaction.set_rollback(True)

    trial()


@HARD
@given(said=st.text(min_size=1, max_size=30) | st.sampled_from(HOSTILE).map(lambda s: s[:2000]))
def test_no_address_makes_us_fail(world: World, said: str) -> None:
    path = quote(said, errors="surrogatepass", safe="/")
    for before in ("/r/", "/", "/places/", "/people/", "/card/", "/demo/sign-in/", "/account/"):
        answer = Client(raise_request_exception=False).get(before + path)
        assert answer.status_code < 500
