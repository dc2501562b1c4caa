"""Opening, refreshing and closing what needs a person, with its tasks. Part of an action."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.urls import reverse

from marketplace.accounts.viewer import Viewer
from marketplace.core.actor_columns import actor_columns
from marketplace.core.pence import format_pounds
from marketplace.core.transactions import require_transaction
from marketplace.core.transitions import move
from marketplace.tasks.actions import finish_tasks, new_task, raise_tasks
from marketplace.tasks.models import Task
from payments.cards.models import ReceivedLine
from payments.reconciliation.actions.telling import tell_closed
from payments.reconciliation.models import MoneyException
from payments.reconciliation.queries.settings import look_within
from payments.reconciliation.rules.decisions import Finding
from payments.reconciliation.rules.duties import (
    LINE_SUBJECT,
    QUESTION_SUBJECT,
    MoneyTask,
    role_for,
)
from payments.reconciliation.rules.exception_registry import (
    due_date,
    exception_rules,
    title_of,
)
from payments.reconciliation.rules.explanations import LONGEST_REASON
from payments.reconciliation.rules.reasons import say_date
from payments.reconciliation.rules.states import (
    EXCEPTION_TRANSITIONS,
    UNRESOLVED,
    ExceptionState,
    token_of,
)
from payments.reconciliation.rules.subjects import FindingSubject

# Rows in one statement. Source: SQLite takes at most 32,766 values in one; an exception has 16.
BATCH = 500


@dataclass(frozen=True, slots=True)
class NewException:
    """The finding for which a locked subject needs a person, and what a line may be.

    What ``is_asked`` is work for somebody; the rest is for information. A subject that is a line comes with it.
    """

    subject: FindingSubject
    leading: Finding
    suggestion: dict[str, Any] = field(default_factory=dict)
    is_asked: bool = True
    line: ReceivedLine | None = None

    @property
    def row(self) -> MoneyException:
        """The exception to be opened, with its line in hand."""
        row = MoneyException(**self.subject.columns, state=self.state, **self.columns)
        if self.line is not None:
            row.line = self.line
        return row

    @property
    def key(self) -> tuple[FindingSubject, str]:
        """A line has one at a time; an account and a person one for each rule."""
        return _key(self.subject, self.leading.code)

    @property
    def state(self) -> ExceptionState:
        if not self.is_asked:
            return ExceptionState.NOTED
        return ExceptionState.SUGGESTED if "target" in self.suggestion else ExceptionState.OPEN

    @property
    def columns(self) -> dict[str, Any]:
        """What is written of it, and again whenever a rule finds something else."""
        reason = self.leading.sentence[:LONGEST_REASON]
        return {"rule": self.leading.code, "reason": reason, "suggestion": self.suggestion}


def _key(subject: FindingSubject, rule: str) -> tuple[FindingSubject, str]:
    return (subject, "" if subject.line_id else rule)


def key_of(row: MoneyException) -> tuple[FindingSubject, str]:
    """What tells an open exception from every other."""
    return _key(
        FindingSubject(row.authority_id, row.person_id, row.account_id, row.line_id), row.rule
    )


def raise_exceptions(*, by: Viewer, found: Sequence[NewException]) -> None:
    """Open an exception for each subject, or refresh the open one; what is asked has a task.

    One that the person has been asked about is left as it is.
    """
    require_transaction()
    known = {key_of(row): row for row in open_exceptions(new.subject for new in found)}
    again = [(known[new.key], new) for new in found if new.key in known]
    begun = _refresh(by, again)
    opened = [new.row for new in found if new.key not in known]
    for row in opened:
        row.raised_at = by.at
    rows = MoneyException.objects.bulk_create(opened, batch_size=BATCH)
    working = [*begun, *(row for row in rows if row.state in UNRESOLVED)]
    councils = {row.authority_id for row in working}
    within = {council: look_within(council, by.today) for council in councils}
    raise_tasks([_task(row, by, within[row.authority_id]) for row in working])


def open_exceptions(subjects: Iterable[FindingSubject]) -> list[MoneyException]:
    """What is not done about these subjects, locked. Callers have locked the people before."""
    wanted = list(subjects)
    lines = [each.line_id for each in wanted if each.line_id]
    wider = [each for each in wanted if each.line_id is None]
    accounts = [each.account_id for each in wider if each.account_id]
    people = [each.person_id for each in wider if each.account_id is None]
    rows = MoneyException.objects.select_for_update(of=("self",)).open()
    about = (
        Q(line__in=lines) | Q(line=None, account__in=accounts) | Q(account=None, person__in=people)
    )
    return list(rows.filter(about).select_related("line", "account").order_by("pk"))


def _refresh(
    by: Viewer, again: Iterable[tuple[MoneyException, NewException]]
) -> list[MoneyException]:
    """Bring open ones up to date; answers those that are work from now on. One that is asked about stays."""
    changed: list[MoneyException] = []
    begun: list[MoneyException] = []
    moved: dict[ExceptionState, list[MoneyException]] = defaultdict(list)
    for row, new in again:
        if row.state == ExceptionState.QUERIED:
            continue
        if row.state != new.state:
            moved[new.state].append(row)
            if row.state == ExceptionState.NOTED:
                begun.append(row)
        if any(getattr(row, name) != value for name, value in new.columns.items()):
            for name, value in new.columns.items():
                setattr(row, name, value)
            changed.append(row)
    MoneyException.objects.bulk_update(changed, ["rule", "reason", "suggestion"], batch_size=BATCH)
    for state, rows in moved.items():
        move(rows, state, table=EXCEPTION_TRANSITIONS, by=by, event="exceptions_reconsidered")
    _finish(by, moved[ExceptionState.NOTED], (MoneyTask.EXCEPTION,))
    return begun


def task_subject(row: MoneyException) -> MoneyException | Any:
    """What a task about it is about: the line, else the exception itself."""
    return row.line or row


def _task(row: MoneyException, by: Viewer, within: Mapping[str, int]) -> Task:
    rule = exception_rules()[row.rule]
    title = title_of(row.rule, has_match=bool(token_of(row.suggestion)))
    if row.line:
        amount, day = format_pounds(abs(row.line.amount_pence)), say_date(row.line.booked_date)
        title = f"{amount} on {day}: {title.lower()}"
    return new_task(
        authority_id=row.authority_id,
        kind=MoneyTask.EXCEPTION,
        role=role_for(rule.owner),
        subject=task_subject(row),
        title=title,
        address=reverse("reconciliation:line", args=[row.public_id]),
        due_date=due_date(row.rule, by.today, within),
        at=by.at,
    )


def close_exceptions(
    *,
    by: Viewer,
    rows: Sequence[MoneyException],
    outcome: str,
    event: str = "exceptions_closed",
    **data: Any,
) -> None:
    """Resolve these locked exceptions with one outcome, and finish every task about them."""
    require_transaction()
    changes = {"outcome": outcome, "resolved_at": by.at, **actor_columns("resolved_by", by)}
    move(
        rows,
        ExceptionState.RESOLVED,
        table=EXCEPTION_TRANSITIONS,
        by=by,
        event=event,
        changes=changes,
        **data,
    )
    tell_closed(by=by, rows=rows)
    _finish(by, rows, tuple(MoneyTask))


def _finish(by: Viewer, rows: Sequence[MoneyException], kinds: Sequence[MoneyTask]) -> None:
    by_subject = {
        LINE_SUBJECT: [row.line_id for row in rows if row.line_id],
        QUESTION_SUBJECT: [row.pk for row in rows if row.line_id is None],
    }
    for subject_type, ids in by_subject.items():
        for kind in kinds if ids else ():
            finish_tasks(by=by, kind=kind, subject_type=subject_type, subject_ids=ids)
