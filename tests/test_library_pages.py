"""allauth's pages as people meet them here: in our words, both languages, no mail."""

from __future__ import annotations

import re

import pytest
from allauth.mfa.totp.internal import auth
from django.core import mail
from django.test import Client

from tests.test_signing_in import PASSWORD, signed_in
from tests.world import World
from wanli.domains.accounts.models import User

ITS_WORDS = re.compile(
    r"双因素|身份验证器应用|恢复代码|安全密钥|登出|你的|Two-Factor|Recovery Code"
    r"|Security Key|Sign Out|Are you sure|Passwordless"
)
OPEN_TO_THE_SIGNED_IN = (
    "/account/password/change/", "/account/logout/", "/account/2fa/", "/account/2fa/totp/activate/",
    "/account/2fa/webauthn/", "/account/2fa/webauthn/add/", "/account/reauthenticate/",
    "/account/sessions/", "/account/inactive/",
)  # fmt: skip


@pytest.fixture
def user(world: World) -> User:
    """The committee's worker, with a password."""
    found = world.users["committee_worker"]
    found.set_password(PASSWORD)
    found.save()
    return found


def _main(client: Client, url: str, language: str) -> str:
    answer = client.get(url, headers={"accept-language": language})
    assert answer.status_code == 200, url
    return answer.content.decode().partition("<main")[2].partition("</main>")[0]


@pytest.mark.parametrize("language", ["zh-CN", "en"])
@pytest.mark.parametrize("url", OPEN_TO_THE_SIGNED_IN)
def test_pages_speak_our_words(user: User, url: str, language: str) -> None:
    said = _main(signed_in(user), url, language)
    assert not ITS_WORDS.search(said), said
    if language == "en":
        assert not re.search(r"[\u4e00-\u9fff]", re.sub(r"data:image[^\"]*", "", said)), said


def test_the_whole_way_of_the_second_factor_speaks_our_words(user: User) -> None:
    client = signed_in(user)
    client.get("/account/2fa/totp/activate/")
    secret = client.session["mfa.totp.secret"]
    wrong = client.post("/account/2fa/totp/activate/", {"code": "000000"})
    assert "没有通过" in wrong.content.decode()
    code = auth.format_hotp_value(
        auth.hotp_value(secret, next(iter(auth.yield_hotp_counters_from_time())))
    )
    client.post("/account/2fa/totp/activate/", {"code": code})
    for url in (
        "/account/2fa/", "/account/2fa/recovery-codes/", "/account/2fa/recovery-codes/generate/",
        "/account/2fa/totp/deactivate/",
    ):  # fmt: skip
        assert not ITS_WORDS.search(_main(client, url, "zh-CN")), url
    again = Client()
    answer = again.post("/account/login/", {"login": user.username, "password": PASSWORD})
    said = _main(again, answer["Location"], "zh-CN")
    assert "验证器上的六位数字,或一个备用码" in said
    assert not ITS_WORDS.search(said)


@pytest.mark.parametrize(
    "path", ["email/", "confirm-email/", "password/reset/", "password/reset/key/a-b/"]
)
def test_where_the_library_would_mail_one_is_told_whom_to_ask(
    client: Client, db: None, path: str
) -> None:
    assert "系统管理员" in client.get(f"/account/{path}").content.decode()
    assert client.post(f"/account/{path}", {"email": "a@example.org"}).status_code == 405
    assert mail.outbox == []


def test_a_wrong_present_password_is_said_at_its_field(user: User) -> None:
    said = {"oldpassword": "x", "password1": "天下大同 2020", "password2": "天下大同 2020"}
    page = signed_in(user).post("/account/password/change/", said).content.decode()
    assert "现在的密码不对" in page
