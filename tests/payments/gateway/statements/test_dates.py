from datetime import date

import pytest

from payments.gateway.errors import RowRefused
from payments.gateway.statements.dates import DateStyle, date_reader, iso_date


@pytest.mark.parametrize(
    ("style", "text", "day"),
    [
        (DateStyle.DAY_FIRST, "03/11/2026", date(2026, 11, 3)),
        (DateStyle.MONTH_FIRST, "03/11/2026", date(2026, 3, 11)),
        (DateStyle.DAY_FIRST, "3 Nov 2026", date(2026, 11, 3)),
        (DateStyle.DAY_FIRST, "03/11/26", date(2026, 11, 3)),
        (DateStyle.ISO, "2026-11-03", date(2026, 11, 3)),
        (DateStyle.ISO, "2026-02-25 12:34:56 +0000", date(2026, 2, 25)),
        (DateStyle.ISO, "2026-06-30 23:30:00 +0000", date(2026, 7, 1)),
        (DateStyle.ISO, "2026-06-30T23:30:00Z", date(2026, 7, 1)),
    ],
)
def test_date_is_read_in_the_files_style(style: DateStyle, text: str, day: date) -> None:
    assert date_reader(style)(text) == day


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        ("30/02/2026", "style"),
        ("31/04/2026", "style"),
        ("13/13/2026", "style"),
        ("01/01/0026", "year"),
        ("soon", "style"),
    ],
)
def test_date_not_in_the_calendar_is_refused(text: str, code: str) -> None:
    with pytest.raises(RowRefused, match=f"statement_date_{code}"):
        date_reader(DateStyle.DAY_FIRST)(text)


def test_date_with_the_month_first_is_refused_in_a_day_first_file() -> None:
    with pytest.raises(RowRefused, match="statement_date_style"):
        date_reader(DateStyle.DAY_FIRST)("11/23/2026")


def test_iso_date_and_time_becomes_the_london_date() -> None:
    assert iso_date("2026-06-30T23:30:00+00:00") == date(2026, 7, 1)
    with pytest.raises(RowRefused, match="statement_date_not_a_day"):
        iso_date("2026-02-30")


@pytest.mark.parametrize("text", ["03.11.26", "03-11-26", "3 NOV 2026", "3-NOV-26"])
def test_day_first_date_in_each_way_of_writing_it_is_read(text: str) -> None:
    assert date_reader(DateStyle.DAY_FIRST)(text) == date(2026, 11, 3)
