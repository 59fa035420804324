"""How long the server took, said with each answer: a slow page can be told from a slow network."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class ServerTimingMiddleware:
    """The first of all: what it says covers every other, the view and the page it wrote.

    Of an answer that is streamed, only what came before its first byte.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        response = self.get_response(request)
        spent = (time.perf_counter() - began) * 1000
        response.headers["Server-Timing"] = f"total;dur={spent:.1f}"
        return response
