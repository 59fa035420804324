"""The web application."""

from __future__ import annotations

import asyncio
import os
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import partial
from typing import IO, Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wanli.config.settings")
django.setup(set_prefix=False)

from django.conf import settings  # noqa: E402
from django.core import signals  # noqa: E402
from django.core.exceptions import RequestAborted  # noqa: E402
from django.core.handlers.asgi import ASGIHandler, get_script_prefix  # noqa: E402
from django.http import HttpResponse  # noqa: E402
from django.http.response import HttpResponseBase  # noqa: E402
from django.urls import set_script_prefix  # noqa: E402

from wanli.config.memory import give_back  # noqa: E402

give_back()
STREAMS = "/live/"
"""What lies below it stays open for hours, on the event loop; everything else is a page."""


class PageHandler(ASGIHandler):
    """Django's own handler, for views that do not wait on the event loop.

    The body is read on the loop: a phone that needs a minute to send a picture holds no thread.
    Then everything from the first middleware to the last byte of the page happens in one thread
    and one go, where Django's own goes back and forth between loop and thread several times.
    """

    def __init__(self) -> None:
        super().__init__()
        # As many as there are connections: more would only wait for one.
        self.threads = ThreadPoolExecutor(settings.OPTIONS.pool_size, "page")

    def load_middleware(self, is_async: bool = False) -> None:
        super().load_middleware(is_async=False)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        try:
            body = await self.read_body(receive)
        except RequestAborted:
            return
        loop = asyncio.get_running_loop()
        answering = partial(copy_context().run, self._answer, scope, body)
        with body:
            response = await loop.run_in_executor(self.threads, answering)
        await self.send_response(response, send)

    def _answer(self, scope: Any, body: IO[bytes]) -> HttpResponse:
        set_script_prefix(get_script_prefix(scope))
        signals.request_started.send(sender=self.__class__, scope=scope)
        request, refused = self.create_request(scope, body)
        response = self.get_response(request) if request else refused
        assert response is not None
        try:
            return _whole(response)
        finally:
            response.close()


def _whole(response: HttpResponseBase) -> HttpResponse:
    """The answer with all its bytes in memory: what is read from a file, too."""
    if isinstance(response, HttpResponse):
        return response
    whole = HttpResponse(b"".join(response), status=response.status_code, headers=response.headers)
    whole.cookies = response.cookies
    return whole


pages = PageHandler()
streams = ASGIHandler()


async def application(scope: Any, receive: Any, send: Any) -> None:
    """What the server calls for each request."""
    chosen = streams if scope.get("path", "").startswith(STREAMS) else pages
    await chosen(scope, receive, send)
