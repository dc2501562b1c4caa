"""Opening, refreshing and closing the exceptions of lines, with their tasks. Part of an action."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

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
from payments.reconciliation.rules.duties import LINE_SUBJECT, MoneyTask, role_for
from payments.reconciliation.rules.exception_registry import due_date, exception_rules
from payments.reconciliation.rules.explanations import LONGEST_REASON
from payments.reconciliation.rules.reasons import say_date
from payments.reconciliation.rules.states import EXCEPTION_TRANSITIONS, ExceptionState

# Rows in one statement. Source: SQLite takes at most 32,766 values in one; an exception has 14.
BATCH = 500


@dataclass(frozen=True, slots=True)
class NewException:
    """The finding for which a locked line needs a person, and what the line may be."""

    line: ReceivedLine
    leading: Finding
    suggestion: dict[str, Any]

    @property
    def state(self) -> ExceptionState:
        return ExceptionState.SUGGESTED if "target" in self.suggestion else ExceptionState.OPEN

    @property
    def columns(self) -> dict[str, Any]:
        """What is written of it, and again whenever matching finds something else."""
        reason = self.leading.sentence[:LONGEST_REASON]
        return {"rule": self.leading.code, "reason": reason, "suggestion": self.suggestion}


def raise_exceptions(*, by: Viewer, found: Sequence[NewException]) -> None:
    """Open an exception and a task for each line, or refresh the open one.

    One that the person has been asked about is left as it is.
    """
    require_transaction()
    known = {row.line_id: row for row in open_exceptions(new.line.pk for new in found)}
    _refresh(by, [(known[new.line.pk], new) for new in found if new.line.pk in known])
    rows = MoneyException.objects.bulk_create(
        [
            MoneyException(
                authority_id=new.line.authority_id,
                line=new.line,
                state=new.state,
                raised_at=by.at,
                **new.columns,
            )
            for new in found
            if new.line.pk not in known
        ],
        batch_size=BATCH,
    )
    councils = {row.authority_id for row in rows}
    within = {council: look_within(council, by.today) for council in councils}
    raise_tasks([_task(row, by, within[row.authority_id]) for row in rows])


def open_exceptions(line_ids: Iterable[int]) -> list[MoneyException]:
    """What is open on these lines, locked. Callers have locked the lines before."""
    rows = MoneyException.objects.select_for_update().open().filter(line__in=list(line_ids))
    return list(rows.order_by("pk"))


def _refresh(by: Viewer, again: Iterable[tuple[MoneyException, NewException]]) -> None:
    changed: list[MoneyException] = []
    moved: dict[ExceptionState, list[MoneyException]] = defaultdict(list)
    for row, new in again:
        if row.state == ExceptionState.QUERIED:
            continue
        if row.state != new.state:
            moved[new.state].append(row)
        if any(getattr(row, name) != value for name, value in new.columns.items()):
            for name, value in new.columns.items():
                setattr(row, name, value)
            changed.append(row)
    MoneyException.objects.bulk_update(changed, ["rule", "reason", "suggestion"], batch_size=BATCH)
    for state, rows in moved.items():
        move(rows, state, table=EXCEPTION_TRANSITIONS, by=by, event="exceptions_reconsidered")


def _task(row: MoneyException, by: Viewer, within: Mapping[str, int]) -> Task:
    line = row.line
    rule = exception_rules()[row.rule]
    amount, day = format_pounds(abs(line.amount_pence)), say_date(line.booked_date)
    return new_task(
        authority_id=row.authority_id,
        kind=MoneyTask.EXCEPTION,
        role=role_for(rule.owner),
        subject=line,
        title=f"{amount} on {day}: {rule.title.lower()}",
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
    """Resolve these locked exceptions with one outcome, and finish every task about their lines."""
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
    ids = [row.line_id for row in rows]
    for kind in MoneyTask if ids else ():
        finish_tasks(by=by, kind=kind, subject_type=LINE_SUBJECT, subject_ids=ids)
