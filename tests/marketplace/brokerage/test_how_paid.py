"""How planned support is paid: agreed on the plan's item, kept through versions, told to payments."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from marketplace.brokerage.actions import add_item, approve_plan, change_item, start_plan
from marketplace.brokerage.models import PlanItem
from marketplace.brokerage.queries import commitments
from marketplace.brokerage.rules import (
    BUNDLE_LENGTH,
    LINE_LENGTH,
    PAYMENT_REFERENCE_LENGTH,
    Frequency,
    FromListing,
    HowPaid,
    OffMarket,
    Terms,
    item_problems,
)
from marketplace.core.models import AuditEvent
from marketplace.core.periods import Period
from marketplace.listings.rules import PriceUnit
from tests.factories.accounts import as_viewer
from tests.factories.brokerage import (
    ALL_MET,
    Case,
    complete,
    make_case,
    refused,
    send_plan,
)
from tests.factories.plan_pages import as_, at_

ALL = HowPaid(5, "AMARA WAGES", "Fern Payroll", "Wages", 18_000, 26_000)
GARDEN = OffMarket("Garden", "Joe", PriceUnit.HOUR, 1_800)
WEEKLY = Terms(Decimal(1), Frequency.WEEK)


@pytest.mark.parametrize(
    ("paid", "code", "field"),
    [
        (HowPaid(101), "plan_tolerance_out_of_range", "tolerance_percent"),
        (HowPaid(-1), "plan_tolerance_out_of_range", "tolerance_percent"),
        (HowPaid(pay_least_pence=100), "plan_pay_range_half", "pay_most"),
        (HowPaid(pay_most_pence=100), "plan_pay_range_half", "pay_least"),
        (
            HowPaid(pay_least_pence=0, pay_most_pence=9),
            "plan_pay_range_from_nothing",
            "pay_least",
        ),
        (
            HowPaid(pay_least_pence=9, pay_most_pence=9),
            "plan_pay_range_upside_down",
            "pay_most",
        ),
        (
            HowPaid(pay_least_pence=9, pay_most_pence=10**12),
            "plan_pay_range_too_high",
            "pay_most",
        ),
        (
            HowPaid(payment_reference="R" * (PAYMENT_REFERENCE_LENGTH + 1)),
            "plan_text_too_long",
            "payment_reference",
        ),
        (HowPaid(paid_via="P" * (LINE_LENGTH + 1)), "plan_text_too_long", "paid_via"),
        (HowPaid(bundle="b" * (BUNDLE_LENGTH + 1)), "plan_text_too_long", "bundle"),
    ],
)
def test_way_of_paying_when_it_makes_no_sense_is_refused_at_its_field(
    paid: HowPaid, code: str, field: str, at: datetime
) -> None:
    (found,) = item_problems(GARDEN, replace(WEEKLY, how_paid=paid), at.date())
    assert (found.code, found.field) == (code, field)


@pytest.mark.parametrize("paid", [HowPaid(), HowPaid(0), HowPaid(100), ALL])
def test_way_of_paying_when_whole_or_empty_is_taken(paid: HowPaid, at: datetime) -> None:
    assert item_problems(GARDEN, replace(WEEKLY, how_paid=paid), at.date()) == []


def test_whether_anything_is_agreed_is_told() -> None:
    assert (HowPaid().is_agreed, HowPaid(0).is_agreed) == (False, True)


@pytest.fixture
def case() -> Case:
    return complete(make_case())


def edit(case: Case, at: datetime) -> dict[str, Any]:
    return {"by": as_viewer(case.broker, at), "plan": case.plan, "version": case.plan.version}


def visits(case: Case) -> PlanItem:
    return case.plan.items.get(kind="listing")


def agree(case: Case, at: datetime, paid: HowPaid) -> PlanItem:
    item = visits(case)
    return change_item(
        **edit(case, at),
        item_id=item.pk,
        offer=FromListing(case.listing.pk, PriceUnit(item.unit)),
        terms=Terms(item.quantity, Frequency(item.frequency), how_paid=paid),
    )


def approve(case: Case, at: datetime) -> None:
    send_plan(**edit(case, at), person_agreed_date=at.date())
    case.plan.refresh_from_db()
    approve_plan(
        by=as_viewer(case.manager, at),
        plan=case.plan,
        version=case.plan.version,
        verdicts=ALL_MET,
    )


@pytest.mark.django_db
def test_item_when_written_keeps_how_it_is_paid_and_its_audit_row_no_words(
    case: Case, at: datetime
) -> None:
    assert case.outcome
    item = add_item(
        **edit(case, at),
        outcome_ids=[case.outcome.pk],
        offer=GARDEN,
        terms=replace(WEEKLY, how_paid=ALL),
    )
    item.refresh_from_db()
    assert item.how_paid == ALL
    written = AuditEvent.objects.get(event="plan_item_added", data__item=item.pk).data
    assert (written["tolerance_percent"], written["pay_least_pence"]) == (5, 18_000)
    assert "AMARA" not in str(written)


@pytest.mark.django_db
def test_item_when_changed_without_it_is_paid_as_usual(case: Case, at: datetime) -> None:
    agree(case, at, ALL)
    assert not agree(case, at, HowPaid()).how_paid.is_agreed


@pytest.mark.django_db
def test_commitment_says_how_it_is_paid_with_its_bundle_in_lower_case(
    case: Case, at: datetime
) -> None:
    agree(case, at, ALL)
    approve(case, at)
    found = commitments([case.person.pk], Period(at.date()))[case.person.pk]
    line_id = visits(case).line_id
    assert {one.how_paid for one in found if one.line_id == line_id} == {
        replace(ALL, bundle="wages")
    }


@pytest.mark.django_db
def test_next_version_of_a_plan_keeps_how_its_support_is_paid(case: Case, at: datetime) -> None:
    agree(case, at, ALL)
    approve(case, at)
    following = start_plan(by=as_viewer(case.broker, at), person=case.person)
    assert following.items.get(kind="listing").how_paid == ALL


@pytest.mark.django_db
def test_half_a_pay_range_is_refused_by_the_database(case: Case) -> None:
    items = PlanItem.objects.filter(pk=visits(case).pk)
    for half in ({"pay_least_pence": 5}, {"pay_most_pence": 5}):
        with pytest.raises(IntegrityError, match="item_pay_range_is_whole"), transaction.atomic():
            items.update(**half)


@pytest.mark.django_db
def test_form_offers_it_behind_a_line_that_opens_once_something_is_said(
    case: Case, at: datetime
) -> None:
    url = at_(case, "change_item", visits(case).pk)
    page = as_(case.broker).get(url).content.decode()
    assert '<details class="more">\n  <summary>How it is paid (optional)</summary>' in page
    agree(case, at, ALL)
    page = as_(case.broker).get(url).content.decode()
    assert '<details class="more" open>\n  <summary>How it is paid (optional)</summary>' in page
    assert 'value="180.00"' in page
    assert 'value="Fern Payroll"' in page


@pytest.mark.django_db
def test_form_when_sent_records_it_and_the_plan_says_it(case: Case) -> None:
    item = visits(case)
    typed = {
        "version": case.plan.version,
        "choice": f"{item.unit}:{item.day_band}",
        "quantity": item.quantity,
        "frequency": item.frequency,
        "deployment": item.deployment,
        "tolerance_percent": "5",
        "payment_reference": "AMARA WAGES",
        "paid_via": "Fern Payroll",
        "bundle": "Wages",
        "pay_least": "180",
        "pay_most": "£260.00",
    }
    client = as_(case.broker)
    half = client.post(at_(case, "change_item", item.pk), typed | {"pay_most": ""})
    assert "Most pay: enter both the least and the most pay, or neither." in half.content.decode()
    assert client.post(at_(case, "change_item", item.pk), typed).status_code == 302
    assert visits(case).how_paid == ALL
    page = client.get(at_(case, "plan")).content.decode()
    for said in (
        "Reference on the payment: AMARA WAGES.",
        "Wages paid by Fern Payroll.",
        "Paid in 1 payment with: Wages.",
        "Pay varies from £180.00 to £260.00 each time.",
        "The payment may differ by 5%.",
    ):
        assert said in page


@pytest.mark.django_db
def test_form_for_unpaid_support_asks_nothing_of_payments(case: Case) -> None:
    assert case.outcome
    url = at_(case, "add_other", case.outcome.pk, "natural")
    assert "How it is paid" not in as_(case.broker).get(url).content.decode()
    url = at_(case, "add_other", case.outcome.pk, "equipment")
    page = as_(case.broker).get(url).content.decode()
    assert "Reference on the payment" in page
    assert "Who pays the wages" not in page


@pytest.mark.django_db
def test_refusal_of_the_action_names_the_rule(case: Case, at: datetime) -> None:
    with refused("plan_tolerance_out_of_range"):
        agree(case, at, HowPaid(101))
