"""What the ledger keeps on observation."""

from __future__ import annotations

from typing import cast

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from wanli.domains.ledger.registry import Measure
from wanli.domains.observation.models import Reason

STANDING = "state IN ('open', 'suspended')"


def _cases(key: str, name: Promise, condition: str, **shown: bool) -> Measure:
    recount = f"SELECT id, path FROM observation_case WHERE {condition}"
    return Measure(key, name, "observation", recount, **shown)


def _checks(key: str, name: Promise, condition: str, **shown: bool) -> Measure:
    recount = f"SELECT id, path FROM observation_check WHERE {condition}"
    return Measure(key, name, "check", recount, **shown)


def _past_checks(key: str, name: Promise, condition: str, **shown: bool) -> Measure:
    """What was, and keeps no place from being taken out of use."""
    recount = (
        "SELECT c.id, c.path, k.place_id FROM observation_check c"
        f" JOIN observation_case k ON k.id = c.case_id WHERE {condition}"
    )
    return Measure(key, name, "check", recount, ends_with_place=True, **shown)


CASES = (
    _cases("observed", _("居家观察"), STANDING, rising_is_bad=True),
    *(
        _cases(
            f"observed_{reason.value}",
            cast(Promise, format_lazy("{} · {}", _("居家观察"), reason.label)),
            f"{STANDING} AND reason = '{reason.value}'",
            rising_is_bad=True,
            on_wall=False,
        )
        for reason in Reason
    ),
    Measure(
        "observed_released",
        _("解除观察"),
        "observation",
        "SELECT id, path, place_id FROM observation_case WHERE state = 'released'",
        rising_is_good=True,
        ends_with_place=True,
    ),
)
CHECKS = (
    _checks("checks_due", _("体温待报"), "state = 'due' AND rung = 0"),
    _checks("checks_late", _("体温过时未报"), "state = 'due' AND rung > 0", rising_is_bad=True),
    _past_checks(
        "checks_done", _("体温已报"), "c.state = 'done' AND c.slot <> ''", rising_is_good=True
    ),
    _past_checks("checks_missed", _("体温漏报"), "c.state = 'missed'", rising_is_bad=True),
    _past_checks("alarms", _("发热和症状报警"), "c.alarm <> ''", rising_is_bad=True),
)
EPISODES = (
    Measure(
        "fevers",
        _("发热和症状处理中"),
        "episode",
        "SELECT id, path FROM observation_episode WHERE closed_at IS NULL",
        rising_is_bad=True,
    ),
)


def _care(table: str, key: str, name: Promise, state: str, **shown: bool) -> Measure:
    """Calls and leaves as numbers: neither whose they are nor what was said."""
    recount = f"SELECT id, path FROM observation_{table} WHERE state = '{state}'"
    return Measure(key, name, table, recount, **shown)


def _past_care(table: str, key: str, name: Promise, state: str) -> Measure:
    """What was, and keeps no place from being taken out of use."""
    recount = (
        f"SELECT c.id, c.path, k.place_id FROM observation_{table} c"
        f" JOIN observation_case k ON k.id = c.case_id WHERE c.state = '{state}'"
    )
    return Measure(key, name, table, recount, ends_with_place=True, rising_is_good=True)


TALKS = (
    _care("talk", "talks_wanted", _("心理疏导等着谈"), "wanted"),
    _past_care("talk", "talks_made", _("心理疏导谈过"), "done"),
)
LEAVES = (
    _care("leave", "leaves_asked", _("请假外出等批准"), "asked", on_wall=False),
    _care("leave", "leaves_out", _("请假在外面"), "out"),
    _past_care("leave", "leaves_back", _("请假已回来"), "back"),
)
MEASURES = (*CASES, *CHECKS, *EPISODES, *TALKS, *LEAVES)
OF_A_TALK = tuple(measure.key for measure in TALKS)
OF_A_LEAVE = tuple(measure.key for measure in LEAVES)
OF_AN_EPISODE = tuple(measure.key for measure in EPISODES)
OF_A_CASE = tuple(measure.key for measure in CASES)
OF_A_CHECK = tuple(measure.key for measure in CHECKS)
