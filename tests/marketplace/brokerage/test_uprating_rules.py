"""What an uprating makes of what one person has: rounding, who is raised, what stays, how it is kept."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.brokerage.rules import (
    MOST_RATE,
    Commitment,
    Deployment,
    Frequency,
    Held,
    HeldLine,
    HeldPart,
    HeldRow,
    ItemKind,
    NewPrice,
    PayerKind,
    PriceSource,
    UpratingNote,
    UpratingRequest,
    as_json,
    change_of,
    cut_at_prices,
    from_json,
    totals_of,
    undo_problems,
    uprated,
    uprating_problems,
)

TODAY, APRIL = date(2027, 2, 1), date(2027, 4, 5)
COUNCIL = frozenset({PayerKind.COUNCIL})
ASKED = UpratingRequest(APRIL, 250, COUNCIL, 0, PriceSource.RATE, 300)
ROW = HeldRow(
    1,
    date(2026, 4, 6),
    None,
    (
        HeldPart(11, PayerKind.COUNCIL, 20_530, 9_900),
        HeldPart(12, PayerKind.PERSON, 4_120),
        HeldPart(13, PayerKind.THIRD_PARTY, 1_000),
    ),
)
LINE = HeldLine(7, ItemKind.LISTING, 1_920, 1_920, Decimal(5), Frequency.WEEK, 2_000)


def codes(**facts: Any) -> list[str]:
    return [one.code for one in uprating_problems(replace(ASKED, **facts), TODAY)]


@pytest.mark.parametrize(
    ("pence", "rate", "after"),
    [
        (20_530, 250, 21_043),  # 21,043.25
        (100, 50, 101),  # 100.5: half a penny rounds up
        (99, 50, 99),  # 99.495
        (1, 250, 1),
        (0, 250, 0),
        (4_000, 1, 4_000),  # 4,000.4
        (4_999, 1, 4_999),
        (5_000, 1, 5_001),  # 5,000.5
        (20_530, 0, 20_530),
        (20_530, MOST_RATE, 41_060),
    ],
)
def test_amount_when_raised_is_rounded_once_to_the_penny(pence: int, rate: int, after: int) -> None:
    assert uprated(pence, rate) == after


@given(st.integers(0, 10**9), st.integers(0, MOST_RATE))
def test_amount_when_raised_is_within_half_a_penny_and_never_less(pence: int, rate: int) -> None:
    after = uprated(pence, rate)
    assert after >= pence
    assert abs(after - Fraction(pence * (10_000 + rate), 10_000)) <= Fraction(1, 2)


def test_question_when_whole_is_taken() -> None:
    assert codes() == []
    assert codes(from_date=TODAY) == []
    assert codes(price_source=PriceSource.LISTING, price_rate=0) == []


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"from_date": TODAY - timedelta(1)}, "uprating_day_past"),
        ({"from_date": TODAY + timedelta(401)}, "uprating_day_far"),
        ({"rate": MOST_RATE + 1}, "uprating_rate_out_of_range"),
        ({"contribution_rate": -1}, "uprating_rate_out_of_range"),
        ({"payers": frozenset()}, "uprating_payers_missing"),
        ({"rate": 0}, "uprating_rate_missing"),
        ({"price_rate": 0}, "uprating_price_rate_missing"),
        ({"price_source": PriceSource.KEEP}, "uprating_price_source_missing"),
        (
            {
                "rate": 0,
                "payers": frozenset(),
                "price_source": PriceSource.KEEP,
                "price_rate": 0,
            },
            "uprating_of_nothing",
        ),
    ],
)
def test_question_when_something_is_missing_or_out_of_range_is_refused(
    facts: dict[str, Any], code: str
) -> None:
    assert codes(**facts) == [code]


def test_undoing_is_refused_from_the_day_on() -> None:
    assert undo_problems(APRIL, APRIL - timedelta(1)) == []
    assert [one.code for one in undo_problems(APRIL, APRIL)] == ["uprating_day_has_come"]


def test_row_when_raised_follows_the_one_in_force_and_lasts_as_long() -> None:
    until = date(2027, 9, 1)
    (new,) = change_of(ASKED, Held(budgets=(replace(ROW, until=until),))).budgets
    assert (new.key, new.until) == (1, until)
    assert [(p.fund_id, p.before_pence, p.after_pence, p.one_off_pence) for p in new.parts] == [
        (11, 20_530, 21_043, 0),
        (12, 4_120, 4_120, 0),
        (13, 1_000, 1_000, 0),
    ]


def test_row_when_it_begins_on_the_day_keeps_its_one_off_money() -> None:
    (new,) = change_of(ASKED, Held(terms=(replace(ROW, first=APRIL),))).terms
    assert new.parts[0].one_off_pence == 9_900


@pytest.mark.parametrize(
    ("first", "until"),
    [(APRIL + timedelta(1), None), (date(2026, 4, 6), APRIL)],
)
def test_row_when_it_does_not_hold_on_the_day_is_left(first: date, until: date | None) -> None:
    row = replace(ROW, first=first, until=until)
    assert change_of(ASKED, Held(budgets=(row,), terms=(row,))).is_nothing


def test_row_when_nothing_of_it_is_raised_is_left() -> None:
    own = replace(
        ROW, parts=(HeldPart(12, PayerKind.PERSON, 4_120), HeldPart(11, PayerKind.COUNCIL, 1))
    )
    assert change_of(ASKED, Held(budgets=(own,))).is_nothing


@pytest.mark.parametrize(
    ("line", "asked", "after"),
    [
        (LINE, ASKED, 1_978),
        (LINE, replace(ASKED, price_source=PriceSource.LISTING), 2_000),
        (replace(LINE, kind=ItemKind.OFF_MARKET), replace(ASKED, price_source=PriceSource.LISTING), 1_978),
        (replace(LINE, listing_price_pence=None), replace(ASKED, price_source=PriceSource.LISTING), None),
        (replace(LINE, listing_price_pence=1_920), replace(ASKED, price_source=PriceSource.LISTING), None),
        (replace(LINE, kind=ItemKind.NATURAL, price_pence=0), ASKED, None),
        (replace(LINE, frequency=Frequency.ONCE), ASKED, None),
        (LINE, replace(ASKED, price_source=PriceSource.KEEP, price_rate=0), None),
    ],
)  # fmt: skip
def test_price_of_a_line(line: HeldLine, asked: UpratingRequest, after: int | None) -> None:
    prices = change_of(asked, Held(lines=(line,))).prices
    assert [price.after_pence for price in prices] == ([] if after is None else [after])


def test_notes_say_what_stays_and_why() -> None:
    later = replace(ROW, key=2, first=date(2027, 6, 1))
    held = Held(
        (ROW, later), (later,), (replace(LINE, listing_price_pence=None),), date(2027, 7, 1)
    )
    asked = replace(ASKED, price_source=PriceSource.LISTING)
    assert [(note.kind, note.line_id, note.day) for note in change_of(asked, held).notes] == [
        (UpratingNote.BUDGET_LATER, None, date(2027, 6, 1)),
        (UpratingNote.TERMS_LATER, None, date(2027, 6, 1)),
        (UpratingNote.LISTING_PRICE_UNKNOWN, 7, None),
        (UpratingNote.PLAN_LATER, None, date(2027, 7, 1)),
    ]


def test_totals_count_what_holds_on_the_day_and_leave_top_ups_out_of_the_budget() -> None:
    later = replace(ROW, key=2, first=date(2027, 6, 1))
    held = Held((ROW, later), (ROW,), (LINE, replace(LINE, line_id=8, kind=ItemKind.NATURAL)))
    totals = totals_of(APRIL, held, change_of(ASKED, held))
    assert (totals.budget_before_pence, totals.budget_after_pence) == (24_650, 25_163)
    assert (totals.paid_before_pence, totals.paid_after_pence) == (25_650, 26_163)
    assert (totals.planned_before_pence, totals.planned_after_pence) == (19_200, 19_490)


# Any person

days = st.dates(date(2026, 1, 1), date(2028, 12, 31))
parts = st.lists(
    st.builds(
        HeldPart,
        st.integers(1, 9),
        st.sampled_from(PayerKind),
        st.integers(0, 100_000),
        st.integers(0, 1_000),
    ),
    max_size=4,
    unique_by=lambda part: part.fund_id,
).map(tuple)
rows = st.lists(
    st.builds(HeldRow, st.integers(1, 99), days, st.none() | days, parts), max_size=4
).map(tuple)
lines = st.lists(
    st.builds(
        HeldLine,
        st.integers(1, 99),
        st.sampled_from(ItemKind),
        st.integers(0, 10_000),
        st.integers(0, 10_000),
        st.integers(1, 30).map(Decimal),
        st.sampled_from(Frequency),
        st.none() | st.integers(0, 10_000),
    ),
    max_size=4,
    unique_by=lambda line: line.line_id,
).map(tuple)
anybody = st.builds(Held, rows, rows, lines, st.none() | days)
anything = st.builds(
    UpratingRequest,
    days,
    st.integers(0, MOST_RATE),
    st.frozensets(st.sampled_from(PayerKind)),
    st.integers(0, MOST_RATE),
    st.sampled_from(PriceSource),
    st.integers(0, MOST_RATE),
)


@given(anything, anybody)
def test_change_when_kept_and_read_again_is_the_same(asked: UpratingRequest, held: Held) -> None:
    change = change_of(asked, held)
    assert from_json(as_json(change)) == change
    assert as_json(change_of(asked, held)) == as_json(change)


@given(anything, anybody)
def test_change_raises_what_holds_on_the_day_and_nothing_else(
    asked: UpratingRequest, held: Held
) -> None:
    change = change_of(asked, held)
    holding = {row.key for row in (*held.budgets, *held.terms) if row.holds_on(asked.from_date)}
    assert {new.key for new in (*change.budgets, *change.terms)} <= holding
    for new in (*change.budgets, *change.terms):
        assert all(part.after_pence >= part.before_pence for part in new.parts)
        assert any(part.after_pence > part.before_pence for part in new.parts)
    free = {line.line_id for line in held.lines if line.kind is ItemKind.NATURAL}
    assert not free & {price.line_id for price in change.prices}


@given(anything, anybody)
def test_contributions_when_they_have_no_rate_stay(asked: UpratingRequest, held: Held) -> None:
    asked = replace(asked, contribution_rate=0)
    own = {
        (row.key, part.fund_id)
        for row in (*held.budgets, *held.terms)
        for part in row.parts
        if part.payer is PayerKind.PERSON
    }
    others = {
        (row.key, part.fund_id)
        for row in (*held.budgets, *held.terms)
        for part in row.parts
        if part.payer is not PayerKind.PERSON
    }
    change = change_of(asked, held)
    for new in (*change.budgets, *change.terms):
        for part in new.parts:
            key = (new.key, part.fund_id)
            if key in own - others:
                assert part.before_pence == part.after_pence


# Prices of signed plans


def commitment(price_pence: int) -> Commitment:
    return Commitment(
        person_id=1,
        plan_id=1,
        item_id=1,
        line_id=7,
        title="Morning visits",
        provider_name="Lantern Lane",
        kind=ItemKind.LISTING,
        deployment=Deployment.DIRECT_PAYMENT,
        agreement_id=None,
        listing_id=None,
        price_pence=price_pence,
        unit="visit",
        quantity=Decimal(5),
        frequency=Frequency.WEEK,
        times=(),
        anchor=date(2026, 9, 7),
        first=date(2026, 9, 7),
        until=None,
    )


def test_price_change_is_of_the_price_that_was_signed_then() -> None:
    change = NewPrice(7, APRIL, 1_920, 1_978)
    signed, newer = commitment(1_920), commitment(2_100)
    assert [one.price_pence for one in cut_at_prices(signed, [change])] == [1_920, 1_978]
    assert [one.price_pence for one in cut_at_prices(newer, [change])] == [2_100]


def test_price_change_of_a_line_that_began_later_holds_from_its_first_day() -> None:
    later = replace(commitment(1_920), first=date(2027, 6, 1))
    (only,) = cut_at_prices(later, [NewPrice(7, APRIL, 1_920, 1_978)])
    assert (only.first, only.price_pence) == (date(2027, 6, 1), 1_978)
