"""Reading what is planned and agreed as payments to expect: how often, how much, from whom."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from marketplace.brokerage.rules import (
    THROUGH_AN_ACCOUNT,
    Commitment,
    Frequency,
    FundingSegment,
    FundPart,
    PayerKind,
)
from marketplace.core.dates import WEEKDAYS
from marketplace.core.periods import week_start
from payments.reconciliation.rules.shares import payer_of
from payments.reconciliation.rules.values import Income, Planned, TargetKind

# By definition: days and months from one due date to the next; zero where the other counts.
_INTERVALS: Mapping[Frequency, tuple[int, int]] = {
    Frequency.WEEK: (7, 0),
    Frequency.FORTNIGHT: (14, 0),
    Frequency.FOUR_WEEKS: (28, 0),
    Frequency.MONTH: (0, 1),
    Frequency.QUARTER: (0, 3),
    Frequency.YEAR: (0, 12),
    Frequency.ONCE: (0, 0),
}
#: Frequencies counted in weeks: they begin on the Monday of the first week.
_IN_WEEKS = frozenset({Frequency.WEEK, Frequency.FORTNIGHT, Frequency.FOUR_WEEKS})


def interval(frequency: Frequency) -> tuple[int, int]:
    """A frequency as days and months between due dates; both zero for once."""
    return _INTERVALS[frequency]


def hundredths(quantity: Decimal) -> int:
    """A quantity of units, which has at most two decimals, in hundredths."""
    return int(quantity * 100)


def planned_of(commitment: Commitment, names: Iterable[str], *, accredited: bool) -> Planned:
    """A commitment as the matcher reads it; `names` are what its payee may be called."""
    every_days, every_months = interval(commitment.frequency)
    in_weeks = commitment.frequency in _IN_WEEKS
    return Planned(
        id=commitment.line_id,
        label=commitment.provider_name or commitment.title,
        price_pence=commitment.price_pence,
        unit=commitment.unit,
        units_c=hundredths(commitment.quantity),
        first=commitment.first,
        until=commitment.until,
        anchor=week_start(commitment.anchor) if in_weeks else commitment.anchor,
        every_days=every_days,
        every_months=every_months,
        weekday=_only_weekday(commitment),
        names=tuple(sorted({name for name in names if name})),
        accredited=accredited,
    )


def _only_weekday(commitment: Commitment) -> int | None:
    """The weekday on which all of it comes, Monday is zero; None when on several, or not known."""
    days = {time.weekday for time in commitment.times}
    only = days.pop() if len(days) == 1 else None
    return None if only is None else WEEKDAYS.index(only)


def incomes_of(
    segment: FundingSegment, payer_names: Mapping[str, tuple[str, ...]], person_name: str
) -> Iterator[Income]:
    """What a segment leads us to expect: the council's payment for all who pay beside the person, each
    payer's alone where there are several, and the person's contribution.

    `payer_names` are what a bank may write for each payer. One payer is known by their first fund.
    """
    if segment.road not in THROUGH_AN_ACCOUNT:
        return
    weekly = [part for part in segment.paid_in if part.weekly_pence]
    shared = [part for part in weekly if not part.is_contribution and not part.is_top_up]
    if shared:
        names = {name for part in shared for name in payer_names.get(part.payer_name, ())}
        yield _income(
            segment, segment.agreement_id, TargetKind.LOAD, shared[0].payer_name, shared, names
        )
    alone = [part for part in weekly if part.is_top_up]
    if len({payer_of(part) for part in shared}) > 1:
        alone += shared
    for parts in _by_payer(alone):
        names = {parts[0].payer_name, *payer_names.get(parts[0].payer_name, ())}
        yield _income(segment, parts[0].fund_id, TargetKind.FUND, parts[0].payer_name, parts, names)
    own = [part for part in weekly if part.is_contribution]
    if own:
        names = {person_name, "Contribution", "Own contribution"}
        yield _income(
            segment, segment.agreement_id, TargetKind.CONTRIBUTION, "the person", own, names
        )


def _by_payer(parts: Iterable[FundPart]) -> list[list[FundPart]]:
    found: dict[tuple[PayerKind, str], list[FundPart]] = {}
    for part in sorted(parts, key=lambda each: each.fund_id):
        found.setdefault(payer_of(part), []).append(part)
    return list(found.values())


def _income(
    segment: FundingSegment,
    target_id: int,
    kind: TargetKind,
    label: str,
    parts: Iterable[FundPart],
    names: Iterable[str],
) -> Income:
    return Income(
        id=target_id,
        kind=kind,
        label=label,
        weekly_pence=sum(part.weekly_pence for part in parts),
        first=segment.first,
        until=segment.until,
        names=tuple(sorted(names)),
    )


def joined(pieces: Iterable[Planned]) -> list[Planned]:
    """Pieces of a plan line with those made one that follow one another and differ in nothing else."""
    found: list[Planned] = []
    for piece in sorted(pieces, key=lambda each: (each.id, each.first)):
        last = found[-1] if found else None
        if (
            last
            and last.until == piece.first
            and last == replace(piece, first=last.first, until=last.until)
        ):
            found[-1] = replace(last, until=piece.until)
        else:
            found.append(piece)
    return found
