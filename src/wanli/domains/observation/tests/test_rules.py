"""Terms, readings and releases, without a database."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wanli.domains.observation.rules import readings, slots, terms
from wanli.domains.observation.rules.readings import Doubtful, Reading
from wanli.domains.observation.rules.release import Facts, lacks


def test_the_day_of_the_contact_does_not_count() -> None:
    end = terms.last_day(date(2020, 2, 1), 14)
    assert end == date(2020, 2, 15)
    assert terms.number_of_day(date(2020, 2, 1), end) == 14


def test_a_term_over_the_end_of_a_leap_february() -> None:
    assert terms.last_day(date(2020, 2, 20), 14) == date(2020, 3, 5)
    assert terms.last_day(date(2021, 2, 20), 14) == date(2021, 3, 6)


@pytest.mark.parametrize(
    ("day", "where"), [(1, None), (2, "site"), (8, "site"), (9, "home"), (11, "home"), (12, None)]
)
def test_seven_days_at_a_site_then_three_at_home(day: int, where: str | None) -> None:
    stages = (terms.Stage("site", 7), terms.Stage("home", 3))
    stage = terms.stage_on(stages, date(2020, 3, 1), date(2020, 3, day))
    assert (stage.where if stage else None) == where


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("36.5", "36.5"),
        (" 36,5 ", "36.5"),
        ("３６．７", "36.7"),
        ("37℃", "37.0"),
        ("36.55度", "36.6"),
    ],
)
def test_a_temperature_is_read_as_people_type_it(typed: str, read: str) -> None:
    assert readings.celsius(typed) == Decimal(read)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("73.6", "37.6"), ("3.65", "36.5"), ("365", "36.5"), ("98.6", "37.0"), ("63.6", "36.6")],
)
def test_a_slip_is_asked_about_with_what_it_may_have_been(typed: str, meant: str) -> None:
    with pytest.raises(Doubtful) as doubt:
        readings.celsius(typed)
    assert doubt.value.meant == Decimal(meant)


@pytest.mark.parametrize("typed", ["正常", "36.5.1", "-3", "1e9", "36..5", "0", "nan", "99999"])
def test_what_is_no_temperature_is_not_guessed(typed: str) -> None:
    with pytest.raises(Doubtful) as doubt:
        readings.celsius(typed)
    assert doubt.value.meant is None


def test_nothing_typed_is_nothing_measured() -> None:
    assert readings.celsius("  ") is None


@given(st.text(max_size=12))
def test_whatever_is_typed_is_read_in_range_or_doubted(typed: str) -> None:
    try:
        read = readings.celsius(typed)
    except Doubtful as doubt:
        read = doubt.meant
    assert read is None or readings.LOWEST <= read <= readings.HIGHEST


@given(
    st.decimals(min_value=34, max_value=43, places=1),
    st.lists(st.sampled_from(["cough", "breath"])),
    st.text(max_size=20),
)
def test_a_reading_survives_its_sealing(celsius: Decimal, symptoms: list[str], note: str) -> None:
    reading = Reading(celsius, tuple(symptoms), "worried", "", note)
    assert Reading.from_data(reading.as_data()) == reading


@pytest.mark.parametrize(
    ("celsius", "symptoms", "alarm"),
    [
        ("37.2", (), ""),
        ("37.3", (), "fever"),
        ("36.5", ("cough",), ""),
        ("36.5", ("cough", "breath"), "symptom"),
        (None, ("breath",), "symptom"),
        ("38.0", ("breath",), "fever"),
    ],
)
def test_the_alarm_is_raised_at_the_threshold(
    celsius: str | None, symptoms: tuple[str, ...], alarm: str
) -> None:
    reading = Reading(Decimal(celsius) if celsius else None, symptoms)
    assert readings.alarm(reading, fever=Decimal("37.3"), red_flags={"breath"}) == alarm


def test_uneasy_twice_is_too_often() -> None:
    assert readings.uneasy(["calm", "low", "", "worried"])
    assert not readings.uneasy(["calm", "low", ""])


def test_what_is_past_already_is_not_owed_on_the_first_day() -> None:
    plan = [slots.Slot("morning", time(10)), slots.Slot("evening", time(18))]
    day = date(2020, 2, 14)
    owed = slots.still_owed(plan, day, UTC, datetime(2020, 2, 14, 12, tzinfo=UTC))
    assert [key for key, _due in owed] == ["evening"]


FACTS = Facts(date(2020, 2, 15), False, (date(2020, 2, 15),), 0, None, True)


def test_nobody_is_released_before_the_last_day_has_ended() -> None:
    assert lacks(FACTS, date(2020, 2, 15)) == ["term"]
    assert lacks(FACTS, date(2020, 2, 16)) == []


def test_what_is_missing_is_named() -> None:
    facts = replace(FACTS, told=(), missed=2, agreed=False, suspended=True)
    assert lacks(facts, date(2020, 2, 16)) == ["suspended", "last_check", "missed", "agreement"]


def test_a_recent_fever_stands_in_the_way() -> None:
    assert lacks(replace(FACTS, alarm_on=date(2020, 2, 13)), date(2020, 2, 16)) == ["alarm"]
    assert lacks(replace(FACTS, alarm_on=date(2020, 2, 12)), date(2020, 2, 16)) == []
