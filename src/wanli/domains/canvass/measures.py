"""What the ledger keeps on canvassing."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wanli.domains.canvass.rules.results import SETTLED
from wanli.domains.ledger.registry import Measure

_SETTLED = ", ".join(f"'{result}'" for result in sorted(SETTLED))

MEASURES = (
    Measure(
        "homes_canvassed",
        _("已排摸户"),
        "door",
        f"SELECT id, path FROM canvass_door WHERE running AND result IN ({_SETTLED})",
        ends_with_place=True,
    ),
    Measure(
        "homes_to_canvass",
        _("待排摸户"),
        "door",
        f"SELECT id, path FROM canvass_door WHERE running AND result NOT IN ({_SETTLED})",
        rising_is_bad=True,
        ends_with_place=True,
    ),
)
OF_A_DOOR = tuple(measure.key for measure in MEASURES)
