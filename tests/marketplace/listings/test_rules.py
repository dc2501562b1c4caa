"""What is decided about a listing from values in hand."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.core.errors import problem
from marketplace.listings.rules import (
    LISTING_TRANSITIONS,
    MOST_DESCRIPTION,
    DatedPrice,
    DayBand,
    DayPart,
    Filled,
    ListingPart,
    ListingState,
    PriceLine,
    PriceUnit,
    Progress,
    change_prices,
    first_price_day,
    headline,
    missing_parts,
    parts_between,
    plain_text,
    price_for,
    price_problems,
    progress_of,
    public_days,
    reason_problems,
    shortened,
    shown_price,
    slot_problems,
    stale_from,
    state_problems,
    words_problems,
)

HOUR, WEEKDAY, WEEKEND = PriceUnit.HOUR, DayBand.WEEKDAY, DayBand.WEEKEND
TODAY = date(2026, 9, 21)


def test_every_state_has_a_row_in_the_transition_table() -> None:
    assert set(LISTING_TRANSITIONS) == set(ListingState)


def test_a_draft_never_becomes_published_without_a_check() -> None:
    before = {s for s in ListingState if not state_problems(s, ListingState.PUBLISHED)}
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


def test_shown_price_when_a_unit_was_asked_for_is_its_lowest_in_any_band() -> None:
    lines = [
        PriceLine(HOUR, WEEKDAY, 2500),
        PriceLine(HOUR, WEEKEND, 2000),
        PriceLine(PriceUnit.NIGHT, WEEKDAY, 9000),
    ]
    assert shown_price(lines, "hour") == lines[1]
    assert shown_price(lines, "night") == lines[2]


@pytest.mark.parametrize("unit", ["", "mile"])
def test_shown_price_when_no_unit_or_one_without_price_is_the_headline(unit: str) -> None:
    lines = [PriceLine(HOUR, WEEKEND, 2000), PriceLine(HOUR, WEEKDAY, 2500)]
    assert shown_price(lines, unit) == lines[1]


def test_words_when_missing_or_too_long_are_refused_beside_their_field() -> None:
    long = "x" * (MOST_DESCRIPTION + 1)
    words = {"title": "", "summary": "y" * 301, "description": long}
    assert words_problems(words) == [
        problem("listing_title_missing", "title"),
        problem("listing_summary_too_long", "summary", length=301, most=300),
        problem("listing_description_too_long", "description", length=10_001, most=10_000),
    ]


def test_reason_when_empty_or_too_long_is_refused() -> None:
    assert reason_problems("") == [problem("listing_reason_missing", "reason")]
    assert [p.code for p in reason_problems("x" * 401)] == ["listing_reason_too_long"]
    assert reason_problems("Say more.") == []


@pytest.mark.parametrize("day", [-1, 7])
def test_slots_on_no_day_of_the_week_are_refused(day: int) -> None:
    assert [p.code for p in slot_problems([(day, DayPart.NIGHT)])] == ["listing_slot_day_unknown"]


def dated(pence: int, start: date, until: date | None = None, key: int = 1) -> DatedPrice:
    return DatedPrice(key, PriceLine(HOUR, WEEKDAY, pence), start, until)


def test_a_new_price_ends_the_old_one_and_opens_another() -> None:
    new = PriceLine(HOUR, WEEKDAY, 2600)
    change = change_prices([dated(2500, date(2026, 4, 1))], [new], from_date=TODAY, was_public=True)
    assert change.closed == {1: TODAY}
    assert change.opened == [(new, TODAY)]
    assert not change.dropped


def test_the_same_prices_again_change_nothing() -> None:
    prices = [dated(2500, date(2026, 4, 1))]
    wanted = [PriceLine(HOUR, WEEKDAY, 2500)]
    assert change_prices(prices, wanted, from_date=TODAY, was_public=True).is_empty


def test_a_price_still_to_come_is_dropped_for_another_plan() -> None:
    prices = [
        dated(2500, date(2026, 4, 1), date(2026, 10, 1)),
        dated(2700, date(2026, 10, 1), key=2),
    ]
    wanted = [PriceLine(HOUR, WEEKDAY, 2500)]
    change = change_prices(prices, wanted, from_date=TODAY, was_public=True)
    assert change.dropped == [2]
    assert change.opened == [(wanted[0], date(2026, 10, 1))]


def test_a_price_left_out_ends() -> None:
    change = change_prices([dated(2500, date(2026, 4, 1))], [], from_date=TODAY, was_public=True)
    assert change.closed == {1: TODAY}
    assert not change.opened


def test_a_public_price_that_began_today_cannot_be_replaced_today() -> None:
    problems = price_problems(
        [dated(2500, TODAY)],
        [PriceLine(HOUR, WEEKDAY, 2600)],
        from_date=TODAY,
        today=TODAY,
        was_public=True,
    )
    facts = {"unit": HOUR, "day_band": WEEKDAY, "from_date": TODAY}
    assert problems == [problem("listing_price_began_today", "from_date", **facts)]


@pytest.mark.parametrize(
    ("from_date", "was_public", "proposed"),
    [
        (TODAY, True, date(2026, 9, 22)),
        (TODAY, False, TODAY),
        (date(2026, 9, 20), True, TODAY),
    ],
)
def test_new_prices_are_proposed_for_a_day_on_which_they_may_begin(
    from_date: date, was_public: bool, proposed: date
) -> None:
    dated = [DatedPrice(1, PriceLine(HOUR, WEEKDAY, 2500), from_date)]
    assert first_price_day(dated, TODAY, was_public=was_public) == proposed


def test_a_public_listing_never_gets_a_price_for_the_past() -> None:
    problems = price_problems([], [], from_date=date(2026, 9, 20), today=TODAY, was_public=True)
    assert [p.code for p in problems] == ["listing_price_in_the_past"]


def test_prices_when_one_is_too_high_or_given_twice_are_refused() -> None:
    wanted = [PriceLine(HOUR, WEEKDAY, 10_000_001), PriceLine(HOUR, WEEKDAY, 5)]
    problems = price_problems([], wanted, from_date=TODAY, today=TODAY, was_public=False)
    assert [(p.code, p.field) for p in problems] == [
        ("listing_price_out_of_range", "hour_weekday"),
        ("listing_price_repeated", ""),
    ]


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


def complete() -> dict[ListingPart, int]:
    return dict.fromkeys(
        [
            ListingPart.WORDS,
            ListingPart.CATEGORY,
            ListingPart.AREA,
            ListingPart.FUNDING,
            ListingPart.PRICES,
        ],
        1,
    )


ALL = frozenset({"category", "area", "funding"})


def test_a_home_care_listing_without_times_is_not_complete() -> None:
    missing = missing_parts(Filled("home_care", complete(), ALL))
    assert missing == [ListingPart.TIMES]


def test_progress_says_what_is_done_missing_or_as_one_wishes() -> None:
    have = Filled("home_care", {ListingPart.WORDS: 1}, frozenset({"category"}))
    assert progress_of(ListingPart.WORDS, have) == Progress.DONE
    assert progress_of(ListingPart.TIMES, have) == Progress.TO_DO
    assert progress_of(ListingPart.AREA, have) == Progress.NOT_STATED
    assert progress_of(ListingPart.CAPACITY, have) == Progress.OPTIONAL


def test_a_shop_needs_no_times() -> None:
    assert not missing_parts(Filled("equipment_retailer", complete(), ALL))


def test_what_the_council_keeps_no_list_of_is_not_asked() -> None:
    missing = missing_parts(Filled("equipment_retailer", {}, frozenset()))
    assert missing == [ListingPart.WORDS, ListingPart.PRICES]


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


@pytest.mark.parametrize(
    ("spans", "days"),
    [
        ([], None),
        ([(date(2026, 1, 1), date(2027, 1, 1))], (date(2026, 1, 1), date(2027, 1, 1))),
        ([(date(2025, 1, 1), TODAY)], None),
        (
            [(date(2026, 6, 1), date(2027, 6, 1)), (date(2026, 1, 1), date(2026, 6, 1))],
            (date(2026, 1, 1), date(2027, 6, 1)),
        ),
        (
            [(date(2026, 1, 1), date(2026, 2, 1)), (date(2026, 12, 1), date(2027, 1, 1))],
            (date(2026, 12, 1), date(2027, 1, 1)),
        ),
        ([(date(2026, 1, 1), date(2030, 1, 1))], (date(2026, 1, 1), date(2028, 1, 1))),
        ([(date(2029, 1, 1), date(2030, 1, 1))], None),
    ],
)
def test_public_days_are_the_first_unbroken_run_not_over(
    spans: list[tuple[date, date]], days: tuple[date, date] | None
) -> None:
    assert public_days(spans, confirmed=date(2027, 1, 1), today=TODAY) == days


@pytest.mark.parametrize(
    ("confirmed", "first_stale_day"),
    [
        (date(2026, 9, 1), date(2027, 9, 1)),
        (date(2024, 2, 29), date(2025, 3, 1)),
        (date(2023, 2, 28), date(2024, 2, 28)),
    ],
)
def test_stale_from_agrees_with_what_is_public(confirmed: date, first_stale_day: date) -> None:
    assert stale_from(confirmed) == first_stale_day
