"""Which amounts and days are asked about, and which are not."""

from datetime import date
from decimal import Decimal

import pytest

from marketplace.brokerage.rules import (
    Amount,
    AskedAmount,
    CostLine,
    Frequency,
    PayerKind,
    amount_questions,
    item_questions,
    position_of,
    terms_questions,
)
from marketplace.listings.rules import PriceUnit

TODAY, SOON = date(2026, 9, 21), date(2026, 10, 5)


def council(weekly: int, last: int | None = None) -> AskedAmount:
    before = Amount(last) if last is not None else None
    return AskedAmount(1, "Fernshire Council", PayerKind.COUNCIL, Amount(weekly), before)


def own(weekly: int) -> AskedAmount:
    return AskedAmount(2, "Person’s contribution", PayerKind.PERSON, Amount(weekly))


@pytest.mark.parametrize(
    ("asked", "first", "codes"),
    [
        ([council(20_530), own(4_120)], SOON, []),
        ([council(20_530, 19_000)], SOON, []),
        ([council(200_001)], SOON, ["budget_ask_high"]),
        ([council(999)], SOON, ["budget_ask_low"]),
        ([council(2_000), own(9_000)], SOON, ["budget_ask_contribution"]),
        ([council(20_530, 2_053)], SOON, ["budget_ask_jump"]),
        ([council(2_000, 20_530)], SOON, ["budget_ask_jump"]),
        ([council(2_400, 1_200)], SOON, []),
        ([council(20_530)], date(2026, 6, 1), ["budget_ask_long_ago"]),
        ([council(20_530)], date(2027, 10, 5), ["budget_ask_far_ahead"]),
    ],
)
def test_budget_when_improbable_is_asked_about(
    asked: list[AskedAmount], first: date, codes: list[str]
) -> None:
    assert [one.code for one in amount_questions(asked, first, TODAY)] == codes


def test_terms_when_beyond_what_the_budget_leaves_are_asked_about() -> None:
    asked = [council(20_530)]
    assert terms_questions(asked, {1: 20_530}, SOON, TODAY) == []
    (question,) = terms_questions(asked, {1: -100}, SOON, TODAY)
    assert question.code == "terms_ask_over_budget"
    assert question.facts["budget_pence"] == 0


def of(quantity: str, frequency: Frequency = Frequency.WEEK, pence: int = 450) -> CostLine:
    return CostLine(pence, Decimal(quantity), frequency)


@pytest.mark.parametrize(
    ("unit", "line", "codes"),
    [
        (PriceUnit.SESSION, of("2"), []),
        (PriceUnit.SESSION, of("400"), ["item_ask_many", "item_ask_over_budget"]),
        (PriceUnit.HOUR, of("169", pence=0), ["item_ask_many"]),
        (PriceUnit.HOUR, of("168", pence=0), []),
        (PriceUnit.NIGHT, of("7", Frequency.YEAR), []),
        (PriceUnit.NIGHT, of("29", Frequency.ONCE), ["item_ask_many"]),
        (PriceUnit.ITEM, of("1", Frequency.ONCE, 2_000_000), ["item_ask_over_budget"]),
        (PriceUnit.VISIT, of("5", pence=2_100), ["item_ask_over_budget"]),
    ],
)
def test_item_when_very_many_or_over_the_budget_is_asked_about(
    unit: PriceUnit, line: CostLine, codes: list[str]
) -> None:
    before = position_of(10_000, [])
    assert [one.code for one in item_questions(unit, line, before, before.plus(line))] == codes


def test_item_when_its_plan_was_over_already_is_asked_about_only_if_it_alone_is() -> None:
    over = position_of(10_000, [of("5", pence=2_100)])
    small, large = of("1"), of("1", pence=165_000)
    assert item_questions(PriceUnit.VISIT, small, over, over.plus(small)) == []
    (question,) = item_questions(PriceUnit.VISIT, large, over, over.plus(large))
    assert question.code == "item_ask_over_budget"


def test_item_when_made_smaller_is_not_asked_about_though_its_plan_stays_over() -> None:
    before, line = position_of(10_000, [of("9", pence=2_100)]), of("8", pence=2_100)
    assert item_questions(PriceUnit.VISIT, line, before, position_of(10_000, [line])) == []
