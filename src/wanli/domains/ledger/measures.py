"""What the ledger keeps on the domains below it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wanli.domains.ledger.registry import Measure

_SEATS = """SELECT s.id, s.path FROM accounts_seat s
WHERE s.retired_on IS NULL AND {not_} EXISTS (
    SELECT FROM accounts_post p WHERE p.seat_id = s.id AND p.ended_at IS NULL)"""

POSTS = (
    Measure("posts_filled", _("在岗岗位"), "seat", _SEATS.format(not_=""), rising_is_good=True),
    Measure("posts_vacant", _("空缺岗位"), "seat", _SEATS.format(not_="NOT"), rising_is_bad=True),
)
OF_A_SEAT = tuple(measure.key for measure in POSTS)
