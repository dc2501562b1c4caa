"""What payers have paid in of what was agreed, and which planned support is for the tax office."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, timedelta

from marketplace.brokerage.rules import ExpectedPayment
from payments.reconciliation.rules.due_dates import dues_within
from payments.reconciliation.rules.statement import Due
from payments.reconciliation.rules.values import Planned
from payments.reconciliation.rules.words import plain

#: What the tax office is called in plans.
TAX_OFFICE = ("HMRC", "REVENUE AND CUSTOMS", "REVENUE CUSTOMS")
#: How far back a payment to the tax office is looked for. Judgement: a quarter and a month, the longest
#: that small employers have; what is older is for the year's accounts.
TAX_BACK = timedelta(124)


def short_by_fund(
    expected: Collection[ExpectedPayment],
    received: Mapping[int, int],
    began: Mapping[int, date],
    known_from: date,
) -> dict[int, tuple[int, date]]:
    """By fund, the pence that have not come of the payments of past days, and the first day that is not
    covered by what came.

    `began` is the day of the first payment that came of each fund. It counts for the payment day nearest
    to it, though that be before the first day that statements tell of.
    """
    owed: dict[int, int] = defaultdict(int)
    since: dict[int, date] = {}
    for payment in sorted(expected, key=lambda each: each.day):
        for fund_id, pence in payment.pence.items():
            if payment.day < _counted_from(fund_id, expected, began, known_from):
                continue
            owed[fund_id] += pence
            if owed[fund_id] > received.get(fund_id, 0):
                since.setdefault(fund_id, payment.day)
    return {
        fund_id: (owed[fund_id] - received.get(fund_id, 0), day) for fund_id, day in since.items()
    }


def _counted_from(
    fund_id: int,
    expected: Iterable[ExpectedPayment],
    began: Mapping[int, date],
    known_from: date,
) -> date:
    days = [each.day for each in expected if each.pence.get(fund_id)]
    came = began.get(fund_id)
    if came is None or not days:
        return known_from
    return min(known_from, min(days, key=lambda day: abs((day - came).days)))


def is_tax_office(planned: Planned) -> bool:
    """Whether planned support is a payment to HM Revenue and Customs."""
    said = " ".join(plain(name) for name in (planned.label, *planned.names))
    return any(name in said for name in TAX_OFFICE)


def untaxed(
    planned: Collection[Planned], paid: Mapping[Due, int], *, since: date, before: date
) -> Iterator[tuple[date, int]]:
    """Due periods of the tax office that ended before a day and are not paid, though other support of
    that time or later was: the first day of each, and the pence."""
    taxes = [each for each in planned if is_tax_office(each)]
    tax_ids = {each.id for each in taxes}
    others = [first for (line_id, first), units in paid.items() if units and line_id not in tax_ids]
    for each in taxes:
        for due in dues_within(each, max(since, before - TAX_BACK), before):
            is_open = paid.get((each.id, due.first), 0) < each.units_c and due.last < before
            if is_open and any(first >= due.first for first in others):
                yield due.first, each.price_pence * each.units_c // 100


def drift(opening: Collection[int], closing: Collection[int], moved_pence: int) -> int:
    """How much more a balance moved than the payments between two days: the least that any two balances
    of those days say, since which of a day is its last is not always known."""
    moves = (last - first - moved_pence for first in opening for last in closing)
    return min(moves, key=abs, default=0)
