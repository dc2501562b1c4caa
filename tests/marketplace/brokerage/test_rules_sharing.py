"""How the funds of an agreement share, as staff read it."""

from dataclasses import replace
from datetime import date

from marketplace.brokerage.rules import (
    FundingSegment,
    FundPart,
    PayerKind,
    PaymentBasis,
    PaymentRoad,
    PaymentSchedule,
    Pays,
    ShareRule,
    fund_shares,
)

COUNCIL = FundPart(1, PayerKind.COUNCIL, "Council", 160_00)
NHS = FundPart(2, PayerKind.NHS, "NHS", 40_00)
OWN = FundPart(3, PayerKind.PERSON, "Person", 40_00)
TOP_UP = FundPart(4, PayerKind.THIRD_PARTY, "Ann", 25_00)
SEGMENT = FundingSegment(
    agreement_id=7,
    road=PaymentRoad.CARD,
    basis=PaymentBasis.NET,
    schedule=PaymentSchedule.FOUR_WEEKS,
    first_payment=date(2026, 4, 6),
    first=date(2026, 4, 6),
    until=None,
    parts=(COUNCIL, NHS, OWN, TOP_UP),
)


def shown(segment: FundingSegment, rule: ShareRule) -> list[tuple[Pays, str]]:
    return [(share.pays, share.percent) for share in fund_shares(segment, rule)]


def test_in_proportion_each_pays_a_part_and_a_top_up_for_its_own_support() -> None:
    assert shown(SEGMENT, ShareRule.IN_PROPORTION) == [
        (Pays.EACH, "66.7%"),
        (Pays.EACH, "16.7%"),
        (Pays.EACH, "16.6%"),
        (Pays.NAMED, "0%"),
    ]


def test_contribution_first_leaves_the_rest_to_the_others() -> None:
    assert shown(SEGMENT, ShareRule.CONTRIBUTION_FIRST) == [
        (Pays.REST, "80%"),
        (Pays.REST, "20%"),
        (Pays.FIRST, "0%"),
        (Pays.NAMED, "0%"),
    ]


def test_a_contribution_that_is_invoiced_pays_nothing_out_of_the_account() -> None:
    gross = replace(SEGMENT, basis=PaymentBasis.GROSS, parts=(COUNCIL, OWN))
    for rule in ShareRule:
        assert shown(gross, rule) == [(Pays.EACH, "100%"), (Pays.INVOICED, "0%")]


def test_a_contribution_alone_pays_all() -> None:
    alone = replace(SEGMENT, parts=(OWN,))
    assert shown(alone, ShareRule.CONTRIBUTION_FIRST) == [(Pays.EACH, "100%")]


def test_money_once_pays_only_for_support_that_names_it() -> None:
    once = replace(SEGMENT, parts=(replace(COUNCIL, weekly_pence=0, one_off_pence=450_00),))
    assert shown(once, ShareRule.IN_PROPORTION) == [(Pays.NAMED, "0%")]
