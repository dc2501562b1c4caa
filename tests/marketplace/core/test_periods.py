"""Half-open periods and month arithmetic."""

from datetime import UTC, date, datetime

import pytest

from marketplace.core.dates import london_date
from marketplace.core.periods import Period, add_months


def test_period_holds_its_first_day_and_not_its_last() -> None:
    april = Period(date(2026, 4, 1), date(2026, 5, 1))
    assert date(2026, 4, 1) in april
    assert date(2026, 4, 30) in april
    assert date(2026, 5, 1) not in april
    assert date(2099, 1, 1) in Period(date(2026, 4, 1))


def test_period_when_it_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(ValueError, match="end after it starts"):
        Period(date(2026, 4, 1), date(2026, 4, 1))


def test_periods_that_touch_do_not_overlap() -> None:
    first, second = Period(date(2026, 1, 1), date(2026, 2, 1)), Period(date(2026, 2, 1))
    assert not first.overlaps(second)
    assert second.overlaps(Period(date(2027, 1, 1), date(2027, 2, 1)))
    assert not second.overlaps(first)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 30), 1, date(2024, 2, 29)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 11, 15), 14, date(2028, 1, 15)),
        (date(2026, 8, 31), 1, date(2026, 9, 30)),
    ],
)
def test_add_months_when_the_month_is_shorter_takes_its_last_day(
    day: date, months: int, expected: date
) -> None:
    assert add_months(day, months) == expected


def test_london_date_when_late_on_a_summer_evening_is_tomorrow() -> None:
    assert london_date(datetime(2026, 6, 1, 23, 30, tzinfo=UTC)) == date(2026, 6, 2)
    assert london_date(datetime(2026, 1, 1, 23, 30, tzinfo=UTC)) == date(2026, 1, 1)
