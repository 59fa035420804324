"""Load a request or a round and the right to it, in one call."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from wanli.domains.errands.models import Photo, Request, Round, Standing
from wanli.domains.places.tree import hold_tree
from wanli.kernel.access import Access
from wanli.kernel.errors import Hidden

__all__ = [
    "Photo", "Request", "Round", "Standing", "held_request", "held_round", "request_for",
    "round_for",
]  # fmt: skip
SEES = ("errand.view", "errand.ask", "errand.run")
"""Any of these lets one read a request at its home."""


def sees(access: Access, path: str) -> bool:
    """Whether requests at this place are open to ``access``."""
    return any(access.can(permission, path) for permission in SEES)


def request_for(access: Access, request_id: UUID, permission: str = "") -> Request:
    """The request; ``Hidden`` when missing or not open to ``access``. Without a permission any
    that lets one read it will do."""
    return _request(access, Request.objects.all(), request_id, permission)


def held_request(access: Access, request_id: UUID, permission: str) -> Request:
    """``request_for``, for writing: the tree, its round if any, and then it are held."""
    hold_tree()
    known = Request.objects.filter(pk=request_id).values_list("round", flat=True).first()
    if known:
        Round.objects.select_for_update().filter(pk=known).first()
    rows = Request.objects.select_for_update(of=("self",))
    return _request(access, rows, request_id, permission)


def round_for(access: Access, round_id: UUID, permission: str = "") -> Round:
    """The round; ``Hidden`` when missing or not open to ``access``."""
    return _round(access, Round.objects.all(), round_id, permission)


def held_round(access: Access, round_id: UUID, permission: str) -> Round:
    """``round_for``, for writing: the tree and then the round are held; its requests follow in the
    order of their ids."""
    hold_tree()
    return _round(access, Round.objects.select_for_update(of=("self",)), round_id, permission)


def managed_round(access: Access, round_id: UUID) -> Round:
    """``held_round`` for whoever makes rounds and keeps the money."""
    return held_round(access, round_id, "errand.manage")


def _request(access: Access, rows: QuerySet[Request], key: UUID, permission: str) -> Request:
    found = rows.select_related("place").defer("place__geometry").filter(pk=key).first()
    if found is None or not _may(access, permission, found.path):
        raise Hidden
    return found


def _round(access: Access, rows: QuerySet[Round], key: UUID, permission: str) -> Round:
    found = rows.select_related("place").defer("place__geometry").filter(pk=key).first()
    if found is None or not _may(access, permission, found.path):
        raise Hidden
    return found


def _may(access: Access, permission: str, path: str) -> bool:
    return access.can(permission, path) if permission else sees(access, path)
