"""How django-allauth behaves here."""

from __future__ import annotations

import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

JUST_NOW = 300
"""Seconds."""


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody signs up by herself: users are made by whoever manages them."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_reauthentication_required(self, *, app: str) -> bool:
        """Not within minutes of signing in: she has just said who she is."""
        said = get_authentication_records(self.request, self.request.user)
        recent = bool(said) and time.time() - said[-1]["at"] < JUST_NOW
        return not recent and super().is_reauthentication_required(app=app)


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
