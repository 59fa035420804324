"""What the ledger keeps on lists: what is still owed of them, where it is owed."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wanli.domains.ledger.registry import Measure


def _owed(key: str, name: Promise, condition: str, **shown: bool) -> Measure:
    recount = (
        "SELECT m.id, m.path FROM checklists_match m"
        " JOIN checklists_row r ON r.id = m.row_id JOIN checklists_checklist l ON l.id = r.list_id"
        f" WHERE m.state IN ('offered', 'asking') AND l.state = 'open' AND {condition}"
    )
    return Measure(key, name, "checkmatch", recount, **shown)


OWED = (
    _owed("lists_open", _("上级名单待核实"), "l.late_since IS NULL"),
    _owed("lists_late", _("上级名单逾期未核实"), "l.late_since IS NOT NULL", rising_is_bad=True),
)
ANSWERED = (
    Measure(
        "lists_answered",
        _("上级名单已答复"),
        "checkrow",
        "SELECT r.id, r.path, l.place_id FROM checklists_row r"
        " JOIN checklists_checklist l ON l.id = r.list_id WHERE r.state = 'done'",
        rising_is_good=True,
        ends_with_place=True,
    ),
)
LEADS = (
    Measure(
        "leads_open",
        _("线索待查"),
        "lead",
        "SELECT id, path FROM checklists_lead WHERE cleared_at IS NULL AND late_since IS NULL",
    ),
    Measure(
        "leads_late",
        _("线索逾期未查清"),
        "lead",
        "SELECT id, path FROM checklists_lead WHERE cleared_at IS NULL AND late_since IS NOT NULL",
        rising_is_bad=True,
    ),
    Measure(
        "leads_cleared",
        _("线索已查清"),
        "lead",
        "SELECT id, path, place_id FROM checklists_lead WHERE cleared_at IS NOT NULL",
        rising_is_good=True,
        ends_with_place=True,
    ),
)
MEASURES = (*OWED, *ANSWERED, *LEADS)
OF_A_LEAD = tuple(measure.key for measure in LEADS)
OF_A_MATCH = tuple(measure.key for measure in OWED)
OF_A_ROW = tuple(measure.key for measure in ANSWERED)
