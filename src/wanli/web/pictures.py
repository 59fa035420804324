"""Show a picture that lies sealed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.http import HttpResponse

from wanli.kernel.errors import Hidden
from wanli.kernel.keyring import Unreadable

Row = TypeVar("Row")


def picture_of(row: Row, read: Callable[[Row], bytes]) -> HttpResponse:
    """The picture of a row that was authorised; the browser keeps none. ``Hidden`` when the file
    or its key is gone."""
    try:
        content = read(row)
    except (FileNotFoundError, Unreadable):
        raise Hidden from None
    response = HttpResponse(content, content_type="image/jpeg")
    response["Cache-Control"] = "no-store"
    return response
