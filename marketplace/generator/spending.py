"""Making what a person's card or bank account shows: planned spending, and every kind of oddity.

Each line knows its truth, so that matching can be measured against it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import count
from random import Random

from marketplace.brokerage.rules import FundingSegment, FundPart, PayerKind, expected_payments
from marketplace.core.dates import WEEKDAYS
from marketplace.core.periods import week_start
from marketplace.core.times import PlannedTime

PAYMENT_DAYS = {
    "week": 7,
    "fortnight": 14,
    "four_weeks": 28,
    "month": 30,
    "quarter": 91,
    "year": 364,
}
#: Days from one load to the next.
LOAD_DAYS = 28
#: Days until a thing is bought from what is left over each week.
SAVING_DAYS = 98


@dataclass(frozen=True)
class PlannedSpend:
    """One plan item as it is paid: to whom, pence for one unit, how many, how often.

    `weekday` is the day on which its week's visits are done, Monday 0, and it is paid then. It is
    counted from `anchor` (without one, from the statement's first day), for its days from `first` until
    `until`.
    """

    item_id: int
    payee: str
    price_pence: int
    quantity: int
    frequency: str
    mcc: str
    weekday: int | None = None
    anchor: date | None = None
    first: date | None = None
    until: date | None = None

    def holds_on(self, day: date) -> bool:
        return (self.first is None or self.first <= day) and (
            self.until is None or day < self.until
        )

    @property
    def is_frequent(self) -> bool:
        """Whether it comes at least as often as money does."""
        return 0 < PAYMENT_DAYS.get(self.frequency, 0) <= LOAD_DAYS

    @property
    def weekly_pence(self) -> int:
        """About what it costs a week, for working out how much is paid in."""
        if self.frequency == "once":
            return 0
        return self.price_pence * self.quantity * 7 // PAYMENT_DAYS[self.frequency]


@dataclass(frozen=True)
class SpendLine:
    """One line of a statement. Money out is below zero. Truth is the item's id, or a word."""

    day: date
    amount_pence: int
    payee: str
    description: str
    mcc: str
    truth: int | str
    currency: str = "GBP"


def bank_name(payee: str) -> str:
    """How a bank shortens a name: capitals, no vowels' worth of room to spare."""
    return payee.upper().replace("’", "").replace(".", "")[:22].strip()


def last_weekday(times: Iterable[PlannedTime]) -> int | None:
    """On which day the week's planned times are done, Monday 0; None where no weekday is planned."""
    days = (WEEKDAYS.index(one.weekday) for one in times if one.weekday)
    return max(days, default=None)


def planned_lines(
    items: Sequence[PlannedSpend], start: date, until: date, rng: Random
) -> Iterator[SpendLine]:
    """What the plan says will be paid, with the small wobbles of real life."""
    for item in items:
        for day in _bill_days(item, start, until, rng):
            if rng.random() < 0.96:
                units = item.quantity if rng.random() < 0.9 else max(1, item.quantity - 1)
                yield SpendLine(
                    day + timedelta(days=rng.choice([0, 0, 0, 1])),
                    -item.price_pence * units,
                    bank_name(item.payee),
                    f"{units} x {item.price_pence / 100:.2f}",
                    item.mcc,
                    item.item_id,
                )


def _bill_days(item: PlannedSpend, start: date, until: date, rng: Random) -> Iterator[date]:
    first = _first_bill(item, item.anchor or start, rng)
    every = PAYMENT_DAYS.get(item.frequency, 0)
    for number in count():
        day = first + timedelta(number * every)
        if day >= until or (number and not every):
            return
        if day >= start and item.holds_on(day):
            yield day


def _first_bill(item: PlannedSpend, counted: date, rng: Random) -> date:
    """Of what has no days, a long stay is paid after it, and a thing once there is money for it."""
    if item.weekday is not None:
        return week_start(counted) + timedelta(item.weekday)
    wait, every = rng.randrange(5), PAYMENT_DAYS.get(item.frequency, 0)
    if not every:
        return counted + timedelta(SAVING_DAYS + wait)
    return counted + timedelta(every - 14 + wait if every > LOAD_DAYS else wait)


def income_lines(
    segments: Sequence[FundingSegment], start: date, until: date, rng: Random
) -> Iterator[SpendLine]:
    """What agreements pay in on their days: the council for all payers, top-ups, contributions.

    The person forgets one in twenty.
    """
    parts = {part.fund_id: part for segment in segments for part in segment.parts}
    for payment in expected_payments(segments, start=start, until=until):
        pence: dict[PayerKind, int] = defaultdict(int)
        names: dict[PayerKind, str] = {}
        for fund_id, amount in payment.pence.items():
            pence[_paid_as(parts[fund_id])] += amount
            names.setdefault(_paid_as(parts[fund_id]), parts[fund_id].payer_name)
        for kind, amount in pence.items():
            if kind is not PayerKind.PERSON or rng.random() < 0.95:
                yield _income(kind, names[kind], payment.day, amount)


def _paid_as(part: FundPart) -> PayerKind:
    """As whose money a fund comes: the council sends what others pay beside it with its own."""
    is_sent_by_council = part.payer_kind not in (PayerKind.PERSON, PayerKind.THIRD_PARTY)
    return PayerKind.COUNCIL if is_sent_by_council else part.payer_kind


def _income(kind: PayerKind, name: str, day: date, pence: int) -> SpendLine:
    if kind is PayerKind.PERSON:
        day = day + timedelta(days=2)
        return SpendLine(day, pence, "CONTRIBUTION", "Own contribution", "", "contribution")
    if kind is PayerKind.THIRD_PARTY:
        return SpendLine(day, pence, bank_name(name), "Top-up", "", "fund")
    return SpendLine(day, pence, bank_name(f"{name} DP"), "Direct payment", "", "load")


def oddities(
    items: Sequence[PlannedSpend], start: date, until: date, rng: Random, every_kind: bool
) -> Iterator[SpendLine]:
    """What a finance officer looks at: off-plan, cash, doubled, refunded, dearer, foreign."""
    # Lately: older ones would have been dealt with.
    days = min((until - start).days, 40)

    def some_day() -> date:
        return until - timedelta(days=1 + rng.randrange(days))

    kinds = ODDITIES if every_kind else rng.sample(ODDITIES, rng.randint(0, 2))
    for payee, pence, mcc, truth in kinds:
        yield SpendLine(some_day(), pence, payee, "Card", mcc, truth)
    usual_ones = [item for item in items if item.until is None and item.is_frequent]
    if not usual_ones:
        return
    item = rng.choice(usual_ones)
    usual = -item.price_pence * item.quantity
    line = SpendLine(some_day(), usual, bank_name(item.payee), "", item.mcc, item.item_id)
    if every_kind or rng.random() < 0.15:
        doubled = replace(line, day=some_day())
        yield doubled
        yield replace(doubled, truth="duplicate")
    if every_kind or rng.random() < 0.15:
        yield replace(line, day=some_day(), amount_pence=round(usual * 1.18), truth="dearer")
    if every_kind or rng.random() < 0.05:
        yield replace(line, day=some_day(), currency="EUR", truth="other_currency")


ODDITIES = [
    ("BRACKENFORD GARDEN CTR", -2580, "5261", "off_plan"),
    ("CASH 14 HIGH ST", -4000, "6011", "cash"),
    ("REFUND STEADFAST MOB", 1850, "5047", "refund_without_purchase"),
    ("LUCKY SEVENS ONLINE", -2000, "7995", "restricted"),
]


def lines_of(
    items: Sequence[PlannedSpend],
    segments: Sequence[FundingSegment],
    start: date,
    until: date,
    seed: str,
    *,
    every_kind: bool = False,
    odd: bool = True,
) -> list[SpendLine]:
    """One account's lines from a day until another, oldest first; the same for the same seed."""
    rng = Random(seed)
    lines = [
        *income_lines(segments, start, until, rng),
        *planned_lines(items, start, until, rng),
        *(oddities(items, start, until, rng, every_kind) if odd else ()),
    ]
    kept = [line for line in lines if start <= line.day < until]
    return sorted(kept, key=lambda line: (line.day, line.payee, line.amount_pence))


def as_csv(lines: list[SpendLine]) -> bytes:
    """The lines as a card programme's CSV export gives them."""
    rows = ["Date,Amount,Currency,Payee,Description,MCC"]
    for line in lines:
        pounds = f"{'-' if line.amount_pence < 0 else ''}{abs(line.amount_pence) // 100}.{abs(line.amount_pence) % 100:02d}"
        rows.append(
            f'{line.day:%d/%m/%Y},{pounds},{line.currency},"{line.payee}","{line.description}",{line.mcc}'
        )
    return ("\r\n".join(rows) + "\r\n").encode()
