"""What statements of one account cover, and what is missing between two of them."""

from datetime import date

import pytest

from payments.cards.rules import Gap, Span, balances_of, follows, gaps_between
from payments.gateway.contract import StatementFile, StatementLine

MAY, JUNE = date(2026, 5, 31), date(2026, 6, 30)


def span(number: int, first: int, last: int, opening: int, closing: int) -> Span:
    return Span(number, date(2026, 6, first), date(2026, 6, last), opening, closing)


def test_statement_that_goes_on_where_the_last_one_ended_has_no_gap() -> None:
    assert gaps_between([span(2, 11, 20, 70, 50), span(1, 1, 10, 100, 70)], {}) == []


def test_gap_names_its_days_and_its_sum_and_closes_with_the_missing_lines() -> None:
    spans = [span(1, 1, 10, 100, 70), span(2, 20, 30, 40, 10)]
    gap = Gap(1, 2, date(2026, 6, 10), date(2026, 6, 20), -30)
    assert gaps_between(spans, {}) == [gap]
    assert gaps_between(spans, {date(2026, 6, 15): -30, date(2026, 6, 5): -99}) == []


def test_statement_inside_another_says_nothing_of_what_follows_it() -> None:
    spans = [span(1, 1, 20, 100, 70), span(2, 5, 8, 90, 85), span(3, 21, 30, 70, 0)]
    assert gaps_between(spans, {}) == []


@pytest.mark.parametrize(("opening", "fits"), [(70, True), (71, False)])
def test_statement_follows_its_neighbour_or_does_not(opening: int, fits: bool) -> None:
    assert follows(span(0, 11, 20, opening, 50), [span(1, 1, 10, 100, 70)], {}) is fits


def test_statement_without_a_neighbour_of_other_days_is_not_judged() -> None:
    assert follows(span(0, 11, 20, 70, 50), [], {}) is None
    assert follows(span(0, 11, 20, 70, 50), [span(1, 15, 25, 9, 9)], {}) is None


def line(day: int, pence: int, balance: int | None) -> StatementLine:
    return StatementLine(day, date(2026, 6, day), pence, "GBP", balance_minor=balance)


def test_balances_are_those_stated_else_those_of_the_rows_whatever_their_order() -> None:
    rows = (line(2, -5, 95), line(3, -1, 94))
    assert balances_of(StatementFile("csv", rows)) == (100, 94)
    assert balances_of(StatementFile("csv", rows[::-1], newest_first=True)) == (100, 94)
    assert balances_of(StatementFile("x", rows, opening_minor=7, closing_minor=8)) == (7, 8)
    assert balances_of(StatementFile("csv", (line(2, -5, None),))) == (None, None)
