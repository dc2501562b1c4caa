"""Asking the person what a payment was for, and their answer. Nothing is taken back meanwhile."""

from collections.abc import Collection
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
from payments.reconciliation.actions.exceptions import task_subject
from payments.reconciliation.actions.locking import lock_people
from payments.reconciliation.actions.telling import tell_answer, tell_question
from payments.reconciliation.errors import ReconciliationError
from payments.reconciliation.models import MoneyException
from payments.reconciliation.permissions import check_can_check_money, check_can_explain
from payments.reconciliation.rules.duties import MoneyTask
from payments.reconciliation.rules.explanations import answer_problems, question_problems
from payments.reconciliation.rules.figures import ANSWER_WITHIN
from payments.reconciliation.rules.reasons import say_date
from payments.reconciliation.rules.states import EXCEPTION_TRANSITIONS, ExceptionState


@transaction.atomic
def ask_person(*, by: Viewer, exception_id: int, question: str) -> MoneyException:
    """Ask about a payment or an account; the question is shown to the person in these words.

    Somebody with a sign-in gets a task; anybody else is rung or written to by the council. An earlier
    answer is kept: what was said is not lost because more is asked. Raises ReconciliationError.
    """
    row = _lock(exception_id)
    check_can_check_money(by, row.person)
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


@transaction.atomic
def ask_people(
    *, by: Viewer, exception_ids: Collection[int], question: str
) -> list[MoneyException]:
    """Ask the same of several, each about their own. All or none. Raises ReconciliationError."""
    lock_people(set(_people_of(exception_ids)))
    return [ask_person(by=by, exception_id=pk, question=question) for pk in sorted(exception_ids)]


def _people_of(exception_ids: Collection[int]) -> list[int]:
    rows = MoneyException.objects.filter(pk__in=exception_ids)
    return list(rows.values_list("person", flat=True))


def _lock(exception_id: int) -> MoneyException:
    return (
        MoneyException.objects.select_for_update(of=("self",))
        .select_related("line", "account", "person__user", "person__authority")
        .get(pk=exception_id)
    )


def _task_for_person(row: MoneyException, by: Viewer, due_date: date) -> None:
    if row.person.user is None:
        return
    task = new_task(
        authority_id=row.authority_id,
        kind=MoneyTask.EXPLAIN,
        role=Role.PERSON,
        subject=task_subject(row),
        title=f"Question from the council: {_about(row)}",
        address=reverse("reconciliation:explain", args=[row.public_id]),
        due_date=due_date,
        at=by.at,
        owner=row.person.user,
        private_to_owner=True,
    )
    raise_tasks([task])


def _about(row: MoneyException) -> str:
    if row.line is None:
        return "your money"
    return f"{format_pounds(abs(row.line.amount_pence))} on {say_date(row.line.booked_date)}"


@transaction.atomic
def explain(*, by: Viewer, exception_id: int, words: str) -> MoneyException:
    """The person, or who sees their money for them, says what a payment was for.

    Raises ReconciliationError.
    """
    row = _lock(exception_id)
    check_can_explain(by, row)
    if problems := answer_problems(row.state, words):
        raise ReconciliationError(*problems)
    row.explanation, row.explained_at = words.strip(), by.at
    row.save(update_fields=["explanation", "explained_at"])
    about = task_subject(row)
    finish_tasks(
        by=by,
        kind=MoneyTask.EXPLAIN,
        subject_type=about._meta.label_lower,
        subject_ids=[about.pk],
    )
    record(event="spending_explained", by=by, subject=row, line_id=row.line_id)
    tell_answer(by=by, row=row)
    return row
