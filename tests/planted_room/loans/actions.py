"""Lending and collecting."""

from datetime import timedelta

from django.db import transaction
from django.urls import reverse
from marketplace.loans.models import Loan
from marketplace.loans.permissions import check_can_lend
from marketplace.loans.rules import LOAN_TRANSITIONS, LoanState, LoanTask, loan_problems

from marketplace.accounts.rules import Role
from marketplace.accounts.viewer import Viewer
from marketplace.core.audit import record
from marketplace.core.errors import DomainError
from marketplace.core.transitions import move
from marketplace.people.models import Person
from marketplace.tasks.actions import finish_tasks, new_task, raise_tasks


class LoanRefused(DomainError):
    """The loan cannot be so."""


@transaction.atomic
def lend(*, by: Viewer, person: Person, thing: str, days: int) -> Loan:
    """Lend a thing for some days; collecting it becomes a task. Raises LoanRefused."""
    check_can_lend(by, person)
    if problems := loan_problems(thing, days):
        raise LoanRefused(*problems)
    loan = Loan.objects.create(
        authority_id=person.authority_id,
        person=person,
        thing=thing.strip(),
        collect_date=by.today + timedelta(days=days),
        lent_at=by.at,
    )
    task = new_task(
        authority_id=loan.authority_id,
        kind=LoanTask.COLLECT,
        role=Role.BROKER,
        subject=loan,
        title="Equipment to collect",
        address=reverse("loans:loan", args=[loan.public_id]),
        due_date=loan.collect_date,
        at=by.at,
    )
    raise_tasks([task])
    record(event="equipment_lent", by=by, subject=loan)
    return loan


@transaction.atomic
def collect_loan(*, by: Viewer, loan_id: int) -> Loan:
    """It is back. Raises NotInThatState when it was already."""
    loan = Loan.objects.select_for_update().select_related("person").get(pk=loan_id)
    check_can_lend(by, loan.person)
    move(loan, LoanState.RETURNED, table=LOAN_TRANSITIONS, by=by, event="equipment_collected")
    finish_tasks(
        by=by, kind=LoanTask.COLLECT, subject_type=loan._meta.label_lower, subject_ids=[loan.pk]
    )
    return loan
