"""What the ledger keeps on waste of homes under observation: homes, and bags."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wanli.domains.ledger.registry import Measure

_FROM = "SELECT s.id, s.path, s.place_id FROM errands_wastestop s"


def _bags(key: str, name: Promise, bags: str, where: str, **shown: bool) -> Measure:
    recount = f"{_FROM}, generate_series(1, {bags}) AS bag WHERE {where}"
    return Measure(f"waste_{key}", name, "waste", recount, ends_with_place=True, **shown)


MEASURES = (
    Measure(
        "waste_due",
        _("观察户垃圾没收的户"),
        "waste",
        f"{_FROM} WHERE s.state = 'due'",
        ends_with_place=True,
    ),
    _bags("collected", _("观察户垃圾收了几袋"), "s.bags",
        "s.state IN ('collected', 'arrived', 'handed')", rising_is_good=True),
    _bags("handed", _("观察户垃圾交了几袋"), "s.arrived", "s.state = 'handed'",
        rising_is_good=True),
    _bags("missing", _("观察户垃圾少了几袋"),
        "CASE s.state WHEN 'collected' THEN s.bags ELSE s.bags - s.arrived END",
        "s.state IN ('arrived', 'handed') OR (s.state = 'collected' AND s.alarmed_at IS NOT NULL)",
        rising_is_bad=True),
)  # fmt: skip
OF_A_STOP = tuple(measure.key for measure in MEASURES)
