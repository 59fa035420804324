"""What every view needs to know of its request."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.http import HttpRequest

from wanli.kernel.access import Access

if TYPE_CHECKING:
    from wanli.domains.accounts.queries import User


def access_of(request: HttpRequest) -> Access:
    """The rights that the middleware found for this request's user."""
    return cast(Access, request.access)  # type: ignore[attr-defined]


def user_of_request(request: HttpRequest) -> User:
    """The signed-in user; call it behind ``login_required`` only."""
    return cast("User", request.user)
