"""Signing in, staying in and getting out: what is refused, said, limited and hidden."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import timedelta
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.test import Client
from django.urls import get_resolver, reverse

from tests.test_access_matrix import _names
from tests.world import World
from wanli.domains.accounts.models import Post, Seat, User
from wanli.domains.accounts.operations.cards import issue_cards
from wanli.domains.accounts.operations.limit import attempt, forget_attempts
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.web import limits
from wanli.web.limits import LIMITS, Limit

PASSWORD = "七步成诗 correct horse"
LOGIN = "/account/login/"


@pytest.fixture(autouse=True)
def _nobody_has_tried_yet() -> None:
    cache.clear()


@pytest.fixture
def leader(world: World) -> User:
    """The stairwell leader, with a password."""
    user = world.users["stairwell_leader"]
    user.set_password(PASSWORD)
    user.save()
    return user


def signed_in(user: User) -> Client:
    client = Client()
    answer = client.post(LOGIN, {"login": user.username, "password": PASSWORD})
    assert answer.status_code == 302, answer.content.decode()
    return client


def test_a_password_signs_in_and_the_cookie_is_kept_from_scripts(leader: User) -> None:
    cookie = signed_in(leader).cookies["sessionid"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


@pytest.mark.parametrize(("language", "said"), [("zh-CN", "15 分钟"), ("en", "15 minutes")])
def test_guessing_is_stopped_and_the_page_says_how_long(
    leader: User, language: str, said: str
) -> None:
    client = Client(headers={"accept-language": language})
    for _ in range(9):
        answer = client.post(LOGIN, {"login": leader.username, "password": "wrong"})
    assert answer.status_code == 429
    assert said in answer.content.decode()
    right = client.post(LOGIN, {"login": leader.username, "password": PASSWORD})
    assert right.status_code == 429


def test_every_limit_is_about_an_address_there_is() -> None:
    assert set(LIMITS) <= set(_names(get_resolver().url_patterns))


def test_who_asks_too_often_waits_and_nobody_else_does(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = Limit(2, ("GET",), by_user=True)
    monkeypatch.setattr(limits, "LIMITS", {"search:page": few})
    worker, other = world.client("committee_worker"), world.client("other_worker")
    url = reverse("search:page") + "?q=wang"
    assert [worker.get(url).status_code for _ in range(3)] == [200, 200, 429]
    answer = worker.get(url)
    assert 0 < int(answer["Retry-After"]) <= limits.TEN_MINUTES + 1
    assert "10 分钟" in answer.content.decode()
    assert other.get(url).status_code == 200


def test_a_count_ends_with_its_window(db: None) -> None:
    once = {"what": "knock", "who": "somebody", "most": 1, "seconds": 60}
    assert attempt(**once) == 0  # type: ignore[arg-type]
    assert attempt(**once) > 0  # type: ignore[arg-type]
    with clock.frozen(clock.now() + timedelta(seconds=61)):
        assert attempt(**once) == 0  # type: ignore[arg-type]
    with clock.frozen(clock.now() + timedelta(days=2)):
        assert forget_attempts() >= 1


def test_pages_tell_browsers_to_keep_to_themselves(client: Client, db: None) -> None:
    answer = client.get(LOGIN)
    assert "default-src 'self'" in answer["Content-Security-Policy"]
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"


def test_a_card_page_is_not_kept_and_its_address_goes_nowhere(world: World) -> None:
    (card,) = issue_cards(
        access=Access(user_id=world.users["system_administrator"].pk, is_system=True),
        user_ids=[world.users["gate_guard"].pk],
    )
    answer = Client().get(f"/card/{card.token}/")
    assert answer["Cache-Control"] == "no-store"
    assert answer["Referrer-Policy"] == "strict-origin"


def test_who_is_signed_out_prints_no_cards(world: World, client: Client) -> None:
    guard = world.users["gate_guard"].pk
    assert client.post(reverse("users:issue", args=[guard])).status_code == 404


def test_a_card_does_not_open_what_needs_a_second_factor(world: World) -> None:
    guard, head = world.users["gate_guard"], world.post("leading_group_head")
    issuing = Access(user_id=world.users["system_administrator"].pk, is_system=True)
    (card,) = issue_cards(access=issuing, user_ids=[guard.pk])
    seat = Seat.objects.create(place=head.place, path=head.path, role="inspector", ordinal=77)
    Post.objects.create(seat=seat, place=head.place, path=head.path, role="inspector",
        user=guard, during=head.during)  # fmt: skip
    client = Client()
    answer = client.post(f"/card/{card.token}/", {"pin": card.pin})
    assert answer.status_code == 422
    assert "两步验证" in answer.content.decode()
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("key", ["leading_group_head", "system_administrator", "privacy_officer"])
def test_whole_subdistricts_need_a_second_factor(world: World, key: str, settings: object) -> None:
    client, below = world.client(key), world.client("stairwell_leader")
    assert client.get("/").status_code == 200
    settings.OPTIONS = settings.OPTIONS.model_copy(update={"demo": False})  # type: ignore[attr-defined]
    answer = client.get("/")
    assert (answer.status_code, answer["Location"]) == (302, reverse("account_own:second_factor"))
    assert client.post(reverse("audit:verify")).status_code == 302
    assert client.get(answer["Location"]).status_code == 200
    assert below.get("/").status_code == 200


def test_signing_out_ends_it(leader: User) -> None:
    client = signed_in(leader)
    assert client.get("/account/logout/").status_code == 200
    assert client.get("/").status_code == 200
    client.post("/account/logout/")
    assert client.get("/")["Location"].startswith(LOGIN)


def test_a_phone_left_behind_is_signed_out_from_another(leader: User) -> None:
    lost, mine = signed_in(leader), signed_in(leader)
    assert lost.get("/").status_code == mine.get("/").status_code == 200
    assert mine.get(reverse("usersessions_list")).content.decode().count("data-session") == 2
    mine.post(reverse("usersessions_list"))
    assert lost.get("/")["Location"].startswith(LOGIN)
    assert mine.get("/").status_code == 200


def _session(client: Client) -> int:
    key = client.session.session_key
    return int(UserSession.objects.values_list("pk", flat=True).get(session_key=key))


def _end(client: Client, session: int) -> Any:
    return client.post(reverse("account_own:end_device", args=[session]))


def test_one_device_is_signed_out_and_no_other(leader: User) -> None:
    lost, kept, mine = (signed_in(leader) for _device in range(3))
    url = reverse("account_own:end_device", args=[_session(lost)])
    assert url in mine.get(reverse("usersessions_list")).content.decode()
    assert mine.post(url)["Location"] == reverse("usersessions_list")
    assert lost.get("/")["Location"].startswith(LOGIN)
    assert kept.get("/").status_code == mine.get("/").status_code == 200


def test_ending_the_device_in_hand_leads_to_the_entrance(leader: User) -> None:
    mine = signed_in(leader)
    assert _end(mine, _session(mine))["Location"].startswith(LOGIN)
    assert mine.get("/")["Location"].startswith(LOGIN)


def test_nobody_ends_the_session_of_somebody_else(leader: User, world: World) -> None:
    theirs = signed_in(leader)
    assert _end(world.client("system_administrator"), _session(theirs)).status_code == 404
    assert theirs.get("/").status_code == 200


def _forged(client: Client, **heads: str) -> str:
    answer = client.post(
        "/account/mine/",
        {"language": "en", "theme": "一段很长的话", "password": "secret-word"},
        headers={"host": "localhost", **heads},
    )
    assert answer.status_code == 403
    return answer.content.decode()


def test_a_form_without_its_token_keeps_what_was_typed(leader: User) -> None:
    signed = signed_in(leader)
    client = Client(enforce_csrf_checks=True)
    client.cookies.update(signed.cookies)
    page = _forged(client, origin="http://localhost")
    assert "原样再送一次" in page
    assert "一段很长的话" in page
    assert "secret-word" not in page
    english = _forged(client, origin="http://localhost", **{"accept-language": "en"})
    assert "Send it again as it is" in english


def test_what_another_site_sends_is_not_offered_again(leader: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.cookies.update(signed_in(leader).cookies)
    page = _forged(client, origin="http://evil.example")
    assert "一段很长的话" not in page
    assert "原样再送一次" not in page


def test_https_and_a_provider_are_a_matter_of_settings(own_database: dict[str, str]) -> None:
    chosen = {
        "WANLI_HTTPS": "1", "WANLI_OIDC_SERVER": "https://sso.example", "WANLI_OIDC_NAME": "政务通",
        "WANLI_OIDC_CLIENT_ID": "wanli", "WANLI_OIDC_SECRET": "s",
    }  # fmt: skip
    program = (
        "import django, json; django.setup()\n"
        "from django.test import Client\n"
        "from django.conf import settings as s\n"
        "a = Client().get('/account/login/', secure=True, headers={'host': 'localhost'})\n"
        "print(json.dumps([a.status_code, a.get('Strict-Transport-Security', ''),"
        " a.content.decode(), s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=os.environ | own_database | chosen,
        capture_output=True,
        text=True,
        check=True,
    )
    status, transport, page, *secure = json.loads(done.stdout)
    assert status == 200
    assert transport.startswith("max-age=31536000")
    assert secure == [True, True]
    assert "政务通" in page
    assert "/account/oidc/oidc/login/" in page
