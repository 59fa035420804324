"""The alarms that stand at the top of every page."""

from __future__ import annotations

from django.db import transaction
from django.http import HttpRequest

from wanli.domains.observation.alarms import Siren, siren
from wanli.web.request import access_of


def siren_of(request: HttpRequest) -> Siren | None:
    """The open alarms where the reader records, found once a request and only for a page that
    shows them: files and answers without a frame cost nothing."""
    if not hasattr(request, "siren"):
        request.siren = _found(request)  # type: ignore[attr-defined]
    found: Siren | None = request.siren  # type: ignore[attr-defined]
    return found


def _found(request: HttpRequest) -> Siren | None:
    # A page that could not be opened is drawn when its transaction is over, or before any rights
    # were found.
    access = access_of(request) if hasattr(request, "access") else None
    if access is None or not access.has("observation.record"):
        return None
    with transaction.atomic(savepoint=False):
        return siren(access.paths("observation.record"))
