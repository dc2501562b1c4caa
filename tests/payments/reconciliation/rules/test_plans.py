"""Plans and agreements read as payments to expect."""

import uuid
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from marketplace.brokerage.rules import (
    Commitment,
    Deployment,
    Frequency,
    FundPart,
    ItemKind,
    PayerKind,
    PaymentBasis,
    PaymentRoad,
)
from marketplace.core.dates import Weekday
from marketplace.core.times import PlannedTime
from payments.reconciliation.rules.plans import incomes_of, joined, planned_of
from payments.reconciliation.rules.values import Income, Planned, TargetKind
from tests.payments.reconciliation.rules.cases import WEDNESDAY, amara
from tests.payments.reconciliation.rules.funded import (
    APRIL,
    COUNCIL,
    NHS,
    OWN,
    TOP_UP,
    part,
    segment,
)


def commitment(*weekdays: Weekday, **facts: object) -> Commitment:
    times = tuple(PlannedTime(uuid.uuid4(), 60, weekday=day) for day in weekdays)
    return Commitment(
        **{
            "person_id": 1,
            "plan_id": 2,
            "item_id": 3,
            "line_id": 4,
            "title": "Choir",
            "provider_name": "Amara Obi",
            "kind": ItemKind.OFF_MARKET,
            "deployment": Deployment.DIRECT_PAYMENT,
            "agreement_id": None,
            "listing_id": None,
            "price_pence": 1650,
            "unit": "hour",
            "quantity": Decimal("2.5"),
            "frequency": Frequency.WEEK,
            "times": times,
            "anchor": WEDNESDAY,
            "first": WEDNESDAY,
            "until": None,
            **facts,
        }  # type: ignore[arg-type]
    )


def planned(commitment: Commitment, *names: str, accredited: bool = True) -> Planned:
    """What has no times is read as one."""
    [only] = planned_of(commitment, names, accredited=accredited, ahead=date(2027, 9, 1))
    return only


@pytest.mark.parametrize(
    ("frequency", "every"),
    [
        (Frequency.WEEK, (7, 0)),
        (Frequency.FORTNIGHT, (14, 0)),
        (Frequency.FOUR_WEEKS, (28, 0)),
        (Frequency.MONTH, (0, 1)),
        (Frequency.QUARTER, (0, 3)),
        (Frequency.YEAR, (0, 12)),
        (Frequency.ONCE, (0, 0)),
    ],
)
def test_every_frequency_has_its_days_or_months(
    frequency: Frequency, every: tuple[int, int]
) -> None:
    found = planned(commitment(frequency=frequency))
    assert (found.every_days, found.every_months) == every
    assert found.recurs is (every != (0, 0))


def test_what_comes_by_the_week_is_counted_from_the_monday_of_the_lines_first_week() -> None:
    later = commitment(first=date(2026, 11, 5))
    assert planned(later).anchor == date(2026, 8, 31)
    monthly = replace(later, frequency=Frequency.MONTH)
    assert planned(monthly).anchor == WEDNESDAY


def test_a_commitment_is_read_with_its_line_price_and_names() -> None:
    found = planned(commitment(), "Obi Care", "", "Amara Obi", accredited=False)
    assert (found.id, found.label, found.units_c) == (4, "Amara Obi", 250)
    assert (found.names, found.accredited) == (("Amara Obi", "Obi Care"), False)
    assert planned(commitment(provider_name="")).label == "Choir"


@pytest.mark.parametrize(
    ("weekdays", "weekday"),
    [
        ((Weekday.WEDNESDAY,), 2),
        ((Weekday.MONDAY, Weekday.FRIDAY), None),
        ((), None),
    ],
)
def test_a_weekday_is_known_when_all_of_it_comes_on_one(
    weekdays: tuple[Weekday, ...], weekday: int | None
) -> None:
    assert planned(commitment(*weekdays)).weekday == weekday


NAMES = {"Fernshire Council": ("Fernshire Council", "FCC"), "Fernshire ICB": ("Fernshire ICB",)}


def incomes(*parts: FundPart, **facts: object) -> list[Income]:
    return list(incomes_of(segment(*parts, **facts), NAMES, "Margaret Ellery"))  # type: ignore[arg-type]


def said(found: list[Income]) -> list[tuple[TargetKind, int, int]]:
    return [(income.kind, income.id, income.weekly_pence) for income in found]


def test_one_payer_and_the_person_are_a_load_and_a_contribution() -> None:
    load, own = found = incomes(part(COUNCIL, 12_000), part(OWN, 4_000))
    assert said(found) == [(TargetKind.LOAD, 1, 12_000), (TargetKind.CONTRIBUTION, 1, 4_000)]
    assert (load.label, load.names) == ("Fernshire Council", ("FCC", "Fernshire Council"))
    assert own.names == ("Contribution", "Margaret Ellery", "Own contribution")
    assert (load.first, load.until) == (APRIL, None)


def test_several_payers_pay_together_or_each_alone() -> None:
    found = incomes(part(COUNCIL, 12_000), part(NHS, 8_000))
    assert said(found) == [
        (TargetKind.LOAD, 1, 20_000),
        (TargetKind.FUND, COUNCIL, 12_000),
        (TargetKind.FUND, NHS, 8_000),
    ]
    assert found[2].names == ("Fernshire ICB",)


def test_several_funds_of_one_payer_are_one_payment() -> None:
    continuing = FundPart(9, PayerKind.NHS, "Fernshire ICB", 3_000)
    assert said(incomes(part(NHS, 8_000), continuing)) == [(TargetKind.LOAD, 1, 11_000)]
    assert said(incomes(part(COUNCIL, 100), part(NHS, 8_000), continuing))[1:] == [
        (TargetKind.FUND, COUNCIL, 100),
        (TargetKind.FUND, NHS, 11_000),
    ]


def test_a_top_up_is_paid_by_itself_and_never_with_the_council() -> None:
    assert said(incomes(part(COUNCIL, 12_000), part(TOP_UP, 2_500))) == [
        (TargetKind.LOAD, 1, 12_000),
        (TargetKind.FUND, TOP_UP, 2_500),
    ]


def test_a_contribution_that_is_invoiced_is_not_expected() -> None:
    gross = {"basis": PaymentBasis.GROSS}
    assert said(incomes(part(COUNCIL, 12_000), part(OWN, 4_000), **gross)) == [
        (TargetKind.LOAD, 1, 12_000)
    ]


def test_what_goes_by_no_account_is_not_expected_and_what_pays_once_is_known_by_its_payer() -> None:
    whole = segment(part(COUNCIL, 12_000))
    managed = replace(whole, road=PaymentRoad.COUNCIL_MANAGED)
    assert list(incomes_of(managed, NAMES, "Margaret Ellery")) == []
    assert said(incomes(part(COUNCIL, 0, 45_000))) == [(TargetKind.LOAD, 1, 0)]


def test_pieces_that_follow_one_another_and_are_alike_are_one() -> None:
    october, spring = date(2026, 10, 1), date(2027, 4, 1)
    pieces = [
        amara(first=october, until=spring),
        amara(until=october),
        amara(first=spring, price_pence=1700),
        amara(id=5, first=spring),
    ]
    assert joined(pieces) == [amara(until=spring), pieces[2], pieces[3]]


def test_pieces_with_a_pause_between_them_stay_apart() -> None:
    pieces = [amara(until=date(2026, 10, 1)), amara(first=date(2026, 10, 8))]
    assert joined(pieces) == pieces
