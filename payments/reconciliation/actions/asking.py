"""Asking the person what a payment was for, and their answer. Nothing is taken back meanwhile."""

from datetime import date, timedelta

from django.db import transaction
from django.urls import reverse

from marketplace.accounts.rules import Role
from marketplace.accounts.viewer import Viewer
from marketplace.core.audit import record
from marketplace.core.pence import format_pounds
from marketplace.core.transitions import move
from marketplace.council.queries import figure
from marketplace.tasks.actions import finish_tasks, new_task, raise_tasks
from payments.reconciliation.actions.telling import tell_answer, tell_question
from payments.reconciliation.errors import ReconciliationError
from payments.reconciliation.models import MoneyException
from payments.reconciliation.permissions import check_can_explain, check_can_reconcile
from payments.reconciliation.rules.duties import LINE_SUBJECT, MoneyTask
from payments.reconciliation.rules.explanations import answer_problems, question_problems
from payments.reconciliation.rules.figures import ANSWER_WITHIN
from payments.reconciliation.rules.reasons import say_date
from payments.reconciliation.rules.states import EXCEPTION_TRANSITIONS, ExceptionState


@transaction.atomic
def ask_person(*, by: Viewer, exception_id: int, question: str) -> MoneyException:
    """Ask what a payment was for; the question is shown to the person in these words.

    Somebody with a sign-in gets a task; anybody else is rung or written to by the council. An earlier
    answer is kept: what was said is not lost because more is asked. Raises ReconciliationError.
    """
    row = _lock(exception_id)
    check_can_reconcile(by, row.line)
    if problems := question_problems(row.state, question):
        raise ReconciliationError(*problems)
    move(
        row,
        ExceptionState.QUERIED,
        table=EXCEPTION_TRANSITIONS,
        by=by,
        event="spending_asked",
        changes={"question": question.strip(), "explained_at": None},
        line_id=row.line_id,
    )
    days = figure(row.authority_id, ANSWER_WITHIN.key, by.today)
    due_date = by.today + timedelta(days)
    _task_for_person(row, by, due_date)
    tell_question(by=by, row=row, due_date=due_date)
    return row


def _lock(exception_id: int) -> MoneyException:
    return (
        MoneyException.objects.select_for_update(of=("self",))
        .select_related("line__account__person__user")
        .get(pk=exception_id)
    )


def _task_for_person(row: MoneyException, by: Viewer, due_date: date) -> None:
    line, person = row.line, row.line.account.person
    if person.user is None:
        return
    amount, day = format_pounds(abs(line.amount_pence)), say_date(line.booked_date)
    task = new_task(
        authority_id=row.authority_id,
        kind=MoneyTask.EXPLAIN,
        role=Role.PERSON,
        subject=line,
        title=f"Question from the council: {amount} on {day}",
        address=reverse("reconciliation:explain", args=[row.public_id]),
        due_date=due_date,
        at=by.at,
        owner=person.user,
        private_to_owner=True,
    )
    raise_tasks([task])


@transaction.atomic
def explain(*, by: Viewer, exception_id: int, words: str) -> MoneyException:
    """The person, or who sees their money for them, says what a payment was for.

    Raises ReconciliationError.
    """
    row = _lock(exception_id)
    check_can_explain(by, row.line)
    if problems := answer_problems(row.state, words):
        raise ReconciliationError(*problems)
    row.explanation, row.explained_at = words.strip(), by.at
    row.save(update_fields=["explanation", "explained_at"])
    finish_tasks(
        by=by, kind=MoneyTask.EXPLAIN, subject_type=LINE_SUBJECT, subject_ids=[row.line_id]
    )
    record(event="spending_explained", by=by, subject=row, line_id=row.line_id)
    tell_answer(by=by, row=row)
    return row
