"""What a match posts: legs between the person's unallocated money and plan line, fund or both."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from marketplace.core.errors import Problem, problem
from payments.ledger.rules import (
    NewAccount,
    NewTransfer,
    TransferCode,
    paid_in_by,
    spent_off_plan,
    spent_on,
    unallocated,
)

SOURCE = "match"


@dataclass(frozen=True, slots=True)
class NewPart:
    """A part of a match: pence of a line, above zero, for one fund and, unless off the plan or money in, one plan line."""

    fund_id: int
    amount_pence: int
    plan_line_id: int | None = None


def parts_problems(parts: Sequence[NewPart], line_pence: int) -> list[Problem]:
    """Why these parts are not the line. `off_pence` is what is left of it, below zero what is too much."""
    if not parts:
        return [problem("match_parts_missing")]
    if any(part.amount_pence <= 0 for part in parts):
        return [problem("match_part_not_above_zero")]
    off = abs(line_pence) - sum(part.amount_pence for part in parts)
    return [problem("match_parts_differ", off_pence=off)] if off else []


def account_of(part: NewPart, person_id: int, line_pence: int) -> NewAccount:
    """The ledger account that a part is posted to."""
    if part.plan_line_id is not None:
        return spent_on(person_id, part.plan_line_id, part.fund_id)
    if line_pence > 0:
        return paid_in_by(person_id, part.fund_id)
    return spent_off_plan(person_id, part.fund_id)


def legs(
    parts: Sequence[NewPart],
    *,
    person_id: int,
    line_pence: int,
    effective_date: date,
    group: UUID,
    account_ids: Mapping[str, int],
) -> Iterator[NewTransfer]:
    """One transfer a part, out of unallocated money for spending and into it for money in."""
    waiting = account_ids[unallocated(person_id).code]
    for leg, part in enumerate(parts):
        target = account_ids[account_of(part, person_id, line_pence).code]
        spent = line_pence < 0
        yield NewTransfer(
            debit_id=target if spent else waiting,
            credit_id=waiting if spent else target,
            amount_pence=part.amount_pence,
            code=TransferCode.MATCH,
            effective_date=effective_date,
            source=SOURCE,
            reference=str(group),
            group=group,
            leg=leg,
            group_total_pence=abs(line_pence),
        )
