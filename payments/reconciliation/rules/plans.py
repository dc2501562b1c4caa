"""Reading what is planned and agreed as payments to expect: how often, how much, from whom."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from marketplace.brokerage.rules import (
    THROUGH_AN_ACCOUNT,
    Commitment,
    Frequency,
    FundingSegment,
    FundPart,
    HowPaid,
    PayerKind,
)
from marketplace.core.periods import Period, week_start
from payments.reconciliation.rules.payee_facts import LinePayee
from payments.reconciliation.rules.payers import CONTRIBUTION_NAMES
from payments.reconciliation.rules.shares import payer_of
from payments.reconciliation.rules.timed import is_timed, only_weekday, timed_dues
from payments.reconciliation.rules.values import Income, Planned, TargetKind
from payments.reconciliation.rules.words import reference_key

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


def planned_of(
    commitment: Commitment,
    names: Iterable[str],
    *,
    accredited: bool,
    terms: Collection[Period] = (),
    ahead: date,
) -> list[Planned]:
    """A commitment as the matcher reads it; `names` are what its payee may be called.

    One for each number of units that may fall due: several where its times differ from week to week.
    What must be counted day by day is counted up to a day ahead, in the council's school terms.
    """
    every_days, every_months = interval(commitment.frequency)
    in_weeks = commitment.frequency in _IN_WEEKS
    planned = Planned(
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
        weekday=only_weekday(commitment.times),
        names=tuple(sorted({name for name in names if name})),
        accredited=accredited,
        **_how_paid(commitment.how_paid),
    )
    if is_timed(commitment):
        return list(timed_dues(planned, commitment, terms, ahead))
    return [planned]


def _how_paid(how: HowPaid) -> dict[str, Any]:
    """What is agreed of the payments for a line, as the matcher reads it."""
    least, most = how.pay_least_pence, how.pay_most_pence
    return {
        "tolerance_percent": how.tolerance_percent,
        "references": frozenset({reference_key(how.payment_reference)} - {""}),
        "via_names": (how.paid_via,) if how.paid_via else (),
        "bundle": how.bundle,
        "pay_range": None if least is None or most is None else (least, most),
    }


def with_payee(planned: Planned, payee: LinePayee) -> Planned:
    """A plan line with what is known of who is paid for it: what names them by itself, and what only may."""
    sure, maybe = payee.automatic, payee.suggested
    return replace(
        planned,
        names=tuple(sorted({*planned.names, *sure.names, *sure.descriptors})),
        accounts=sure.accounts,
        references=planned.references | {reference_key(each) for each in sure.references},
        suggested_names=tuple(sorted({*maybe.names, *maybe.descriptors})),
    )


def lasts_through_pauses(commitment: Commitment) -> bool:
    """Whether it may be bought while paused: what comes once, and has begun, is still to be bought."""
    once = commitment.frequency is Frequency.ONCE and not is_timed(commitment)
    return once and commitment.first > commitment.anchor


def incomes_of(
    segment: FundingSegment, payer_names: Mapping[str, tuple[str, ...]], person_name: str
) -> Iterator[Income]:
    """What a segment leads us to expect: the council's payment for all who pay beside the person, each
    payer's alone where there are several, and the person's contribution.

    `payer_names` are what a bank may write for each payer. One payer is known by their first fund.
    """
    if segment.road not in THROUGH_AN_ACCOUNT:
        return
    # Of money that comes once the matcher knows no weeks: `with_agreed_payments` adds its day.
    paid = segment.paid_in
    shared = [part for part in paid if not part.is_contribution and not part.is_top_up]
    if shared:
        names = {name for part in shared for name in payer_names.get(part.payer_name, ())}
        yield _income(
            segment, segment.agreement_id, TargetKind.LOAD, shared[0].payer_name, shared, names
        )
    alone = [part for part in paid if part.is_top_up]
    if len({payer_of(part) for part in shared}) > 1:
        alone += shared
    for parts in _by_payer(alone):
        names = {parts[0].payer_name, *payer_names.get(parts[0].payer_name, ())}
        yield _income(segment, parts[0].fund_id, TargetKind.FUND, parts[0].payer_name, parts, names)
    own = [part for part in paid if part.is_contribution]
    if own:
        names = {person_name, *CONTRIBUTION_NAMES}
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
        references=_references(segment, kind),
    )


def _references(segment: FundingSegment, kind: TargetKind) -> frozenset[str]:
    """What is written on payments of an agreement, where that is agreed."""
    is_own = kind is TargetKind.CONTRIBUTION
    written = segment.contribution_reference if is_own else segment.payment_reference
    return frozenset({reference_key(written)} - {""})


def joined(pieces: Iterable[Planned]) -> list[Planned]:
    """Pieces of a plan line with those made one that follow one another and differ in nothing else.

    What is bought once falls due once, at its first price, however often its line is cut.
    """
    found: list[Planned] = []
    places: dict[Planned, int] = {}
    for piece in sorted(pieces, key=lambda each: (each.id, each.first)):
        place = places.get(_rest(piece))
        before = found[place] if place is not None else None
        if before is None or not (before.until == piece.first or _is_bought_once(piece)):
            places[_rest(piece)] = len(found)
            found.append(piece)
        else:
            due_on = before.due_on + piece.due_on
            found[place or 0] = replace(before, until=piece.until, due_on=due_on)
    return found


def _rest(piece: Planned) -> Planned:
    """What pieces of one line that are to be one have in common."""
    bare = replace(piece, first=date.min, until=None, due_on=())
    return replace(bare, price_pence=0, units_c=0) if _is_bought_once(piece) else bare


def _is_bought_once(piece: Planned) -> bool:
    return not piece.recurs and not piece.due_on
