"""How django-allauth behaves here."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody signs up by herself: users are made by whoever manages them."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


def locked_out(
    request: HttpRequest, credentials: dict[str, Any] | None = None, *args: object
) -> HttpResponse:
    """Too many wrong passwords: say how long to wait."""
    return render(request, "account_own/locked.html", status=429)
