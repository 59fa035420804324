"""What the ledger keeps on daily routines."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wanli.domains.ledger.registry import Measure


def _checks(state: str, name: Promise, **shown: bool) -> Measure:
    recount = f"SELECT id, path, place_id FROM routines_routinecheck WHERE state = '{state}'"
    return Measure(f"routines_{state}", name, "routine", recount, ends_with_place=True, **shown)


MEASURES = (
    _checks("due", _("日常工作待做")),
    _checks("done", _("日常工作已做"), rising_is_good=True),
    _checks("missed", _("日常工作没做成"), rising_is_bad=True),
)
OF_A_CHECK = tuple(measure.key for measure in MEASURES)
