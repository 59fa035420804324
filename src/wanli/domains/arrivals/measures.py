"""What the ledger keeps on those who arrive: persons, not families."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wanli.domains.ledger.registry import Measure


def _returnees(key: str, name: Promise, condition: str, **shown: bool) -> Measure:
    recount = (
        "SELECT r.id, r.path FROM arrivals_returnee r"
        f" JOIN arrivals_arrival a ON a.id = r.arrival_id WHERE {condition}"
    )
    return Measure(key, name, "returnee", recount, **shown)


MEASURES = (
    _returnees("returnees_open", _("返沪登记待核实"), "a.state = 'open'"),
    _returnees(
        "returnees_late",
        _("返沪登记逾期未核实"),
        "a.state = 'open' AND a.late_since IS NOT NULL",
        rising_is_bad=True,
    ),
    _returnees(
        "returnees_verified", _("返沪人员已核实"), "a.state = 'verified'", rising_is_good=True
    ),
)
OF_A_RETURNEE = tuple(measure.key for measure in MEASURES)
