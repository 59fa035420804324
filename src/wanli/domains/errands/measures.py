"""What the ledger keeps on errands."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wanli.domains.ledger.registry import Measure

OPEN = "state IN ('asked', 'planned', 'bought', 'again')"
WAITED = "(ended_at - asked_at)"


def _open(key: str, name: Promise, condition: str, **shown: bool) -> Measure:
    recount = f"SELECT id, path FROM errands_request WHERE {condition}"
    return Measure(key, name, "request", recount, **shown)


def _over(key: str, name: Promise, condition: str, **shown: bool) -> Measure:
    """What was, and keeps no place from being taken out of use."""
    recount = f"SELECT id, path, place_id FROM errands_request WHERE {condition}"
    return Measure(key, name, "request", recount, ends_with_place=True, **shown)


REQUESTS = (
    _open("errands_open", _("代办没办完"), OPEN),
    _open("errands_late", _("代办过时没到"), f"{OPEN} AND late", rising_is_bad=True),
    _over("errands_done", _("代办办好"), "state = 'done'", rising_is_good=True),
    _over(
        "errands_done_soon",
        _("代办 4 小时内办好"),
        f"state = 'done' AND {WAITED} <= interval '4 hours'",
        on_wall=False,
    ),
    _over(
        "errands_done_day",
        _("代办 24 小时内办好"),
        f"state = 'done' AND {WAITED} > interval '4 hours' AND {WAITED} <= interval '24 hours'",
        on_wall=False,
    ),
    _over(
        "errands_done_slow",
        _("代办超过 24 小时才办好"),
        f"state = 'done' AND {WAITED} > interval '24 hours'",
        rising_is_bad=True,
        on_wall=False,
    ),
    _over(
        "errands_failed",
        _("代办没办成"),
        "state IN ('failed', 'refused')",
        rising_is_bad=True,
    ),
)
ROUNDS = (
    Measure(
        "errand_rounds",
        _("代办在跑的趟数"),
        "round",
        "SELECT id, path FROM errands_round WHERE state IN ('open', 'taken')",
    ),
    Measure(
        "errand_rounds_done",
        _("代办跑完的趟数"),
        "round",
        "SELECT id, path, place_id FROM errands_round WHERE state = 'done'",
        rising_is_good=True,
        ends_with_place=True,
    ),
)
MEASURES = (*REQUESTS, *ROUNDS)
OF_A_REQUEST = tuple(measure.key for measure in REQUESTS)
OF_A_ROUND = tuple(measure.key for measure in ROUNDS)
