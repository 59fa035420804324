"""What the ledger keeps on residents' remarks."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wanli.domains.ledger.registry import Measure


def _remarks(state: str, name: Promise, **shown: bool) -> Measure:
    recount = f"SELECT id, path, place_id FROM postings_remark WHERE state = '{state}'"
    return Measure(f"remarks_{state}", name, "remark", recount, ends_with_place=True, **shown)


MEASURES = (
    _remarks("open", _("居民意见待答复"), rising_is_bad=True),
    _remarks("answered", _("居民意见已答复"), rising_is_good=True),
    _remarks("aside", _("居民意见不予答复"), on_wall=False),
)
OF_A_REMARK = tuple(measure.key for measure in MEASURES)
