"""Agreeing by which road a person's money goes, and how much of each fund from when."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction

from marketplace.accounts.viewer import Viewer
from marketplace.brokerage.actions.case_tasks import finish_agreement_task
from marketplace.brokerage.actions.chains import link_of, move_ends
from marketplace.brokerage.actions.editing import refuse_if_any
from marketplace.brokerage.actions.funds import refuse_closed
from marketplace.brokerage.errors import BrokerageError
from marketplace.brokerage.models import (
    AccountHolder,
    AgreementAmount,
    AgreementTerms,
    Fund,
    PaymentAgreement,
)
from marketplace.brokerage.permissions import check_can_agree_payments
from marketplace.brokerage.rules import (
    Amount,
    PaymentBasis,
    PaymentRoad,
    PaymentSchedule,
    amount_problems,
    ended_on,
    followed_by,
    fund_problems,
    reference_problems,
    road_problems,
)
from marketplace.brokerage.signals import funding_changed
from marketplace.core.actor_columns import actor_columns
from marketplace.core.audit import record
from marketplace.core.errors import Problem, problem
from marketplace.core.transactions import require_transaction
from marketplace.people.models import Person


@dataclass(frozen=True, slots=True)
class References:
    """What is written on the payments of an agreement: by those who pay in, and by the person on a
    contribution. Empty where nothing is agreed."""

    payment: str = ""
    contribution: str = ""


@dataclass(frozen=True, slots=True)
class NewAgreement:
    """By which road money goes, net or gross, on which days, and how many weeks may be left over: None
    where the council's figure holds."""

    road: PaymentRoad
    basis: PaymentBasis
    schedule: PaymentSchedule
    first_payment_date: date
    contingency_weeks: int | None = None
    holder_name: str = ""
    references: References = field(default_factory=References)


@transaction.atomic
def open_agreement(*, by: Viewer, person: Person, new: NewAgreement) -> PaymentAgreement:
    """Open a payment agreement. It pays nothing until terms are agreed. Raises BrokerageError."""
    check_can_agree_payments(by, person)
    holder = new.holder_name.strip()
    refuse_if_any(
        [
            *road_problems(new.road, new.basis, has_holder=bool(holder)),
            *_reference_problems(new.references),
        ]
    )
    agreement = PaymentAgreement.objects.create(
        authority_id=person.authority_id,
        person=person,
        road=new.road,
        basis=new.basis,
        schedule=new.schedule,
        first_payment_date=new.first_payment_date,
        contingency_weeks=new.contingency_weeks,
        holder=_holder(by, person.authority_id, holder) if holder else None,
        opened_at=by.at,
        **_reference_columns(new.references),
    )
    record(event="agreement_opened", by=by, subject=agreement, person_id=person.pk, road=new.road)
    return agreement


def _reference_problems(references: References) -> list[Problem]:
    return [
        *reference_problems("payment_reference", references.payment),
        *reference_problems("contribution_reference", references.contribution),
    ]


def _reference_columns(references: References) -> dict[str, str]:
    return {
        "payment_reference": references.payment,
        "contribution_reference": references.contribution,
    }


@transaction.atomic
def set_references(
    *,
    by: Viewer,
    agreement: PaymentAgreement,
    references: References,
    contingency_weeks: int | None,
) -> None:
    """Say what is written on the payments of an agreement, by which they are known on a statement, and
    how many weeks of money may be left over: None where the council's figure holds.

    Payments that wait are looked at again. Raises BrokerageError.
    """
    _lock(by, agreement)
    refuse_if_any(_reference_problems(references))
    for column, reference in _reference_columns(references).items():
        setattr(agreement, column, reference)
    agreement.contingency_weeks = contingency_weeks
    agreement.save(update_fields=[*_reference_columns(references), "contingency_weeks"])
    record(event="agreement_references_set", by=by, subject=agreement, weeks=contingency_weeks)
    _announce(by, agreement, by.today)


def _holder(by: Viewer, authority_id: int, name: str) -> AccountHolder:
    holder, _ = AccountHolder.objects.get_or_create(
        authority_id=authority_id, name=name, defaults={"opened_at": by.at}
    )
    return holder


@transaction.atomic
def make_agreement(
    *,
    by: Viewer,
    person: Person,
    new: NewAgreement,
    amounts: Mapping[Fund, Amount],
    from_date: date,
    until_date: date | None = None,
) -> PaymentAgreement:
    """Open a payment agreement with its first terms, both or neither. Raises BrokerageError."""
    agreement = open_agreement(by=by, person=person, new=new)
    agree_terms(
        by=by, agreement=agreement, amounts=amounts, from_date=from_date, until_date=until_date
    )
    return agreement


@transaction.atomic
def keep_payments(*, by: Viewer, person: Person) -> None:
    """Say that what is paid stays as it is, though a new budget was agreed."""
    check_can_agree_payments(by, person)
    finish_agreement_task(by=by, person=person)
    record(event="payments_kept", by=by, subject=person)


@transaction.atomic
def agree_terms(
    *,
    by: Viewer,
    agreement: PaymentAgreement,
    amounts: Mapping[Fund, Amount],
    from_date: date,
    until_date: date | None = None,
) -> AgreementTerms:
    """Agree how much of each fund goes by an agreement from a day, ahead or for earlier days.

    The last word holds, as with budgets. For days already past, payments are shared again.
    Raises BrokerageError.
    """
    _lock(by, agreement)
    terms = put_terms(
        by=by, agreement=agreement, amounts=amounts, from_date=from_date, until_date=until_date
    )
    record(
        event="payment_terms_agreed",
        by=by,
        subject=agreement,
        terms=terms.pk,
        from_day=from_date.isoformat(),
        funds={str(fund.pk): amount.weekly_pence for fund, amount in amounts.items()},
    )
    finish_agreement_task(by=by, person=agreement.person)
    _announce(by, agreement, from_date)
    return terms


def put_terms(
    *,
    by: Viewer,
    agreement: PaymentAgreement,
    amounts: Mapping[Fund, Amount],
    from_date: date,
    until_date: date | None,
) -> AgreementTerms:
    """Put terms into their chain. Part of an action, which locks the person, checks, records and
    announces. Raises BrokerageError."""
    require_transaction()
    refuse_if_any(
        amount_problems(list(amounts.values()), from_date, until_date)
        + fund_problems([fund.person_id for fund in amounts], agreement.person_id)
    )
    chain = _chain(agreement)
    followed = followed_by((link_of(row) for row in chain), from_date, until_date)
    refuse_closed(amounts, followed.until)
    move_ends(by=by, rows=chain, ends=followed.ends)
    terms = AgreementTerms.objects.create(
        agreement=agreement,
        from_date=from_date,
        until_date=followed.until,
        agreed_at=by.at,
        **actor_columns("agreed_by", by),
    )
    AgreementAmount.objects.bulk_create(
        AgreementAmount(
            terms=terms,
            fund=fund,
            weekly_pence=amount.weekly_pence,
            one_off_pence=amount.one_off_pence,
        )
        for fund, amount in amounts.items()
        if not amount.is_nothing
    )
    return terms


@transaction.atomic
def end_agreement(*, by: Viewer, agreement: PaymentAgreement, day: date) -> None:
    """End an agreement on a day, and what was agreed for later. Raises BrokerageError."""
    _lock(by, agreement)
    chain = _chain(agreement)
    ends = ended_on((link_of(row) for row in chain), day)
    if not ends:
        raise BrokerageError(problem("agreement_none_to_end", day=day))
    move_ends(by=by, rows=chain, ends=ends)
    record(event="agreement_ended", by=by, subject=agreement, from_day=day.isoformat())
    finish_agreement_task(by=by, person=agreement.person)
    _announce(by, agreement, day)


def _lock(by: Viewer, agreement: PaymentAgreement) -> None:
    Person.objects.select_for_update().get(pk=agreement.person_id)
    check_can_agree_payments(by, agreement.person)


def _chain(agreement: PaymentAgreement) -> list[AgreementTerms]:
    rows = AgreementTerms.objects.select_for_update(of=("self",)).filter(agreement=agreement)
    return list(rows.select_related("agreement").order_by("from_date", "pk"))


def _announce(by: Viewer, agreement: PaymentAgreement, first: date) -> None:
    funding_changed.send(
        sender=PaymentAgreement, person_ids=[agreement.person_id], first=first, at=by.at
    )
