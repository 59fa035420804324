"""Files in pieces over HTTP: tus 1.0 (core, creation, expiration, termination), whoever sends.

The client names the upload (``id`` in ``Upload-Metadata``), so that beginning twice is beginning
once. Pieces are at most 2 MB.
"""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.http import http_date

from wanli.domains.uploads.operations.send import MOST_BYTES, OutOfStep, append, begin, drop
from wanli.domains.uploads.queries import Upload, upload_for
from wanli.kernel.errors import Refused
from wanli.web.errors import sentence

VERSION = "1.0.0"
PIECE = "application/offset+octet-stream"


def began(request: HttpRequest, owner: UUID, address: Callable[[UUID], str]) -> HttpResponse:
    """POST: begin, or find what was begun under this id."""
    length, upload_id = _number(request, "Upload-Length"), _id(request)
    if length is None or upload_id is None:
        return _tus(HttpResponse(status=400))
    try:
        found = begin(owner=owner, upload_id=upload_id, length=length)
    except Refused as refused:
        return _refused(refused, 413 if length > MOST_BYTES else 422)
    response = _state(found, 201)
    response["Location"] = address(found.pk)
    return response


def went_on(request: HttpRequest, owner: UUID, upload_id: UUID) -> HttpResponse:
    """HEAD: how much is here; PATCH: more of it; DELETE: not wanted."""
    if request.method == "DELETE":
        drop(owner=owner, upload_id=upload_id)
        return _tus(HttpResponse(status=204))
    if request.method == "HEAD":
        return _state(upload_for(owner, upload_id), 200)
    at = _number(request, "Upload-Offset")
    if at is None:
        return _tus(HttpResponse(status=400))
    if request.content_type != PIECE:
        return _tus(HttpResponse(status=415))
    try:
        found = append(owner=owner, upload_id=upload_id, at=at, content=request.body)
    except OutOfStep as step:
        response = _tus(HttpResponse(status=409))
        response["Upload-Offset"] = str(step.received)
        return response
    except Refused as refused:
        return _refused(refused, 413)
    return _state(found, 204)


def _state(upload: Upload, status: int) -> HttpResponse:
    response = _tus(HttpResponse(status=status))
    response["Upload-Offset"] = str(upload.received)
    response["Upload-Length"] = str(upload.length)
    response["Upload-Expires"] = http_date(upload.ends_at.timestamp())
    return response


def _refused(refused: Refused, status: int) -> HttpResponse:
    return _tus(JsonResponse({"refused": [sentence(refused)]}, status=status))


def _tus(response: HttpResponse) -> HttpResponse:
    response["Tus-Resumable"] = VERSION
    response["Cache-Control"] = "no-store"
    return response


def _number(request: HttpRequest, header: str) -> int | None:
    said = request.headers.get(header, "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 12 else None


def _id(request: HttpRequest) -> UUID | None:
    for pair in request.headers.get("Upload-Metadata", "").split(","):
        key, _space, value = pair.strip().partition(" ")
        if key == "id":
            try:
                return UUID(b64decode(value, validate=True).decode())
            except ValueError:
                return None
    return None
