"""What the approving manager sees of a person's payment agreements."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from marketplace.brokerage.actions import (
    NewFund,
    agree_budget,
    open_fund,
)
from marketplace.brokerage.actions import (
    make_agreement as make_new,
)
from marketplace.brokerage.queries import agreed_terms, asked_amounts, left_of_budgets
from marketplace.brokerage.rules import (
    Amount,
    PayerKind,
    PaymentBasis,
    PaymentRoad,
    Pays,
    terms_questions,
)
from marketplace.brokerage.samples import direct_payment
from tests.factories.accounts import as_viewer
from tests.factories.brokerage import Case, make_submitted
from tests.factories.funding import make_agreement
from tests.factories.people import REGISTRY, make_person

pytestmark = pytest.mark.django_db
AT = datetime(2026, 9, 3, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(AT, tick=False):
        yield


def page_of(case: Case) -> str:
    client = Client()
    client.force_login(case.manager)
    answer = client.get(reverse("brokerage:approve", args=[case.plan.public_id]))
    return " ".join(answer.content.decode().split())


def test_agreements_of_a_day_and_later_come_with_their_funds_and_who_holds_the_account() -> None:
    case = make_submitted()
    make_agreement(
        case.person,
        {PayerKind.COUNCIL: 160_00, PayerKind.PERSON: 40_00},
        from_date=date(2026, 9, 1),
        road=PaymentRoad.MANAGED_ACCOUNT,
        basis=PaymentBasis.GROSS,
    )
    make_agreement(
        case.person,
        {PayerKind.NHS: 50_00},
        from_date=date(2026, 8, 1),
        until_date=date(2026, 9, 1),
    )
    (terms,) = agreed_terms(case.person.pk, case.authority.pk, date(2026, 9, 1))
    assert terms.holder == "Fern Payroll"
    assert [(share.weekly_pence, share.share.pays) for share in terms.shares] == [
        (160_00, Pays.EACH),
        (40_00, Pays.INVOICED),
    ]


def test_the_page_of_a_plan_to_decide_says_how_its_money_is_shared() -> None:
    case = make_submitted()
    make_agreement(
        case.person,
        {PayerKind.COUNCIL: 160_00, PayerKind.PERSON: 40_00},
        from_date=date(2026, 9, 1),
    )
    page = page_of(case)
    assert "Direct payment to a card" in page
    assert "80% of each payment" in page
    assert "In proportion, a rule of the council" in page


def test_the_page_of_a_plan_to_decide_says_that_nothing_is_agreed() -> None:
    assert "No payments are agreed for this person." in page_of(make_submitted())


def test_what_is_left_of_two_funds_with_one_label_is_told_apart() -> None:
    person, by = make_person(), as_viewer(REGISTRY, AT)
    funds = [
        open_fund(
            by=by,
            person=person,
            new=NewFund(PayerKind.COUNCIL, "Fernshire Council", reference=reference),
            opened_date=AT.date(),
        )
        for reference in ("A1", "B2")
    ]
    assert funds[0].label == funds[1].label
    facts = {"by": by, "person": person, "from_date": AT.date()}
    amounts = dict(zip(funds, (Amount(10_000), Amount(4_000)), strict=True))
    agree_budget(amounts=amounts, **facts)  # type: ignore[arg-type]
    make_new(new=direct_payment(AT.date()), amounts={funds[0]: Amount(10_000)}, **facts)  # type: ignore[arg-type]
    left = left_of_budgets(person, AT.date())
    assert left == {funds[0].pk: 0, funds[1].pk: 4_000}
    asked = asked_amounts(funds, {funds[0].pk: Amount(3_000)}, {})
    (question,) = terms_questions(asked, left, AT.date(), AT.date())
    assert question.code == "terms_ask_over_budget"
