"""Opening, refreshing and closing the exceptions of lines, with their tasks. Part of an action."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse

from marketplace.accounts.rules import Role
from marketplace.accounts.viewer import Viewer
from marketplace.core.actor_columns import actor_columns
from marketplace.core.dates import london_date
from marketplace.core.pence import format_pounds
from marketplace.core.transactions import require_transaction
from marketplace.core.words import spoken_date
from marketplace.tasks.actions import finish_tasks, new_task, raise_tasks
from marketplace.tasks.models import Task
from payments.cards.models import ReceivedLine
from payments.reconciliation.models import LONGEST_REASON, MoneyException
from payments.reconciliation.rules.decisions import Finding
from payments.reconciliation.rules.duties import MoneyTask
from payments.reconciliation.rules.exception_registry import due_date, exception_rules
from payments.reconciliation.rules.exception_rule import Owner
from payments.reconciliation.rules.states import ExceptionState

# Rows in one statement. Source: SQLite takes at most 32,766 values in one; an exception has 14.
BATCH = 500
SUBJECT = "cards.receivedline"


@dataclass(frozen=True, slots=True)
class NewException:
    """The finding for which a locked line needs a person, and what the line may be."""

    line: ReceivedLine
    leading: Finding
    suggestion: dict[str, Any]

    @property
    def state(self) -> ExceptionState:
        return ExceptionState.SUGGESTED if "target" in self.suggestion else ExceptionState.OPEN


def raise_exceptions(*, at: datetime, found: Sequence[NewException]) -> int:
    """Open an exception and a task for each line, or refresh the open one. Returns how many are new.

    One that the person has been asked about is left as it is.
    """
    require_transaction()
    known = _open_by_line(new.line.pk for new in found)
    fresh = [new for new in found if new.line.pk not in known]
    _refresh(known, [new for new in found if new.line.pk in known])
    rows = MoneyException.objects.bulk_create(
        [
            MoneyException(
                authority_id=new.line.authority_id,
                line=new.line,
                rule=new.leading.code,
                state=new.state,
                reason=new.leading.sentence[:LONGEST_REASON],
                suggestion=new.suggestion,
                raised_at=at,
            )
            for new in fresh
        ],
        batch_size=BATCH,
    )
    raise_tasks([_task(row, at) for row in rows])
    return len(rows)


def _open_by_line(line_ids: Iterable[int]) -> dict[int, MoneyException]:
    rows = MoneyException.objects.open().filter(line__in=list(line_ids))
    return {row.line_id: row for row in rows}


def _refresh(known: Mapping[int, MoneyException], again: Iterable[NewException]) -> None:
    changed = []
    for new in again:
        row = known[new.line.pk]
        before = (row.rule, row.state, row.reason, row.suggestion)
        if row.state == ExceptionState.QUERIED:
            continue
        row.rule, row.reason = new.leading.code, new.leading.sentence[:LONGEST_REASON]
        row.state, row.suggestion = new.state, new.suggestion
        if before != (row.rule, row.state, row.reason, row.suggestion):
            changed.append(row)
    MoneyException.objects.bulk_update(
        changed, ["rule", "state", "reason", "suggestion"], batch_size=BATCH
    )


def _task(row: MoneyException, at: datetime) -> Task:
    line = row.line
    rule = exception_rules()[row.rule]
    amount, day = format_pounds(abs(line.amount_pence)), spoken_date(line.booked_date)
    return new_task(
        authority_id=row.authority_id,
        kind=MoneyTask.EXCEPTION,
        role=_role_of(rule.owner),
        subject=line,
        title=f"{amount} on {day}: {rule.title.lower()}",
        address=reverse("reconciliation:line", args=[row.public_id]),
        due_date=due_date(row.rule, london_date(at)),
        at=at,
    )


def _role_of(owner: Owner) -> Role:
    """The role that is given the task; finance looks for an owner who has no role here yet."""
    return next((role for role in Role if role == owner.value), Role.FINANCE)


def close_exceptions(*, by: Viewer, line_ids: Sequence[int], outcome: str) -> None:
    """Resolve what is open on these lines, with one outcome, and finish every task about it."""
    require_transaction()
    for start in range(0, len(line_ids), BATCH):
        chunk = list(line_ids[start : start + BATCH])
        closed = (
            MoneyException.objects.open()
            .filter(line__in=chunk)
            .update(
                state=ExceptionState.RESOLVED,
                outcome=outcome,
                resolved_at=by.at,
                **actor_columns("resolved_by", by),
            )
        )
        if closed:
            for kind in (MoneyTask.EXCEPTION, MoneyTask.EXPLAIN):
                finish_tasks(by=by, kind=kind, subject_type=SUBJECT, subject_ids=chunk)
