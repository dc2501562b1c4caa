"""Money recorded before funds lasted: carried over, and shared again by reversal, never by update."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import call_command

from marketplace.accounts.rules import Role
from payments.cards.actions import open_money_account
from payments.cards.models import AccountAgreement, ReceivedLine
from payments.ledger.models import Account, Transfer
from payments.reconciliation.actions import MATCHER, share_again
from payments.reconciliation.models import Match
from payments.reconciliation.queries.integrity import integrity_problems
from tests.factories.accounts import as_viewer, make_user
from tests.factories.brokerage import thawed
from tests.factories.ledger import IMPORTER
from tests.factories.people import make_person
from tests.factories.reconciliation import make_lines
from tests.migrated import models_at

pytestmark = [pytest.mark.migrates, pytest.mark.usefixtures("transactional_db")]
AT = datetime(2026, 9, 30, 9, tzinfo=UTC)
APPROVED = datetime(2026, 8, 31, 10, tzinfo=UTC)
OLD = {
    "brokerage": "0008_words_of_labels",
    "ledger": "0005_seal_examination",
    "reconciliation": "0008_words_of_labels",
    "cards": "0018_reference_on_the_card",
}


def old(app: str, name: str) -> Any:
    return models_at(*OLD.items()).get_model(app, name)


def _budget(person: Any, first: date, until: date | None) -> tuple[Any, Any, Any]:
    budget = old("brokerage", "PersonalBudget").objects.create(
        authority_id=person.authority_id,
        person_id=person.pk,
        weekly_pence=24650,
        from_date=first,
        until_date=until,
        agreed_at=APPROVED,
        agreed_by_system="tests",
    )
    streams = [
        old("brokerage", "FundingStream").objects.create(
            budget=budget, payer=payer, weekly_pence=pence
        )
        for payer, pence in (("council", 20530), ("person", 4120))
    ]
    return (budget, *streams)


def _plan(person: Any, budget: Any, approved: datetime, state: str) -> Any:
    broker = make_user(Role.BROKER, authority=person.authority)
    plan = old("brokerage", "SupportPlan").objects.create(
        authority_id=person.authority_id,
        person_id=person.pk,
        budget=budget,
        author_id=broker.pk,
        state=state,
        due_date=approved.date(),
        created_at=approved,
        changed_at=approved,
        submitted_at=approved,
        submitted_by_id=broker.pk,
        person_agreed_date=approved.date(),
        approved_at=approved,
        approved_by_id=make_user(Role.APPROVER, authority=person.authority).pk,
    )
    outcome = old("brokerage", "Outcome").objects.create(
        plan=plan, position=1, words="Choir", area="relationships", baseline=1, target=4
    )
    return old("brokerage", "PlanItem").objects.create(
        plan=plan,
        outcome=outcome,
        kind="off_market",
        title="Support",
        provider_name="Amara Obi",
        unit="hour",
        price_pence=1650,
        quantity=Decimal(3),
        frequency="week",
    )


def _match(account: Any, line: ReceivedLine, item: Any, shares: dict[Any, int]) -> None:
    """A match as it was posted then: from unallocated to an account of item and stream."""
    group = uuid4()
    match = old("reconciliation", "Match").objects.create(
        authority_id=line.authority_id,
        line_id=line.pk,
        tier="T2",
        rule_version="x",
        reason="3 hours",
        group=group,
        made_at=AT,
        made_by_system="matcher",
        features={
            "target": ["plan_item", item.pk],
            "claims": [["plan_item", item.pk, line.booked_date.isoformat(), 300]],
        },
    )
    ledger = old("ledger", "Account").objects
    waiting = ledger.get(code=f"unallocated:{account.person_id}")
    for leg, (stream, pence) in enumerate(shares.items()):
        target = ledger.create(
            authority_id=line.authority_id,
            kind="plan_item",
            person_id=account.person_id,
            plan_item_id=item.pk,
            stream_id=stream.pk,
            code=f"item:{item.pk}:{stream.pk}",
            opened_at=AT,
        )
        old("ledger", "Transfer").objects.create(
            authority_id=line.authority_id,
            debit_id=target.pk,
            credit_id=waiting.pk,
            amount_pence=pence,
            code="match",
            effective_date=line.booked_date,
            recorded_at=AT,
            source="match",
            reference=str(group),
            leg=leg,
            group=group,
            group_total_pence=4950,
        )
        old("reconciliation", "MatchPart").objects.create(
            match=match, plan_item_id=item.pk, stream_id=stream.pk, amount_pence=pence
        )


def test_money_of_two_budgets_when_carried_over_is_of_one_fund_and_shared_again_by_reversal() -> (
    None
):
    person = make_person()
    account = open_money_account(
        by=as_viewer(IMPORTER, APPROVED),
        person=person,
        kind="card",
        last4="4471",
        provider="statement",
    )
    lines = _lines(account)
    call_command("migrate", "brokerage", OLD["brokerage"], verbosity=0, interactive=False)
    first, council, own = _budget(person, date(2026, 8, 31), date(2026, 9, 14))
    second, council_2, own_2 = _budget(person, date(2026, 9, 14), None)
    with thawed():
        item = _plan(person, first, APPROVED, "superseded")
        copy = _plan(person, second, datetime(2026, 9, 15, 9, tzinfo=UTC), "approved")
    _match(account, lines[0], item, {council: 4123, own: 827})
    _match(account, lines[1], copy, {council_2: 4123, own_2: 827})
    before = set(old("ledger", "Transfer").objects.values_list("pk", "debit_id", "amount_pence"))

    call_command("migrate", verbosity=0, interactive=False)

    assert set(Transfer.objects.values_list("pk", "debit_id", "amount_pence")) == before
    assert list(integrity_problems()) == []
    assert person.funds.count() == 2
    assert person.plan_lines.count() == 1
    line = person.plan_lines.get()
    assert {a.plan_line_id for a in Account.objects.filter(kind="plan_line")} == {line.pk}
    assert Account.objects.filter(kind="plan_line", fund=person.funds.first()).count() == 2
    agreement = AccountAgreement.objects.get(account=account).agreement
    paid = [
        {a.fund.payer_kind: a.weekly_pence for a in t.amounts.all()} for t in agreement.terms.all()
    ]
    assert paid == [{"council": 830, "person": 4120}] * 2
    assert _shares(lines) == [{"council": 4123, "person": 827}] * 2

    by = as_viewer(MATCHER, AT)
    assert share_again(by=by, person_ids=[person.pk]) == 2
    assert share_again(by=by, person_ids=[person.pk]) == 0
    assert _shares(lines) == [{"council": 830, "person": 4120}] * 2
    assert list(integrity_problems()) == []
    assert before < set(Transfer.objects.values_list("pk", "debit_id", "amount_pence"))


def _lines(account: Any) -> list[ReceivedLine]:
    return make_lines(account, (-4950, "AMARA OBI", 0), (-4950, "AMARA OBI", 14))


def _shares(lines: list[ReceivedLine]) -> list[dict[str, int]]:
    return [
        {
            part.fund.payer_kind: part.amount_pence
            for part in Match.objects.active().get(line=line).parts.all()
        }
        for line in lines
    ]
