"""What is decided about a listing from values in hand."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.listings.rules import (
    LISTING_TRANSITIONS,
    DatedPrice,
    DayBand,
    DayPart,
    ListingState,
    PriceLine,
    PriceUnit,
    price_for,
)
from marketplace.listings.rules.prices import change_prices, headline, price_problems
from marketplace.listings.rules.states import Filled, Part, may_become, missing_parts
from marketplace.listings.rules.text import plain_text, shortened
from marketplace.listings.rules.times import free_words, parts_between

HOUR, WEEKDAY, WEEKEND = PriceUnit.HOUR, DayBand.WEEKDAY, DayBand.WEEKEND
TODAY = date(2026, 9, 21)


def test_every_state_has_a_row_in_the_transition_table() -> None:
    assert set(LISTING_TRANSITIONS) == set(ListingState)


def test_a_draft_never_becomes_published_without_a_check() -> None:
    before = {s for s in ListingState if may_become(s, ListingState.PUBLISHED)}
    assert before == {ListingState.IN_REVIEW}


@pytest.mark.parametrize(
    ("band", "expected"),
    [(DayBand.WEEKDAY, 2500), (DayBand.WEEKEND, 2900), (DayBand.BANK_HOLIDAY, 2500)],
)
def test_price_for_a_band_without_its_own_is_the_weekday_price(
    band: DayBand, expected: int
) -> None:
    lines = [PriceLine(HOUR, WEEKDAY, 2500), PriceLine(HOUR, WEEKEND, 2900)]
    assert price_for(lines, HOUR, band) == expected


def test_price_for_a_unit_without_price_is_none() -> None:
    assert price_for([PriceLine(HOUR, WEEKDAY, 2500)], PriceUnit.NIGHT, WEEKDAY) is None


def test_headline_prefers_the_weekday_hour() -> None:
    lines = [
        PriceLine(PriceUnit.MILE, WEEKDAY, 45),
        PriceLine(HOUR, WEEKEND, 2900),
        PriceLine(HOUR, WEEKDAY, 2500),
    ]
    assert headline(lines) == PriceLine(HOUR, WEEKDAY, 2500)
    assert headline([]) is None


def held(pence: int, start: date, until: date | None = None, key: int = 1) -> DatedPrice:
    return DatedPrice(key, PriceLine(HOUR, WEEKDAY, pence), start, until)


def test_a_new_price_ends_the_old_one_and_opens_another() -> None:
    new = PriceLine(HOUR, WEEKDAY, 2600)
    change = change_prices([held(2500, date(2026, 4, 1))], [new], from_date=TODAY, was_public=True)
    assert change.closed == {1: TODAY}
    assert change.opened == [(new, TODAY)]
    assert not change.dropped


def test_the_same_prices_again_change_nothing() -> None:
    prices = [held(2500, date(2026, 4, 1))]
    wanted = [PriceLine(HOUR, WEEKDAY, 2500)]
    assert change_prices(prices, wanted, from_date=TODAY, was_public=True).is_empty


def test_a_price_still_to_come_is_dropped_for_another_plan() -> None:
    prices = [
        held(2500, date(2026, 4, 1), date(2026, 10, 1)),
        held(2700, date(2026, 10, 1), key=2),
    ]
    wanted = [PriceLine(HOUR, WEEKDAY, 2500)]
    change = change_prices(prices, wanted, from_date=TODAY, was_public=True)
    assert change.dropped == [2]
    assert change.opened == [(wanted[0], date(2026, 10, 1))]


def test_a_price_left_out_ends() -> None:
    change = change_prices([held(2500, date(2026, 4, 1))], [], from_date=TODAY, was_public=True)
    assert change.closed == {1: TODAY}
    assert not change.opened


def test_a_public_price_that_began_today_cannot_be_replaced_today() -> None:
    problems = price_problems(
        [held(2500, TODAY)],
        [PriceLine(HOUR, WEEKDAY, 2600)],
        from_date=TODAY,
        today=TODAY,
        was_public=True,
    )
    assert problems == [
        "The price for one hour, weekday began on 21 September 2026. "
        "Choose a later first day for the new one."
    ]


def test_a_public_listing_never_gets_a_price_for_the_past() -> None:
    problems = price_problems([], [], from_date=date(2026, 9, 20), today=TODAY, was_public=True)
    assert problems == ["New prices can start today or later: past days keep the price they had."]


days = st.dates(date(2026, 9, 21), date(2026, 12, 31))
amounts = st.one_of(st.none(), st.integers(0, 5000))


@given(st.lists(st.tuples(days, amounts), max_size=6))
def test_after_any_changes_each_day_has_one_price_at_most(
    steps: list[tuple[date, int | None]],
) -> None:
    rows: list[DatedPrice] = []
    for number, (day, pence) in enumerate(steps):
        if any(row.from_date == day == TODAY for row in rows):
            continue
        wanted = [PriceLine(HOUR, WEEKDAY, pence)] if pence is not None else []
        change = change_prices(rows, wanted, from_date=day, was_public=True)
        rows = [
            DatedPrice(r.id, r.line, r.from_date, change.closed.get(r.id, r.until_date))
            for r in rows
            if r.id not in change.dropped
        ] + [
            DatedPrice(number * 10 + i, line, start)
            for i, (line, start) in enumerate(change.opened)
        ]
        on_the_day = [r.line.amount_pence for r in rows if day in r.period]
        assert on_the_day == ([] if pence is None else [pence])
        assert sum(1 for r in rows if r.until_date is None) == (pence is not None)
    for first in rows:
        assert not any(first.period.overlaps(r.period) for r in rows if r.id != first.id)


def complete() -> dict[Part, int]:
    return dict.fromkeys([Part.WORDS, Part.CATEGORY, Part.AREA, Part.FUNDING, Part.PRICES], 1)


ALL = frozenset({"category", "area", "funding"})


def test_a_home_care_listing_without_times_is_not_complete() -> None:
    missing = missing_parts(Filled("home_care", complete(), ALL))
    assert missing == {Part.TIMES: "Say on which days and at what times you are free."}


def test_a_shop_needs_no_times() -> None:
    assert not missing_parts(Filled("equipment_retailer", complete(), ALL))


def test_what_the_council_keeps_no_list_of_is_not_asked() -> None:
    missing = missing_parts(Filled("equipment_retailer", {}, frozenset()))
    assert set(missing) == {Part.WORDS, Part.PRICES}


@pytest.mark.parametrize(
    ("free", "unit", "slots", "words"),
    [
        (9, PriceUnit.HOUR, {(5, DayPart.EVENING)}, "9 hours a week free, weekend evenings"),
        (1, PriceUnit.HOUR, set(), "1 hour a week free"),
        (0, PriceUnit.HOUR, {(1, DayPart.EVENING)}, "Full at the moment"),
        (2, PriceUnit.WEEK, set(), "2 places free"),
        (
            None,
            None,
            {(0, DayPart.MORNING), (6, DayPart.NIGHT)},
            "Mornings and nights",
        ),
        (None, None, {(0, p) for p in DayPart}, "Weekdays, most times of day"),
        (None, None, set(), ""),
    ],
)
def test_free_time_in_words(
    free: int | None, unit: PriceUnit | None, slots: set[tuple[int, DayPart]], words: str
) -> None:
    assert free_words(free, unit, slots) == words


@pytest.mark.parametrize(
    ("opens", "closes", "parts"),
    [
        (time(9), time(17), ["morning", "lunch", "afternoon"]),
        (time(22), time(7), ["night"]),
        (time(17, 30), time(18, 30), []),
        (time(0), time(0), ["morning", "lunch", "afternoon", "evening", "night"]),
        (time(5), time(8), ["morning", "night"]),
    ],
)
def test_opening_hours_as_parts_of_the_day(opens: time, closes: time, parts: list[str]) -> None:
    assert parts_between(opens, closes) == parts


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("<p>One</p><p>Two &amp; three</p>", "One\n\nTwo & three"),
        ("<script>alert(1)</script>Safe", "Safe"),
        ("ages <5 and a&nbsp;half", "ages <5 and a half"),
        ("theyâ€™re here", "they’re here"),
        ("Crème brûlée", "Crème brûlée"),
    ],
)
def test_text_of_others_made_plain(written: str, plain: str) -> None:
    assert plain_text(written) == plain


def test_shortened_ends_at_a_sentence_or_a_word() -> None:
    assert shortened("Short.", 20) == "Short."
    assert shortened("A first sentence. A second one", 25) == "A first sentence."
    assert shortened("one two three four", 12) == "one two…"
