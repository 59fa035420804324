"""What the ledger keeps on canvassing."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wanli.domains.ledger.registry import Measure

MEASURES = (
    Measure(
        "homes_canvassed",
        _("已排摸户"),
        "door",
        "SELECT id, path, place_id FROM canvass_door WHERE running AND settled",
        rising_is_good=True,
        ends_with_place=True,
    ),
    Measure(
        "homes_to_canvass",
        _("待排摸户"),
        "door",
        "SELECT id, path, place_id FROM canvass_door WHERE running AND NOT settled",
        rising_is_bad=True,
        ends_with_place=True,
    ),
)
OF_A_DOOR = tuple(measure.key for measure in MEASURES)
