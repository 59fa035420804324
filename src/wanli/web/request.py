"""What every view needs to know of its request."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest

from wanli.kernel.access import Access


def access_of(request: HttpRequest) -> Access:
    """The rights that the middleware found for this request's user."""
    return cast(Access, request.access)  # type: ignore[attr-defined]
