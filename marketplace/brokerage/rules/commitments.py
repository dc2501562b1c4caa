"""What a plan commits to, for which days and at which price: a line cut where anything changes."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from marketplace.brokerage.rules.kinds import Deployment, Frequency, ItemKind
from marketplace.brokerage.rules.paying import HowPaid
from marketplace.core.periods import Period
from marketplace.core.times import PlannedTime


@dataclass(frozen=True, slots=True)
class Commitment:
    """One line of a person's support for the days in which nothing of it changes.

    `anchor` is the day on which the line first began: what comes every so often is counted from it.
    `how_paid` is as its item says it, the bundle in lower case, so that equal words are equal.
    """

    person_id: int
    plan_id: int
    item_id: int
    line_id: int
    title: str
    provider_name: str
    kind: ItemKind
    deployment: Deployment
    agreement_id: int | None
    listing_id: int | None
    price_pence: int
    unit: str
    quantity: Decimal
    frequency: Frequency
    times: tuple[PlannedTime, ...]
    anchor: date
    first: date
    until: date | None
    is_paused: bool = False
    how_paid: HowPaid = field(default_factory=HowPaid)

    @property
    def is_paid_by_person(self) -> bool:
        """Whether it costs something, out of the account that the person pays from."""
        return (
            self.price_pence > 0
            and self.deployment is Deployment.DIRECT_PAYMENT
            and self.kind is not ItemKind.NATURAL
        )


@dataclass(frozen=True, slots=True)
class NewPrice:
    """What a line that was signed at a price costs a unit from a day, in pence."""

    line_id: int
    from_date: date
    signed_pence: int
    price_pence: int


def cut_at_prices(commitment: Commitment, prices: Iterable[NewPrice]) -> Iterator[Commitment]:
    """The commitment in pieces, each at the price in force; the latest said of a day holds.

    A change is of the price that was signed then: a plan signed at another one keeps that.
    """
    price, first = commitment.price_pence, commitment.first
    by_day = {new.from_date: new.price_pence for new in prices if new.signed_pence == price}
    for day in sorted(by_day):
        if commitment.until is not None and day >= commitment.until:
            break
        if day > first:
            yield replace(commitment, price_pence=price, first=first, until=day)
            first = day
        price = by_day[day]
    yield replace(commitment, price_pence=price, first=first)


def without_pauses(commitment: Commitment, pauses: Sequence[Period]) -> Iterator[Commitment]:
    """The commitment without the days of these pauses."""
    first: date | None = commitment.first
    for pause in sorted(pauses, key=lambda each: each.start):
        if first is None or (pause.until is not None and pause.until <= first):
            continue
        if commitment.until is not None and pause.start >= commitment.until:
            break
        if pause.start > first:
            yield replace(commitment, first=first, until=pause.start)
        first = pause.until
    if first is not None and (commitment.until is None or first < commitment.until):
        yield replace(commitment, first=first)


def within_pauses(commitment: Commitment, pauses: Sequence[Period]) -> Iterator[Commitment]:
    """The paused days of the commitment, on which nothing of it comes."""
    first: date | None = commitment.first
    for pause in sorted(pauses, key=lambda each: each.start):
        if first is None:
            return
        start = max(first, pause.start)
        ends = [day for day in (pause.until, commitment.until) if day is not None]
        until = min(ends, default=None)
        if until is None or start < until:
            yield replace(commitment, first=start, until=until, is_paused=True)
            first = until
