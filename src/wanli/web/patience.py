"""Break off a page's question to the database after a while, and say so."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from psycopg.errors import QueryCanceled

from wanli.kernel import patience


class PatienceMiddleware:
    """Each statement of a request is given ``page_seconds``; then the page says what to do.

    Whoever has left is not told, but the database is free again. Nothing was changed: the
    request is one transaction.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = patience.seconds.set(settings.OPTIONS.page_seconds)
        try:
            return self.get_response(request)
        finally:
            patience.seconds.reset(given)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, OperationalError) and isinstance(
            exception.__cause__, QueryCanceled
        ):
            return render(request, "slow.html", status=503)
        return None
