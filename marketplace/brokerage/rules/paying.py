"""How planned support is paid: what a payment for it may look like on a statement."""

from collections.abc import Iterator
from dataclasses import dataclass

from marketplace.brokerage.rules.limits import (
    BUNDLE_LENGTH,
    LINE_LENGTH,
    MOST_PRICE_PENCE,
    MOST_TOLERANCE_PERCENT,
    PAYMENT_REFERENCE_LENGTH,
    length_problems,
)
from marketplace.core.errors import Problem, problem


@dataclass(frozen=True, slots=True)
class HowPaid:
    """What is agreed of the payments for one line of a plan, each left empty where nothing is.

    `tolerance_percent` is how far a payment may be from the plan; None: the council's own figure.
    `payment_reference` is what the payer writes. `paid_via` names who pays the wages in place of the
    person. Lines with the same `bundle` are paid in one payment. From `pay_least_pence` to
    `pay_most_pence` is what varying pay may come to in one due period, and holds before the tolerance.
    """

    tolerance_percent: int | None = None
    payment_reference: str = ""
    paid_via: str = ""
    bundle: str = ""
    pay_least_pence: int | None = None
    pay_most_pence: int | None = None

    @property
    def is_agreed(self) -> bool:
        """Whether anything is."""
        return self != HowPaid()


#: The names of its parts, which the columns of an item share.
HOW_PAID = (
    "tolerance_percent",
    "payment_reference",
    "paid_via",
    "bundle",
    "pay_least_pence",
    "pay_most_pence",
)


def how_paid_problems(paid: HowPaid) -> list[Problem]:
    """Why support cannot be paid like this; empty when it can."""
    return [*_tolerance_problems(paid), *_range_problems(paid), *_length_problems(paid)]


def reference_problems(field: str, reference: str) -> list[Problem]:
    """Why this cannot be the reference on a payment; empty when it can."""
    return length_problems(field, reference, PAYMENT_REFERENCE_LENGTH)


def _tolerance_problems(paid: HowPaid) -> Iterator[Problem]:
    percent = paid.tolerance_percent
    if percent is not None and not 0 <= percent <= MOST_TOLERANCE_PERCENT:
        most = {"most": MOST_TOLERANCE_PERCENT}
        yield problem("plan_tolerance_out_of_range", "tolerance_percent", **most)


def _range_problems(paid: HowPaid) -> Iterator[Problem]:
    least, most = paid.pay_least_pence, paid.pay_most_pence
    if least is None and most is None:
        return
    if least is None or most is None:
        missing = "pay_least" if least is None else "pay_most"
        yield problem("plan_pay_range_half", missing)
    elif least <= 0:
        yield problem("plan_pay_range_from_nothing", "pay_least")
    elif most <= least:
        yield problem("plan_pay_range_upside_down", "pay_most")
    elif most > MOST_PRICE_PENCE:
        yield problem("plan_pay_range_too_high", "pay_most", most_pence=MOST_PRICE_PENCE)


def _length_problems(paid: HowPaid) -> Iterator[Problem]:
    yield from reference_problems("payment_reference", paid.payment_reference)
    yield from length_problems("paid_via", paid.paid_via, LINE_LENGTH)
    yield from length_problems("bundle", paid.bundle, BUNDLE_LENGTH)
