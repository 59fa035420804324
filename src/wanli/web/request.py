"""What every view needs to know of its request."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast
from uuid import UUID

from django.http import HttpRequest

from wanli.kernel.access import Access
from wanli.kernel.ids import uuid7

if TYPE_CHECKING:
    from wanli.domains.accounts.queries import User


def access_of(request: HttpRequest) -> Access:
    """The rights that the middleware found for this request's user."""
    return cast(Access, request.access)  # type: ignore[attr-defined]


def user_of_request(request: HttpRequest) -> User:
    """The signed-in user; call it behind ``login_required`` only."""
    return cast("User", request.user)


def id_said(said: str) -> UUID | None:
    """The id that a form or an address says; None for what is none."""
    try:
        return UUID(said)
    except ValueError:
        return None


def entry_of(request: HttpRequest) -> UUID:
    """The id that the page gave its form, by which what is sent twice is kept once; a new one
    where a form has none."""
    return id_said(request.POST.get("entry", "")) or uuid7()
