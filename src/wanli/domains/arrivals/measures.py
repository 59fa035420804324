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


CLASSES: tuple[tuple[str, Promise], ...] = (
    ("key_area", _("返沪分类:重点地区返回")),
    ("contact", _("返沪分类:密切接触者")),
    ("abroad", _("返沪分类:境外返回")),
    ("elsewhere", _("返沪分类:外省市返回")),
    ("stayed", _("返沪分类:未离开本市")),
)
"""Classes that come with Wanli have books of their own; those that a plan adds share one."""
OTHER, NONE = "other", "none"
_OWN = ", ".join(f"'{key}'" for key, _name in CLASSES)


def _class(key: str, name: Promise, condition: str) -> Measure:
    recount = (
        "SELECT v.returnee_id, v.path FROM arrivals_verdict v"
        " JOIN arrivals_arrival a ON a.id = v.arrival_id"
        f" WHERE v.over_at IS NULL AND a.state IN ('open', 'verified') AND {condition}"
    )
    shown = key in ("key_area", "contact", "abroad")
    return Measure(f"class_{key}", name, "returnee", recount, on_wall=shown)


CLASS_MEASURES = (
    *(_class(key, name, f"v.cls = '{key}'") for key, name in CLASSES),
    _class(OTHER, _("返沪分类:其他类"), f"v.cls <> '' AND v.cls NOT IN ({_OWN})"),
    _class(NONE, _("返沪分类:还没归类"), "v.cls = ''"),
)
OF_A_CLASS = tuple(measure.key for measure in CLASS_MEASURES)
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
    *CLASS_MEASURES,
)
OF_A_RETURNEE = tuple(measure.key for measure in MEASURES)
