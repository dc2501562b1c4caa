"""What each rule about something missing says, and when it says nothing."""

from dataclasses import replace
from datetime import date

import pytest

from marketplace.brokerage.rules import FundRest
from payments.reconciliation.rules.absence import AccountFacts, MissingMoney, PersonFacts
from payments.reconciliation.rules.exception_registry import lacks_of_account, lacks_of_person
from payments.reconciliation.rules.fund_rests import ClosedRest

TODAY = date(2026, 11, 30)
USED = AccountFacts(
    TODAY,
    in_use=True,
    balance_pence=5_000,
    first_in=date(2026, 1, 5),
    last_out=date(2026, 10, 6),
    is_fed_by_files=True,
    read_to=TODAY,
)
NEVER = replace(USED, last_out=None, is_card=True)
LOAD = MissingMoney("Council", False, 6_920, 1_730, date(2026, 11, 9))
OWN = replace(LOAD, label="Person’s contribution", is_contribution=True)
PERSON = PersonFacts(TODAY, left_pence=0, weekly_pence=5_850, reviewed=TODAY, paid_since=TODAY)

ACCOUNTS = [
    (
        replace(USED, last_out=date(2026, 10, 5)),
        "R6",
        "The last payment out was on 5 October 2026.",
    ),
    (NEVER, "R22", "Money first came in on 5 January 2026, and this card was never used."),
    (
        replace(USED, read_to=date(2026, 9, 7)),
        "R32",
        "The last statement ends on 7 September 2026.",
    ),
    (
        replace(USED, drift_pence=-1_200, drift_days=(date(2026, 9, 1), date(2026, 9, 30))),
        "R33",
        "Between 1 September 2026 and 30 September 2026 the bank’s balance moved £12.00 less",
    ),
]


@pytest.mark.parametrize(("facts", "code", "says"), ACCOUNTS)
def test_an_account_that_lacks_something_is_told_in_a_sentence_that_stays_true(
    facts: AccountFacts, code: str, says: str
) -> None:
    lacks = lacks_of_account(facts)
    assert list(lacks) == [code]
    assert lacks[code].sentence.startswith(says)


@pytest.mark.parametrize(
    "facts",
    [
        USED,
        replace(USED, last_out=date(2026, 1, 1), balance_pence=0),
        replace(USED, last_out=date(2026, 1, 1), in_use=False),
        replace(NEVER, first_in=date(2026, 10, 6)),
        replace(USED, read_to=date(2026, 9, 8)),
        replace(USED, read_to=date(2026, 1, 1), is_fed_by_files=False),
    ],
)
def test_an_account_that_lacks_nothing_is_not_asked_about(facts: AccountFacts) -> None:
    assert lacks_of_account(facts) == {}


PEOPLE = [
    (
        replace(PERSON, left_pence=8 * 5_850 + 1, kept_pence=8 * 5_850),
        "R7",
        "£0.01 more is left than may be left over",
    ),
    (
        replace(PERSON, missing=(LOAD,)),
        "R30",
        "Council: £69.20 has not come since 9 November 2026.",
    ),
    (replace(PERSON, missing=(OWN,)), "R31", "Person’s contribution: £69.20 has not come"),
    (
        replace(PERSON, untaxed=((date(2026, 9, 1), 4_000), (date(2026, 10, 1), 4_100))),
        "R19",
        "£81.00 planned for HM Revenue and Customs since 1 September 2026 is not paid.",
    ),
    (
        replace(PERSON, rests=(ClosedRest("Fernshire", FundRest.NOTHING, 500),)),
        "R34",
        "Fernshire was closed with “No money is left or owed”, and £5.00 is left.",
    ),
    (
        replace(PERSON, rests=(ClosedRest("Fernshire", FundRest.BACK, -1),)),
        "R34",
        "Fernshire was closed with “The money left goes back to who paid it in”, and £0.01 more was spent",
    ),
    (
        replace(PERSON, reviewed=None, paid_since=date(2026, 5, 31)),
        "R24",
        "No review is on record. A review was due by 30 November 2026.",
    ),
    (
        replace(PERSON, reviewed=date(2025, 11, 1), paid_since=date(2025, 1, 1)),
        "R24",
        "The last review on record was on 1 November 2025. A review was due by 2 November 2026.",
    ),
]


@pytest.mark.parametrize(("facts", "code", "says"), PEOPLE)
def test_a_person_whose_money_lacks_something_is_told_in_a_sentence_that_stays_true(
    facts: PersonFacts, code: str, says: str
) -> None:
    lacks = lacks_of_person(facts)
    assert list(lacks) == [code]
    assert lacks[code].sentence.startswith(says)


@pytest.mark.parametrize(
    "facts",
    [
        PERSON,
        replace(PERSON, left_pence=8 * 5_850, kept_pence=8 * 5_850),
        replace(PERSON, weekly_pence=0, left_pence=99_999),
        replace(PERSON, missing=(replace(LOAD, pence=1_729),)),
        replace(PERSON, reviewed=None, paid_since=date(2026, 6, 1)),
        replace(PERSON, reviewed=None, paid_since=None),
        *(replace(PERSON, rests=(ClosedRest("Fernshire", rest, 0),)) for rest in FundRest),
        replace(PERSON, rests=(ClosedRest("Fernshire", FundRest.STAYS, 500),)),
        replace(PERSON, rests=(ClosedRest("Fernshire", FundRest.OWED, -500),)),
    ],
)
def test_a_person_whose_money_lacks_nothing_is_not_asked_about(facts: PersonFacts) -> None:
    assert lacks_of_person(facts) == {}
