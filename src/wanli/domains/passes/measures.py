"""What the ledger keeps on passes."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wanli.domains.ledger.registry import Measure

MEASURES = (
    Measure(
        "holds",
        _("暂停出入"),
        "hold",
        "SELECT id, path FROM passes_hold WHERE lifted_at IS NULL",
        on_wall=False,
    ),
)
OF_A_HOLD = tuple(measure.key for measure in MEASURES)
