"""What else of the plan a payment may be for, whatever is paid of it already: then a person says which.

What is paid tells which due a payment is for. Of two supports that cost the same it does not tell which was
paid: a payment late, early or twice would put all later ones on the wrong one.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from payments.reconciliation.rules.allocation import BOOKED_AHEAD
from payments.reconciliation.rules.amount_fit import fit_spending
from payments.reconciliation.rules.due_dates import ONE_OFF_DAYS
from payments.reconciliation.rules.names import PayeeIndex
from payments.reconciliation.rules.settings import Settings
from payments.reconciliation.rules.shapes import Explanation
from payments.reconciliation.rules.spelling import SAME, name_of
from payments.reconciliation.rules.values import FitKind, Planned
from payments.reconciliation.rules.words import Words

# Days after its end for which support may still be paid. Judgement: the last bill comes a month later, and a
# fortnight is left to pay it. A price that has ended is looked at for as long.
PAID_AFTER_END = timedelta(45)

# Days after its end for which support is looked at that is plainer than what goes on. Judgement: half a year; a
# standing order that nobody stopped is paid for as long.
PLAINLY_PAID_AFTER_END = timedelta(183)

# How plainly an amount is what was planned: as a whole, as was agreed to vary, as part or as several of it.
_WHOLE, _AGREED, _SOME, _ANY = range(4)
_PLAINNESS = {
    FitKind.FULL: _WHOLE,
    FitKind.TOGETHER: _WHOLE,
    FitKind.RANGE: _AGREED,
    FitKind.PART: _SOME,
    FitKind.SEVERAL: _SOME,
    FitKind.NEAR: _ANY,
    FitKind.IN_PARTS: _ANY,
    FitKind.NET: _ANY,
}


def plainness(how: Explanation) -> int:
    """How plainly a reading is what was planned, plainest first. What almost any amount could be is last."""
    return _PLAINNESS[how.kind]


def is_contested(
    how: Explanation, pence: int, day: date, others: Iterable[Planned], settings: Settings
) -> bool:
    """Whether so many pence are as plainly for another of the plan lines that the payment may name."""
    return any(
        _fits(piece, pence, settings) <= plainness(how)
        for piece in others
        if _may_be_paid(piece, day, settings)
    ) or any(
        _fits(piece, pence, settings) < plainness(how)
        for piece in others
        if piece.until is not None and piece.until <= day <= piece.until + PLAINLY_PAID_AFTER_END
    )


def _fits(piece: Planned, pence: int, settings: Settings) -> int:
    kind = fit_spending(piece, pence, settings).kind
    agreed = piece.pay_range
    if kind is not FitKind.FULL and agreed and agreed[0] <= pence <= agreed[1]:
        return _AGREED
    return _AGREED if kind is FitKind.NEAR else _PLAINNESS.get(kind, _ANY)


def _may_be_paid(piece: Planned, day: date, settings: Settings) -> bool:
    comes_again = piece.recurs or bool(piece.due_on)
    if day < piece.first - timedelta(settings.days_early if comes_again else BOOKED_AHEAD):
        return False
    if piece.until is None:
        return comes_again or day <= piece.first + timedelta(ONE_OFF_DAYS)
    return day < piece.until + PAID_AFTER_END


def is_named_as_well(words: Words, names: Sequence[str], index: PayeeIndex, letters: int) -> bool:
    """Whether a payee's whole name stands in a line beside one of which so many letters do; or but a letter less."""
    found = [index.evidence(words, (name,)) for name in names]
    return any(e.coverage >= SAME or (e.coverage and e.letters >= letters - 1) for e in found)


def may_be_mistaken(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two payees are people with one surname whose first names begin alike: of these a bank's line
    seldom tells which."""
    return any(
        mine != theirs and mine[-1] == theirs[-1] and mine[0][0] == theirs[0][0]
        for mine in map(_person, one)
        for theirs in map(_person, other)
        if mine and theirs
    )


def _person(name: str) -> tuple[str, ...]:
    """First name and surname; nothing where it is no such name."""
    tokens = name_of(name).tokens
    return tokens if len(tokens) == 2 else ()
