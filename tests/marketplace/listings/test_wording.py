"""The words of listings: each refusal's sentence once, free times, prices."""

import ast
import inspect
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import marketplace.listings
from marketplace.core.errors import problem
from marketplace.core.wording import sentence_of
from marketplace.listings.rules import (
    DatedPrice,
    DayBand,
    DayPart,
    ListingPart,
    ListingState,
    PriceLine,
    PriceUnit,
)
from marketplace.listings.wording import SENTENCES, free_words, other_prices, part_hours_words
from marketplace.listings.wording.prices import price_note
from marketplace.suppliers.rules import SupplierKind

HOUR, WEEKDAY, WEEKEND = PriceUnit.HOUR, DayBand.WEEKDAY, DayBand.WEEKEND
WORDED: list[tuple[str, dict[str, Any], str]] = [
    (
        "listing_changed_meanwhile",
        {"version": 4},
        "This listing changed after you opened the page. We kept what you entered. Check your answers, then save again.",
    ),
    (
        "listing_state_refused",
        {"from_state": ListingState.DRAFT, "to_state": ListingState.UNPUBLISHED},
        "This listing is draft. It cannot change to unpublished.",
    ),
    (
        "listing_not_waiting",
        {"state": ListingState.PUBLISHED},
        "This listing is published, so you cannot call it back.",
    ),
    (
        "listing_sent_before",
        {"state": ListingState.DRAFT},
        "The council has read this listing. You can change it and send it again.",
    ),
    (
        "listing_sent_before",
        {"state": ListingState.PUBLISHED},
        "This listing is published. You can discard a draft only.",
    ),
    (
        "listing_imported",
        {},
        "This listing comes from a directory. Phone the council to remove it.",
    ),
    (
        "listing_words_fixed",
        {"state": ListingState.IN_REVIEW},
        "This listing is being checked, so you cannot change the description. Unpublish the listing first.",
    ),
    ("listing_title_missing", {}, "Enter a title."),
    (
        "listing_title_too_long",
        {"length": 130, "most": 120},
        "Title: enter at most 120 characters. You entered 130.",
    ),
    ("listing_summary_missing", {}, "Enter a summary."),
    (
        "listing_summary_too_long",
        {"length": 301, "most": 300},
        "Summary: enter at most 300 characters. You entered 301.",
    ),
    (
        "listing_description_too_long",
        {"length": 10_001, "most": 10_000},
        "Full description: enter at most 10000 characters. You entered 10001.",
    ),
    ("listing_term_unknown", {}, "One of your choices is no longer in the list. Choose again."),
    ("listing_price_repeated", {}, "Enter 1 price for each unit and type of day."),
    (
        "listing_price_out_of_range",
        {"most": 10_000_000},
        "A price must be between £0.00 and £100,000.00.",
    ),
    (
        "listing_price_in_the_past",
        {"today": date(2026, 9, 21)},
        "Enter today or a later date. Past prices cannot change.",
    ),
    (
        "listing_price_began_today",
        {"unit": HOUR, "day_band": WEEKDAY, "from_date": date(2026, 9, 21)},
        "The price for one hour, weekday began on 21 September 2026. "
        "Choose a later first day for the new one.",
    ),
    ("listing_slot_day_unknown", {}, "Choose a day from Monday to Sunday."),
    (
        "listing_capacity_out_of_range",
        {"most": 100_000},
        "Enter a whole number from 0 to 100,000.",
    ),
    (
        "listing_capacity_below_taken",
        {"taken": 6, "unit": HOUR},
        "6 hours a week are taken now. Enter 6 or more, in the same unit.",
    ),
    (
        "listing_part_missing",
        {"part": ListingPart.TIMES},
        "Available times: choose at least 1 time.",
    ),
    ("listing_reason_missing", {}, "Enter a reason. The supplier reads your words."),
    (
        "listing_reason_too_long",
        {"length": 401, "most": 400},
        "Reason: enter at most 400 characters. You entered 401.",
    ),
]


@pytest.mark.parametrize(("code", "facts", "sentence"), WORDED, ids=[w[0] for w in WORDED])
def test_refusal_when_worded_is_its_sentence(
    code: str, facts: dict[str, Any], sentence: str
) -> None:
    assert sentence_of(problem(code, **facts)) == sentence


def codes_raised() -> set[str]:
    """Every code in the room's source: the strings of its own form, below the wording."""
    room = Path(inspect.getfile(marketplace.listings)).parent
    files = [*room.glob("rules/*.py"), *room.glob("actions/*.py")]
    calls = (
        node
        for file in files
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    )
    return {
        str(call.args[0].value)
        for call in calls
        if call.func.id in ("problem", "_missing", "_too_long")  # type: ignore[attr-defined]
        and isinstance(call.args[0], ast.Constant)
    }


def test_every_refusal_of_the_room_has_a_sentence_and_is_asserted() -> None:
    assert codes_raised() == set(SENTENCES) == {code for code, _, _ in WORDED}


@pytest.mark.parametrize(
    ("part", "start"),
    [
        (ListingPart.WORDS, "Description: enter"),
        (ListingPart.CATEGORY, "Type of support: choose"),
        (ListingPart.AREA, "Areas covered: choose"),
        (ListingPart.FUNDING, "Ways to pay: choose"),
        (ListingPart.PRICES, "Prices: enter"),
    ],
)
def test_missing_part_when_worded_says_what_to_fill_in(part: ListingPart, start: str) -> None:
    assert sentence_of(problem("listing_part_missing", part=part)).startswith(start)


@pytest.mark.parametrize(
    ("kind", "free", "unit", "words"),
    [
        (SupplierKind.PERSONAL_ASSISTANT, 6, PriceUnit.HOUR, "Has time for 6 more hours a week"),
        (SupplierKind.CARE_HOME, 2, PriceUnit.WEEK, "2 beds available"),
        (SupplierKind.CARE_HOME, 0, PriceUnit.WEEK, "Full"),
        (SupplierKind.DAY_SERVICE, 1, PriceUnit.WEEK, "1 space available"),
        (SupplierKind.EQUIPMENT_RETAILER, 3, PriceUnit.ITEM, "3 in stock"),
        (SupplierKind.EQUIPMENT_RETAILER, 0, PriceUnit.ITEM, "Out of stock"),
    ],
)
def test_space_is_said_as_is_usual_for_the_kind_of_supplier(
    kind: SupplierKind, free: int, unit: PriceUnit, words: str
) -> None:
    assert free_words(free, unit, set(), kind) == words


@pytest.mark.parametrize(
    ("free", "unit", "slots", "words"),
    [
        (9, PriceUnit.HOUR, {(5, DayPart.EVENING)}, "Has space: 9 hours a week, weekend evenings"),
        (1, PriceUnit.HOUR, set(), "Has space: 1 hour a week"),
        (0, PriceUnit.HOUR, {(1, DayPart.EVENING)}, "Full"),
        (2, PriceUnit.WEEK, set(), "2 spaces available"),
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


def test_hours_of_the_parts_of_the_day_in_words() -> None:
    assert part_hours_words() == (
        "Morning is 7am to 11am, lunch 11am to 2pm, afternoon 2pm to 6pm, evening 6pm to 10pm, night 10pm to 7am."
    )


@pytest.mark.parametrize(
    ("shown", "note"),
    [
        (PriceLine(HOUR, WEEKDAY, 2500), "£29.00 at weekends"),
        (PriceLine(HOUR, WEEKEND, 2900), "at weekends"),
        (PriceLine(HOUR, DayBand.BANK_HOLIDAY, 2000), "on bank holidays"),
        (None, ""),
    ],
)
def test_price_note_says_when_the_shown_price_applies(shown: PriceLine | None, note: str) -> None:
    lines = [PriceLine(HOUR, WEEKDAY, 2500), PriceLine(HOUR, WEEKEND, 2900)]
    assert price_note(shown, lines) == note


def test_other_prices_are_those_not_of_today_the_latest_first() -> None:
    line = PriceLine(HOUR, WEEKEND, 2500)
    dated = [
        DatedPrice(1, line, date(2026, 1, 1), date(2026, 5, 1)),
        DatedPrice(2, line, date(2026, 5, 1), date(2026, 12, 1)),
        DatedPrice(3, line, date(2026, 12, 1)),
    ]
    others = other_prices(dated, date(2026, 9, 21))
    assert [(p.label, p.from_date) for p in others] == [
        ("One hour, weekend", date(2026, 12, 1)),
        ("One hour, weekend", date(2026, 1, 1)),
    ]
