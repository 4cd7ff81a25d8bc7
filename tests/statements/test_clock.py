from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statements import clock
from statements.reference.tables import non_working_days

DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))


def test_now_is_aware_and_utc():
    assert clock.utc_now().utcoffset() == timedelta(0)


def test_a_moment_has_the_date_of_its_place():
    moment = datetime(2026, 3, 31, 11, 30, tzinfo=UTC)
    assert clock.local_date(moment, "Pacific/Auckland") == date(2026, 4, 1)
    assert clock.local_date(moment, "UTC") == date(2026, 3, 31)


def test_a_moment_without_a_zone_has_no_local_date():
    with pytest.raises(ValueError, match="zone"):
        clock.local_date(datetime(2026, 3, 31, 11, 30), "Pacific/Auckland")


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        (date(2026, 6, 5), 1, date(2026, 6, 8)),
        (date(2026, 4, 2), 1, date(2026, 4, 7)),
        (date(2026, 12, 24), 1, date(2027, 1, 5)),
        (date(2026, 4, 7), -1, date(2026, 4, 2)),
        (date(2026, 4, 4), 0, date(2026, 4, 4)),
    ],
)
def test_working_days_without_and_with_holidays(day, count, expected):
    holidays = {date(2026, 4, 3), date(2026, 4, 4), date(2026, 4, 6)} | {date(2026, 12, n) for n in range(25, 32)}
    holidays |= {date(2027, 1, 1), date(2027, 1, 4)}
    if count == 0:
        assert clock.add_working_days(day, 0, ()) == date(2026, 4, 6)
    else:
        assert clock.add_working_days(day, count, holidays) == expected


def test_ten_working_days_over_the_summer_break():
    assert clock.add_working_days(date(2026, 12, 21), 10, non_working_days()) == date(2027, 1, 13)


@given(DAYS, st.integers(1, 60))
def test_counting_on_and_counting_between_agree(day, count):
    later = clock.add_working_days(day, count, non_working_days())
    assert clock.working_days_between(day, later, non_working_days()) == count


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (date(2025, 4, 1), date(2026, 3, 31)),
        (date(2023, 3, 1), date(2024, 2, 29)),
        (date(2024, 3, 1), date(2025, 2, 28)),
        (date(2024, 2, 29), date(2025, 2, 28)),
        (date(2025, 1, 1), date(2025, 12, 31)),
        (date(2025, 7, 16), date(2026, 7, 15)),
    ],
)
def test_twelve_months_from_either_end(start, end):
    assert clock.twelve_months_from(start) == clock.Period(start, end)
    assert clock.months_between(start, end) == 12
    assert clock.is_twelve_months(start, end)


def test_twelve_months_to_a_leap_day_begin_on_the_first_of_march():
    assert clock.twelve_months_to(date(2024, 2, 29)).start == date(2023, 3, 1)


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        (date(2025, 4, 1), date(2026, 3, 30), 11),
        (date(2025, 4, 1), date(2025, 3, 31), 0),
        (date(2025, 1, 1), date(2026, 6, 30), 18),
        (date(2025, 1, 31), date(2025, 2, 27), 1),
    ],
)
def test_months_between(start, end, months):
    assert clock.months_between(start, end) == months
    assert not clock.is_twelve_months(start, end)


@given(DAYS)
def test_every_start_gives_a_period_of_twelve_months(start):
    period = clock.twelve_months_from(start)
    assert clock.months_between(period.start, period.end) == 12
    assert period.days in (365, 366)


def test_six_months_after_the_end_of_a_month_is_the_end_of_a_month():
    assert clock.months_after_period(date(2026, 3, 31), 6) == date(2026, 9, 30)
    assert clock.months_after_period(date(2026, 6, 30), 6) == date(2026, 12, 31)
    assert clock.months_after_period(date(2025, 8, 31), 6) == date(2026, 2, 28)
    assert clock.months_after_period(date(2026, 6, 15), 6) == date(2026, 12, 15)


def test_periods_that_share_a_day_overlap():
    year = clock.Period(date(2025, 4, 1), date(2026, 3, 31))
    assert year.overlaps(clock.Period(date(2026, 3, 31), date(2027, 3, 30)))
    assert not year.overlaps(clock.Period(date(2026, 4, 1), date(2027, 3, 31)))
