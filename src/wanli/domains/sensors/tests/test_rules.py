"""Two clocks, what explains an opening, and what a device may send."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wanli.domains.sensors.rules.clocks import clock_off, when
from wanli.domains.sensors.rules.explaining import Opened, Window, explained, together
from wanli.domains.sensors.rules.messages import MOST_EVENTS, Unreadable, read

NOON = datetime(2020, 2, 14, 4, tzinfo=UTC)
HOME = ZoneInfo("Asia/Shanghai")
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.mark.parametrize(
    ("told", "sent", "at", "sure"),
    [
        (None, None, NOON, True),
        (NOON, None, NOON, True),
        (NOON - 5 * MINUTE, None, NOON - 5 * MINUTE, True),
        # A slow clock, or a late message: without the time of sending nobody knows.
        (NOON - HOUR, None, NOON - HOUR, False),
        (NOON + HOUR, None, NOON, False),
        # With it, a wrong clock is set right, by an hour or by a day.
        (NOON - HOUR, NOON - HOUR, NOON, True),
        (NOON - DAY - 2 * HOUR, NOON - DAY, NOON - 2 * HOUR, True),
        (NOON + DAY - HOUR, NOON + DAY, NOON - HOUR, True),
        (NOON - 3 * HOUR, NOON, NOON - 3 * HOUR, True),
        # Later than it was sent: that cannot be.
        (NOON + HOUR, NOON, NOON, False),
    ],
)
def test_when_it_was(
    told: datetime | None, sent: datetime | None, at: datetime, sure: bool
) -> None:
    found = when(told, sent, NOON)
    assert (found.at, found.sure) == (at, sure)


def test_a_clock_that_is_off_by_seconds_is_right() -> None:
    assert clock_off(NOON - MINUTE, NOON) == timedelta()
    assert clock_off(NOON - HOUR, NOON) == HOUR
    assert clock_off(NOON + HOUR, NOON) == -HOUR


SECONDS = st.integers(0, 7_258_118_400)
"""Since 1970, until 2200: what ``messages`` lets through."""
MOMENTS = st.none() | SECONDS.map(lambda n: datetime.fromtimestamp(n, UTC))


@given(told=MOMENTS, sent=MOMENTS)
def test_nothing_was_after_it_was_heard(told: datetime | None, sent: datetime | None) -> None:
    assert when(told, sent, NOON).at <= NOON


def test_what_explains_an_opening() -> None:
    errand = Window("errand", NOON - 15 * MINUTE, NOON + 15 * MINUTE)
    note = Window("note", NOON - HOUR, NOON + HOUR, said_by=NOON + 10 * MINUTE)
    wait = 20 * MINUTE
    assert explained(Opened(NOON, NOON), [note, errand], wait) == "errand"
    assert explained(Opened(NOON + 30 * MINUTE, NOON), [errand], wait) == ""
    assert explained(Opened(NOON, NOON), [note], wait) == "note"


def test_what_the_home_says_long_afterwards_is_an_answer_and_no_explanation() -> None:
    late = Window("note", NOON - HOUR, NOON + HOUR, said_by=NOON + 30 * MINUTE)
    assert explained(Opened(NOON, NOON), [late], 20 * MINUTE) == ""
    # Unless the opening itself was known late.
    assert explained(Opened(NOON, NOON + 15 * MINUTE), [late], 20 * MINUTE) == "note"


def test_openings_near_to_each_other_are_one_occasion() -> None:
    at = [NOON, NOON + 10 * MINUTE, NOON + 20 * MINUTE, NOON + HOUR]
    assert together(at[::-1], 15 * MINUTE) == [at[:3], at[3:]]


def test_a_message_in_each_of_its_forms() -> None:
    many = read(
        json.dumps(
            {
                "sent_at": 1581652800,
                "events": [
                    {"id": 7, "kind": "open", "at": "2020-02-14T12:00:00+08:00"},
                    {"kind": "close", "at": "2020-02-14T12:00:40"},
                ],
            }
        ).encode(),
        HOME,
    )
    assert many.sent_at == NOON
    assert [one.key for _n, one in many.events] == [
        "id:7", "at:2020-02-14T04:00:40+00:00|close",
    ]  # fmt: skip
    assert [one.at for _n, one in many.events] == [NOON, NOON + timedelta(seconds=40)]
    assert len(read(b'{"kind": "open", "id": "a"}', HOME).events) == 1
    assert read(b'{"events": []}', HOME).events == []


@pytest.mark.parametrize(
    "event",
    [
        {}, None, [], "open", {"kind": "ajar", "id": 1}, {"kind": "open"},
        {"kind": "open", "at": "yesterday"}, {"kind": "open", "at": [1]},
        {"kind": "open", "at": 10**30}, {"kind": "open", "at": True},
        {"kind": "open", "at": -1e300}, {"kind": "open", "id": {}},
        {"kind": "open", "id": "x" * 65}, {"kind": "open", "id": "a\x00"},
        {"kind": "open", "id": 10**40}, {"kind": "open", "at": "0001-01-01T00:00:00+14:00"},
    ],
)  # fmt: skip
def test_one_wrong_event_is_said_and_the_others_are_taken(event: Any) -> None:
    body = json.dumps({"events": [{"id": "good", "kind": "open"}, event]}).encode()
    found = read(body, HOME)
    assert [one.key for _n, one in found.events] == ["id:good"]
    assert [one.index for one in found.faults] == [1]


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"[]", b'"open"', b"\xff\xfe", b'{"events": 7}', b"[" * 50_000,
        b'{"events": [], "sent_at": "soon"}', b'{"events": [], "sent_at": 1e400}',
        b'{"x": "' + b"a" * 70_000 + b'"}', b'{"n": ' + b"9" * 6000 + b"}",
        json.dumps({"events": [{"id": 1, "kind": "open"}] * (MOST_EVENTS + 1)}).encode(),
    ],
)  # fmt: skip
def test_what_is_no_message_is_refused_as_a_whole(body: bytes) -> None:
    with pytest.raises(Unreadable):
        read(body, HOME)


@given(st.binary(max_size=200))
def test_no_bytes_make_reading_fail_otherwise(body: bytes) -> None:
    try:
        read(body, HOME)
    except Unreadable:
        return
