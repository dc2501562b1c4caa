"""A plan item of a trial as the matcher takes it: one piece for each price and each span between pauses."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction

from payments.reconciliation.rules.values import Planned
from payments.reconciliation.rules.words import reference_key
from payments.reconciliation.trial.format import (
    LifeEvent,
    TrialAccreditation,
    TrialBank,
    TrialItem,
    TrialPayee,
    TrialSchedule,
)

# By definition: a day, and seven of them.
DAY, WEEK = timedelta(1), timedelta(7)
#: Days and months between two dues. Source: the format of trials.
RHYTHM = {
    TrialSchedule.WEEKLY: (7, 0),
    TrialSchedule.FORTNIGHTLY: (14, 0),
    TrialSchedule.FOUR_WEEKLY: (28, 0),
    TrialSchedule.MONTHLY: (0, 1),
    TrialSchedule.TERM_TIME: (7, 0),
    TrialSchedule.ONE_OFF: (0, 0),
}
#: What stops a plan while it lasts.
PAUSES = frozenset({"hospital", "away", "suspended", "died", "moved"})
#: States in which a supplier is not accredited.
LAPSED = frozenset({"suspended", "lapsed", "ended", "withdrawn", "refused", "expired"})

#: From a day until the day after the last; None is without end.
Span = tuple[date, date | None]


@dataclass(frozen=True, slots=True)
class Around:
    """What is known around one item: who may be paid, who pays their wages, when the plan stands still."""

    number: int
    payees: tuple[TrialPayee, ...]
    via: TrialPayee | None
    pauses: tuple[Span, ...]
    terms: tuple[tuple[date, date], ...]
    ahead: date


def pauses_of(events: Sequence[LifeEvent]) -> tuple[Span, ...]:
    """When a plan stands still."""
    return tuple(
        (event.first, event.last + DAY if event.last else None)
        for event in events
        if event.kind in PAUSES
    )


def pieces_of(item: TrialItem, around: Around) -> Iterator[Planned]:
    """An item at each of its prices, without its pauses. `ahead` is the last day for which dues are counted."""
    for price, span in _prices(item):
        dues = _dues_in_term(item, span, around)
        if item.schedule is TrialSchedule.TERM_TIME and not dues:
            continue
        whole = replace(_planned(item, around), price_pence=price, due_days=7 if dues else 0)
        for first, until in without(span, around.pauses):
            due_on = tuple(day for day in dues if first <= day and (until is None or day < until))
            yield replace(whole, first=first, until=until, due_on=due_on)


def without(span: Span, pauses: Sequence[Span]) -> list[Span]:
    """What is left of a span outside the pauses, in order."""
    left = [span]
    for begins, ends in pauses:
        left = [rest for one in left for rest in _cut(one, begins, ends)]
    return left


def account_numbers(bank: TrialBank | None) -> frozenset[str]:
    """Sort code and account number as fourteen figures; none where the bank is not known."""
    return frozenset({figures(bank.sort_code + bank.account_number)}) if bank else frozenset()


def figures(text: str) -> str:
    return "".join(each for each in text if each.isdigit())


def references(given: str | None) -> frozenset[str]:
    """A reference as it is compared; none where nothing telling is left of it."""
    key = reference_key(given or "")
    return frozenset({key}) if key else frozenset()


def _cut(span: Span, begins: date, ends: date | None) -> Iterator[Span]:
    first, until = span
    if (until is not None and begins >= until) or (ends is not None and ends <= first):
        yield span
        return
    if first < begins:
        yield first, begins
    if ends is not None and (until is None or ends < until):
        yield ends, until


def _prices(item: TrialItem) -> Iterator[tuple[int, Span]]:
    """Each price with the days for which it holds."""
    end = item.end + DAY if item.end else None
    changes = sorted((change.first, change.unit_price_pence) for change in item.price_changes)
    steps = [(item.start, item.unit_price_pence), *changes]
    for number, (first, price) in enumerate(steps):
        following = steps[number + 1][0] if number + 1 < len(steps) else None
        untils = [day for day in (following, end) if day is not None]
        until = min(untils, default=None)
        begins = max(first, item.start)
        if until is None or begins < until:
            yield price, (begins, until)


def _dues_in_term(item: TrialItem, span: Span, around: Around) -> tuple[date, ...]:
    """The first days of the weeks of a term-time item that fall in term."""
    if item.schedule is not TrialSchedule.TERM_TIME:
        return ()
    first, until = span
    weeks = (around.ahead - item.start) // WEEK + 1
    days = (item.start + WEEK * number for number in range(max(weeks, 0)))
    return tuple(
        day
        for day in days
        if first <= day
        and (until is None or day < until)
        and any(begins <= day <= ends for begins, ends in around.terms)
    )


def _planned(item: TrialItem, around: Around) -> Planned:
    every_days, every_months = RHYTHM[item.schedule]
    units_c = round(item.units_per_period * 100)
    exact = Fraction(item.units_per_period)
    known = around.payees[0] if item.payee else None
    via = around.via
    return Planned(
        id=around.number,
        label=known.legal_name if known else item.kind,
        price_pence=item.unit_price_pence,
        unit=item.unit,
        units_c=units_c,
        first=item.start,
        anchor=item.start,
        every_days=every_days,
        every_months=every_months,
        weekday=_only_weekday(item),
        units=None if exact * 100 == units_c else exact,
        names=tuple(name for payee in around.payees for name in payee.names),
        references=references(item.reference),
        accounts=account_numbers(known.bank) if known else frozenset(),
        via_names=via.names if via else (),
        via_accounts=account_numbers(via.bank) if via else frozenset(),
        bundle=item.bundle if isinstance(item.bundle, str) else " ".join(sorted(item.bundle or ())),
        is_anybody=known is None,
        tolerance_percent=int(item.tolerance_pct),
        pay_range=item.pay_range_pence,
        lapsed=_lapsed(known) if known else (),
    )


def _only_weekday(item: TrialItem) -> int | None:
    """The weekday on which all of an item comes, every week; None where there is none, or it comes on several."""
    times = item.times or ()
    days = {each.weekday for each in times}
    weekly = item.schedule is TrialSchedule.WEEKLY and all(each.every_weeks == 1 for each in times)
    return days.pop() if weekly and len(days) == 1 else None


def _lapsed(payee: TrialPayee) -> tuple[Span, ...]:
    """When a supplier was not registered, or not accredited."""
    ended = payee.registration.ended if payee.registration else None
    lapses: list[Span] = [(ended, None)] if ended else []
    rows: tuple[TrialAccreditation, ...] = payee.accreditation or ()
    lapses += [(row.first, row.until) for row in rows if row.state.casefold() in LAPSED]
    return tuple(lapses)
