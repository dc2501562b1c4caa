"""Funds are opened once, last, and are closed when nothing pays from them any more."""

from datetime import date

import pytest

from marketplace.brokerage.actions import (
    NewFund,
    agree_terms,
    close_fund,
    end_agreement,
    open_fund,
)
from marketplace.brokerage.rules import Amount, PayerKind, Programme
from marketplace.core.models import AuditEvent
from tests.factories.accounts import as_viewer
from tests.factories.brokerage import refused
from tests.factories.funding import EARLY, make_agreement, make_fund
from tests.factories.people import REGISTRY, make_person

pytestmark = pytest.mark.django_db
DAY = date(2026, 9, 1)
BY = as_viewer(REGISTRY, EARLY)


def test_a_fund_when_opened_twice_is_one() -> None:
    person = make_person()
    first = make_fund(person, PayerKind.COUNCIL)
    assert make_fund(person, PayerKind.COUNCIL) == first
    assert AuditEvent.objects.filter(event="fund_opened").count() == 1


def test_one_payer_when_it_pays_under_two_programmes_has_two_funds() -> None:
    person = make_person()
    funds = {
        open_fund(
            by=BY,
            person=person,
            new=NewFund(PayerKind.NHS, "Fern Valley NHS", each),
            opened_date=DAY,
        )
        for each in (Programme.AFTERCARE, Programme.CONTINUING_CARE)
    }
    assert len(funds) == 2
    assert {fund.payer_id for fund in funds} == {next(iter(funds)).payer_id}


def test_a_contribution_to_free_care_is_refused() -> None:
    with refused("fund_free_of_charge"):
        open_fund(
            by=BY,
            person=make_person(),
            new=NewFund(PayerKind.PERSON, "The person", Programme.AFTERCARE),
            opened_date=DAY,
        )


def test_a_fund_when_something_still_pays_from_it_is_not_closed() -> None:
    person = make_person()
    agreement = make_agreement(person, {PayerKind.COUNCIL: 5_000}, from_date=DAY)
    fund = make_fund(person, PayerKind.COUNCIL)
    with refused("fund_still_pays"):
        close_fund(by=BY, fund=fund, closed_date=date(2026, 10, 1))
    end_agreement(by=BY, agreement=agreement, day=date(2026, 10, 1))
    close_fund(by=BY, fund=fund, closed_date=date(2026, 10, 1))
    assert AuditEvent.objects.filter(event="fund_closed").count() == 1
    with refused("fund_closed_already"):
        close_fund(by=BY, fund=fund, closed_date=date(2026, 10, 2))
    assert make_fund(person, PayerKind.COUNCIL) != fund


def test_money_of_another_person_in_an_agreement_is_refused() -> None:
    agreement = make_agreement(make_person(), {PayerKind.COUNCIL: 5_000}, from_date=DAY)
    theirs = make_fund(make_person(), PayerKind.COUNCIL)
    with refused("fund_of_another_person"):
        agree_terms(by=BY, agreement=agreement, amounts={theirs: Amount(1)}, from_date=DAY)
