"""Counts of people are told rounded and late, so that nobody is found by a number."""

from datetime import date

import pytest

from marketplace.core.disclosure import published_until, suppressed


@pytest.mark.parametrize(
    ("number", "told"),
    [(0, None), (4, None), (5, 5), (7, 5), (8, 10), (12, 10), (13, 15), (100, 100)],
)
def test_count_when_told_is_to_the_nearest_five_and_never_below(
    number: int, told: int | None
) -> None:
    assert suppressed(number) == told


def test_counts_when_told_end_with_the_last_month() -> None:
    assert published_until(date(2026, 11, 30)) == date(2026, 11, 1)
    assert published_until(date(2026, 12, 1)) == date(2026, 12, 1)
