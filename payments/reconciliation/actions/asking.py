"""Asking the person what a payment was for, and their answer. Nothing is taken back meanwhile."""

from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse

from marketplace.accounts.rules import Role
from marketplace.accounts.viewer import Viewer
from marketplace.core.audit import record
from marketplace.core.dates import london_date
from marketplace.core.pence import format_pounds
from marketplace.core.words import spoken_date
from marketplace.tasks.actions import finish_tasks, new_task, raise_tasks
from payments.reconciliation.actions.exceptions import SUBJECT
from payments.reconciliation.errors import ReconciliationError
from payments.reconciliation.models import MoneyException
from payments.reconciliation.permissions import check_can_explain, check_can_reconcile
from payments.reconciliation.rules.duties import MoneyTask
from payments.reconciliation.rules.states import ExceptionState, can_move

# Days to answer. Judgement: a fortnight, for those who need a helper to read it. Shorter makes late tasks.
ANSWER_WITHIN = timedelta(14)


@transaction.atomic
def ask_person(*, by: Viewer, exception_id: int, question: str) -> MoneyException:
    """Ask what a payment was for; the question is shown to the person in these words.

    Somebody with a sign-in gets a task; anybody else is rung or written to by the council.
    """
    row = _lock(exception_id)
    check_can_reconcile(by, row.line)
    if not question.strip():
        raise ReconciliationError("Write the question as the person should read it.")
    if not can_move(row.state, ExceptionState.QUERIED):
        raise ReconciliationError("This is done already. Load the page again to see it.")
    row.state, row.question = ExceptionState.QUERIED, question.strip()
    # An earlier answer stays; what was said is not lost because more is asked.
    row.explained_at = None
    row.save(update_fields=["state", "question", "explained_at"])
    _task_for_person(row, by.at)
    record(event="spending_asked", by=by, subject=row, line_id=row.line_id)
    return row


def _lock(exception_id: int) -> MoneyException:
    return (
        MoneyException.objects.select_for_update(of=("self",))
        .select_related("line__account__person__user")
        .get(pk=exception_id)
    )


def _task_for_person(row: MoneyException, at: datetime) -> None:
    line, person = row.line, row.line.account.person
    if person.user is None:
        return
    amount, day = format_pounds(abs(line.amount_pence)), spoken_date(line.booked_date)
    task = new_task(
        authority_id=row.authority_id,
        kind=MoneyTask.EXPLAIN,
        role=Role.PERSON,
        subject=line,
        title=f"One question for you: {amount} on {day}",
        address=reverse("reconciliation:explain", args=[row.public_id]),
        due_date=london_date(at) + ANSWER_WITHIN,
        at=at,
        owner=person.user,
        private_to_owner=True,
    )
    raise_tasks([task])


@transaction.atomic
def explain(*, by: Viewer, exception_id: int, words: str) -> MoneyException:
    """The person, or who sees their money for them, says what a payment was for."""
    row = _lock(exception_id)
    check_can_explain(by, row.line)
    if row.state == ExceptionState.RESOLVED:
        raise ReconciliationError("This has been settled already. There is nothing to do.")
    if not words.strip():
        raise ReconciliationError("Tell us what the payment was for, in your own words.")
    row.explanation, row.explained_at = words.strip(), by.at
    row.save(update_fields=["explanation", "explained_at"])
    finish_tasks(by=by, kind=MoneyTask.EXPLAIN, subject_type=SUBJECT, subject_ids=[row.line_id])
    record(event="spending_explained", by=by, subject=row, line_id=row.line_id)
    return row
