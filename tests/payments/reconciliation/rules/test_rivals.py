"""What else of the plan a payment may be for: then it is left to a person, whatever was paid before."""

from datetime import timedelta

import pytest

from payments.reconciliation.rules.decisions import MatchOutcome
from payments.reconciliation.rules.match import decide
from payments.reconciliation.rules.rivals import PAID_AFTER_END, may_be_mistaken
from payments.reconciliation.rules.values import PaymentLine, Planned
from tests.payments.reconciliation.rules.cases import WEDNESDAY, amara, case, line

PAULINE = amara(names=("Pauline Rahman",))
PRIYA = amara(id=5, label="Priya R.", names=("Priya Rahman",))


def matched(paid: PaymentLine, *planned: Planned) -> list[int | None]:
    """The plan items of the payments that are matched."""
    found = decide(case(paid, planned=planned))
    return [each.target_id for each in found if each.outcome is MatchOutcome.MATCHED]


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("FPO PAULINE RAHMAN WAGES", [1]),
        ("FPO RAHMAN PAULINE WAGES", []),
        ("FPO P RAHMAN WAGES", []),
    ],
)
def test_of_two_people_with_one_surname_and_initial_only_a_name_in_full_decides(
    text: str, items: list[int]
) -> None:
    assert matched(line(1, -4950, text), PAULINE, PRIYA) == items


def test_a_surname_and_initial_decide_where_the_amount_is_one_persons_alone() -> None:
    dearer = amara(id=5, names=("Priya Rahman",), price_pence=1900)
    assert matched(line(1, -4950, "FPO P RAHMAN"), PAULINE, dearer) == [1]


def test_pay_that_varies_is_not_decided_by_a_name_that_may_be_anothers() -> None:
    varying = amara(names=("Pauline Rahman",), pay_range=(3000, 9000))
    dearer = amara(id=5, names=("Priya Rahman",), price_pence=1900)
    assert matched(line(1, -5117, "FPO P RAHMAN"), varying, dearer) == []
    assert matched(line(1, -5117, "FPO PAULINE RAHMAN"), varying, dearer) == [1]


def test_what_ended_not_long_ago_may_still_be_meant() -> None:
    until = WEDNESDAY - timedelta(7)
    ended = amara(id=5, first=WEDNESDAY - timedelta(70), until=until)
    day = (until + PAID_AFTER_END - WEDNESDAY).days
    assert matched(line(1, -4950, "AMARA OBI", day - 1), amara(), ended) == []
    assert matched(line(1, -4950, "AMARA OBI", day), amara(), ended) == [1]


def test_the_reference_of_one_plan_item_says_which_is_meant() -> None:
    night = amara(id=5, references=frozenset({"NIGHT77"}))
    assert matched(line(1, -4950, "AMARA OBI"), amara(), night) == []
    assert matched(line(1, -4950, "AMARA OBI NIGHT77"), amara(), night) == [5]


def test_a_shorter_name_that_stands_whole_in_the_line_may_be_meant_too() -> None:
    short = amara(names=("Greenacre Home",))
    long = amara(id=5, names=("Greenacre Home Support",))
    assert matched(line(1, -4950, "FPO GREENACRE HOME SUP"), short, long) == []


def test_two_names_cut_at_the_same_letters_may_each_be_meant() -> None:
    support = amara(names=("Hawthorn Home Support",))
    care = amara(id=5, names=("Hawthorn Homecare",))
    assert matched(line(1, -4950, "CARD 4827 HAWTHORNHOME SALTWICK GB"), support, care) == []


def test_a_name_that_another_goes_on_from_may_be_the_other_cut_short() -> None:
    short = amara(names=("Hawthorn Limited",))
    care = amara(id=5, names=("Hawthorn Community Care",))
    assert matched(line(1, -4950, "HAWTHORN LIMITED LTD"), short, care) == []


def test_wages_rounded_up_may_be_wages_with_some_miles() -> None:
    wages = amara(tolerance_percent=5, weekday=None)
    miles = amara(id=5, price_pence=50, unit="mile", units_c=2000, weekday=None)
    assert matched(line(1, -5000, "AMARA OBI"), wages, miles) == []
    assert matched(line(1, -5050, "AMARA OBI"), wages, miles) == [1]


def test_a_tolerance_is_for_the_only_thing_that_is_bought_of_a_payee() -> None:
    assert matched(line(1, -4900, "AMARA OBI"), amara()) == [1]
    cleaning = amara(id=5, price_pence=700)
    assert matched(line(1, -4900, "AMARA OBI"), amara(), cleaning) == []


def test_only_people_are_mistaken_for_one_another() -> None:
    assert may_be_mistaken(("Pauline Rahman",), ("Priya Rahman",))
    assert not may_be_mistaken(("Pauline Rahman",), ("Omar Rahman",))
    assert not may_be_mistaken(("Pauline Rahman",), ("Pauline Rahman",))
    assert not may_be_mistaken(("Wren Day Centre",), ("Willow Day Centre",))
