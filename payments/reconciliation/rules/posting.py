"""What a match posts: legs between the person's unallocated money and plan line, fund or both."""

from collections import Counter
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
#: What was shared again is posted under the match's reference and this word, so that it is told from the first time.
AGAIN = ":again"
#: Of shares that were put right after their period was closed.
ADJUSTING = "adjust"


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
    is_again: bool = False,
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
            reference=f"{group}{AGAIN}" if is_again else str(group),
            group=group,
            leg=leg,
            group_total_pence=abs(line_pence),
        )


def adjusting_legs(
    before: Sequence[NewPart],
    after: Sequence[NewPart],
    *,
    person_id: int,
    line_pence: int,
    effective_date: date,
    group: UUID,
    number: int,
    account_ids: Mapping[str, int],
) -> list[NewTransfer]:
    """The fewest transfers between a person's own accounts that make shares those that they are now.

    One where two funds differ. They are of the match's group, and numbered from 1 for each time.
    """
    more: Counter[str] = Counter()
    for parts, sign in ((after, 1), (before, -1)):
        for part in parts:
            more[account_of(part, person_id, line_pence).code] += sign * part.amount_pence
    moves = list(_between(more))
    return [
        NewTransfer(
            debit_id=account_ids[to if line_pence < 0 else of],
            credit_id=account_ids[of if line_pence < 0 else to],
            amount_pence=pence,
            code=TransferCode.ADJUSTMENT,
            effective_date=effective_date,
            source=ADJUSTING,
            reference=f"{group}:{number}",
            group=group,
            leg=leg,
            group_total_pence=sum(each for _, _, each in moves),
        )
        for leg, (of, to, pence) in enumerate(moves)
    ]


def _between(more: Mapping[str, int]) -> Iterator[tuple[str, str, int]]:
    """(of, to, pence) until nobody has more or less, in the order of the codes."""
    less = {code: -pence for code, pence in sorted(more.items()) if pence < 0}
    for to, wanted in sorted(more.items()):
        while wanted > 0:
            of = next(iter(less))
            pence = min(wanted, less[of])
            yield of, to, pence
            wanted -= pence
            less[of] -= pence
            if not less[of]:
                del less[of]
