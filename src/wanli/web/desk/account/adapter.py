"""How django-allauth behaves here."""

from __future__ import annotations

import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

JUST_NOW = 300
"""Seconds."""
WRONG_CODE = _("没有通过:数字不对,或已经过时。请再试一次。")
WRONG_LOGIN = _("用户名或密码不对,请再试。")
TOO_OFTEN = _("试得太多了,请等几分钟再试。")
METHODS = {
    "reauthenticate": _("用密码"),
    "mfa_reauthenticate": _("用验证器或备用码"),
    "mfa_reauthenticate:webauthn": _("用通行密钥"),
}


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody signs up by herself: users are made by whoever manages them. No mail is sent."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("这个账号已经停用。还在岗的话,请找您的书记或系统管理员启用。"),
        "enter_current_password": _("现在的密码不对,请再输一次。"),
        "incorrect_code": WRONG_CODE,
        "incorrect_password": _("密码不对,请再输一次。"),
        "invalid_login": WRONG_LOGIN,
        "username_password_mismatch": WRONG_LOGIN,
        "too_many_login_attempts": TOO_OFTEN,
        "rate_limited": TOO_OFTEN,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, str]]:
        """allauth's, called as we call them."""
        found: list[dict[str, str]] = super().get_reauthentication_methods(user)
        return [one | {"description": str(METHODS[one["id"]])} for one in found]

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Nobody here has an address, and no server sends mail."""

    def is_reauthentication_required(self, *, app: str) -> bool:
        """Not within minutes of signing in: she has just said who she is."""
        said = get_authentication_records(self.request, self.request.user)
        recent = bool(said) and time.time() - said[-1]["at"] < JUST_NOW
        return not recent and super().is_reauthentication_required(app=app)


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """The second factor, in our words."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": _("您的岗位要用两步验证,不能停用。请先添加另一种。"),
        "cannot_generate_recovery_codes": _("先启用验证器或通行密钥,才用得上备用码。"),
        "incorrect_code": WRONG_CODE,
        "rate_limited": TOO_OFTEN,
    }

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        """How a new passkey is called until its owner says otherwise."""
        n = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return gettext("通行密钥 {n}").format(n=n + 1)


def who_tries(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str:
    """The sign-in name somebody is trying, wherever in the attempt it stands.

    The libraries call it differently before and after an attempt; counted under two names, a
    guesser who is locked out would still get in with the right guess.
    """
    said = (credentials or {}).get("username") or request.POST.get("login") or ""
    return str(said).strip().lower()[:40]


def locked_out(
    request: HttpRequest, credentials: dict[str, Any] | None = None, *args: object
) -> HttpResponse:
    """Too many wrong passwords: say how long to wait."""
    return render(request, "account_own/locked.html", status=429)
