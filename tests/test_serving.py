"""Requests as the server hands them over: in pieces, slowly, broken off."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders


def _application() -> Any:
    from wanli.config.asgi import application

    return application


def _scope(path: str, *, method: str = "GET", **headers: str) -> dict[str, Any]:
    return {
        "type": "http",
        "http_version": "1.1",
        "method": method,
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "headers": [
            (b"host", b"localhost"),
            *((k.replace("_", "-").encode(), v.encode()) for k, v in headers.items()),
        ],
        "client": ("127.0.0.1", 1),
        "server": ("localhost", 80),
        "scheme": "http",
    }


async def _ask(scope: dict[str, Any], *pieces: bytes | None) -> tuple[int, bytes]:
    """Status and bytes; a piece that is None never comes, the last but is the end."""
    coming: list[dict[str, Any]] = [
        {"type": "http.request", "body": piece, "more_body": at + 1 < len(pieces)}
        for at, piece in enumerate(pieces or (b"",))
    ]
    said: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        if not coming or coming[0]["body"] is None:
            await asyncio.Event().wait()
        return coming.pop(0)

    async def send(message: dict[str, Any]) -> None:
        said.append(message)

    await _application()(scope, receive, send)
    return said[0]["status"], b"".join(message.get("body", b"") for message in said[1:])


@pytest.mark.django_db
def test_a_form_that_comes_in_pieces_is_read_whole() -> None:
    form = urlencode({"login": "nobody", "password": "x" * 300_000}).encode()
    scope = _scope(
        "/account/login/",
        method="POST",
        content_type="application/x-www-form-urlencoded",
        content_length=str(len(form)),
    )
    status, page = asyncio.run(_ask(scope, form[:10], form[10:70_000], form[70_000:]))
    assert status == 403  # No token: the form was read to its end and refused.
    assert page.decode().strip().endswith("</html>")


@pytest.mark.django_db
def test_a_file_is_served_whole() -> None:
    found = finders.find("canvass/worker.js")
    assert found
    status, script = asyncio.run(_ask(_scope("/static/canvass/worker.js")))
    assert (status, script) == (200, Path(found).read_bytes())


@pytest.mark.django_db
def test_uploads_that_never_end_keep_nobody_waiting() -> None:
    async def day() -> int:
        slow = [
            asyncio.create_task(_ask(_scope("/account/login/", method="POST"), b"a", None))
            for _ in range(3 * settings.OPTIONS.pool_size)
        ]
        await asyncio.sleep(0)
        status, _page = await asyncio.wait_for(_ask(_scope("/healthz")), 60)
        for one in slow:
            one.cancel()
        return status

    assert asyncio.run(day()) == 200
