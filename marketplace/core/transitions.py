"""The one way in which a state moves: table asked, one statement, one audit row."""

from collections.abc import Collection, Mapping, Sequence
from enum import StrEnum
from typing import Any, TypeVar

from django.db import models

from marketplace.core.actors import Actor
from marketplace.core.audit import AuditValue, record
from marketplace.core.errors import DomainError, problem
from marketplace.core.transactions import require_transaction

State = TypeVar("State", bound=StrEnum)
Transitions = Mapping[State, Collection[State]]


class NotInThatState(DomainError):
    """The thing is not in a state from which it may go there; somebody else may have moved it."""


def move(
    rows: Sequence[models.Model] | models.Model,
    to: State,
    *,
    table: Transitions[State],
    by: Actor,
    event: str,
    changes: Mapping[str, Any] | None = None,
    field: str = "state",
    **data: AuditValue,
) -> None:
    """Move rows of one model to a state, in one UPDATE with what else changes, and one audit row.

    `changes` are other columns written in the same statement, because constraints join them to the
    state. With several rows the audit row's data holds their `ids`. Rows in memory are brought up to
    date. Raises NotInThatState when the table does not allow it or a row has moved meanwhile.
    """
    require_transaction()
    moving = [rows] if isinstance(rows, models.Model) else list(rows)
    if not moving:
        return
    _refuse_unlisted(moving, to, table, field)
    written = {field: to, **(changes or {})}
    model = type(moving[0])
    before = {getattr(row, field) for row in moving}
    found = model._default_manager.filter(
        pk__in=[row.pk for row in moving], **{f"{field}__in": before}
    )
    if found.update(**written) != len(moving):
        raise NotInThatState(problem("moved_meanwhile", to=to.value))
    for row in moving:
        for name, value in written.items():
            setattr(row, name, value)
    ids = {} if len(moving) == 1 else {"ids": [int(row.pk) for row in moving]}
    record(event=event, by=by, subject=moving[0], **ids, **data)


def _refuse_unlisted(
    rows: Sequence[models.Model], to: State, table: Transitions[State], field: str
) -> None:
    kind = type(to)
    for row in rows:
        now = kind(getattr(row, field))
        if to not in table.get(now, ()):
            facts = {"from_state": now.value, "to": to.value}
            raise NotInThatState(problem("transition_refused", **facts))
