"""Which amounts and days are asked about, and which are not."""

from datetime import date

import pytest

from marketplace.brokerage.rules import (
    Amount,
    AskedAmount,
    PayerKind,
    amount_questions,
    terms_questions,
)

TODAY, SOON = date(2026, 9, 21), date(2026, 10, 5)


def council(weekly: int, last: int | None = None) -> AskedAmount:
    before = Amount(last) if last is not None else None
    return AskedAmount("Fernshire Council", PayerKind.COUNCIL, Amount(weekly), before)


def own(weekly: int) -> AskedAmount:
    return AskedAmount("Person’s contribution", PayerKind.PERSON, Amount(weekly))


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
    assert terms_questions(asked, {"Fernshire Council": 20_530}, SOON, TODAY) == []
    (question,) = terms_questions(asked, {"Fernshire Council": -100}, SOON, TODAY)
    assert question.code == "terms_ask_over_budget"
    assert question.facts["budget_pence"] == 0
