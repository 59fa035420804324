"""Load a list, or whom a row may be about, and the right to it, in one call."""

from __future__ import annotations

from uuid import UUID

from wanli.domains.checklists.models import (
    CheckList,
    Correction,
    KnownColumns,
    Lead,
    Match,
    Row,
    Sender,
)
from wanli.domains.places.tree import hold_tree
from wanli.ground.acting import acting
from wanli.kernel.access import Access
from wanli.kernel.errors import Hidden
from wanli.kernel.scope import EVERYTHING

__all__ = [
    "ANSWER", "CLEAR", "MANAGE", "REPORT", "CheckList", "Correction", "KnownColumns", "Lead",
    "Match", "Row", "Sender", "held_lead", "held_list", "held_match", "lead_for", "list_for",
    "match_for", "row_for",
]  # fmt: skip
MANAGE, ANSWER = "checklist.manage", "checklist.answer"
REPORT, CLEAR = "lead.report", "lead.clear"


def list_for(access: Access, list_id: UUID) -> CheckList:
    """The list without its file; ``Hidden`` when missing or not open to ``access``."""
    rows = CheckList.objects.select_related("place", "sender", "by")
    return _open(access, rows.defer("content", "place__geometry").filter(pk=list_id).first())


def held_list(access: Access, list_id: UUID) -> CheckList:
    """``list_for``, for writing: the tree and then the row held for the transaction."""
    hold_tree()
    rows = CheckList.objects.select_related("place", "sender").defer("place__geometry")
    return _open(access, rows.select_for_update(of=("self",)).filter(pk=list_id).first())


def _open(access: Access, found: CheckList | None) -> CheckList:
    if found is None or not access.can(MANAGE, found.path):
        raise Hidden
    return found


def match_for(access: Access, match_id: UUID) -> Match:
    """Whom a row may be about, for whoever answers there; ``Hidden`` when missing or not open."""
    found = Match.objects.filter(pk=match_id).first()
    if found is None or not access.can(ANSWER, found.path):
        raise Hidden
    return found


def held_match(access: Access, match_id: UUID) -> Match:
    """``match_for``, for writing: the tree, then the row of the list with all whom it may be
    about, held for the transaction. Needs a scope over the list, which may lie above."""
    hold_tree()
    found = match_for(access, match_id)
    Row.objects.select_for_update().get(pk=found.row_id)
    return Match.objects.select_for_update().get(pk=match_id)


def row_for(access: Access, row_id: UUID) -> Row:
    """An answered row with its list, for whoever hands the list back, and for whoever answers for
    the one whom it is about; ``Hidden`` when missing, not answered or not open to ``access``."""
    answers_for = Match.objects.filter(row=row_id, state=Match.State.DONE)
    answered = any(access.can(ANSWER, path) for path in answers_for.values_list("path", flat=True))
    with acting(EVERYTHING):
        rows = Row.objects.select_related("list__sender").defer("list__content")
        found = rows.filter(pk=row_id, state=Row.State.DONE).first()
    if found is None or not (answered or access.can(MANAGE, found.path)):
        raise Hidden
    return found


def lead_for(access: Access, lead_id: UUID) -> Lead:
    """The lead, for whoever clears leads there; ``Hidden`` when missing or not open."""
    rows = Lead.objects.select_related("place", "by", "cleared_by").defer("place__geometry")
    return _open_lead(access, rows.filter(pk=lead_id).first())


def held_lead(access: Access, lead_id: UUID) -> Lead:
    """``lead_for``, for writing: the tree and then the row held for the transaction."""
    hold_tree()
    return _open_lead(access, Lead.objects.select_for_update().filter(pk=lead_id).first())


def _open_lead(access: Access, found: Lead | None) -> Lead:
    if found is None or not access.can(CLEAR, found.path):
        raise Hidden
    return found
