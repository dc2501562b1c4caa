"""What the matcher is given. Pence are signed: money out is below zero."""

from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum
from fractions import Fraction

from marketplace.core.labels import LabelledEnum
from payments.reconciliation.rules.names import PayeeIndex
from payments.reconciliation.rules.settings import Settings


class Tier(LabelledEnum):
    """How a match was found, strongest first. A suggestion is never accepted without a person."""

    PROVIDER_ID = "T0", "The card provider’s own number"
    REFERENCE = "T1", "A reference"
    AMOUNT_DATE_PAYEE = "T2", "Amount, date and payee"
    CONFIRMED_PERIODS = "T4", "A number of periods confirmed before"
    SUGGESTION = "T5", "A suggestion"
    STAFF = "hand", "Matched by staff"


class TargetKind(LabelledEnum):
    """What a line can be matched to, and how a reason names it."""

    PLAN_LINE = "plan_line", "planned support"
    OFF_PLAN = "off_plan", "outside the plan, accepted"
    LOAD = "load", "a payment from the council"
    FUND = "fund", "a payment from one payer"
    CONTRIBUTION = "contribution", "the person’s contribution"
    FEE = "fee", "a fee of the bank"
    INTEREST = "interest", "interest"
    TRANSFER = "transfer", "a transfer between the person’s own accounts"
    CASH = "cash", "cash, as agreed"


#: Money in, that gives nothing back.
INCOME_KINDS = frozenset({TargetKind.LOAD, TargetKind.FUND, TargetKind.CONTRIBUTION})


#: Lines that are no payment for support and no income: they cost nobody a minute.
FOR_NOBODY = frozenset({TargetKind.FEE, TargetKind.INTEREST, TargetKind.TRANSFER, TargetKind.CASH})


class FitKind(IntEnum):
    """How the amount fits what was expected, best first."""

    FULL = 0
    PART = 1
    SEVERAL = 2
    NEAR = 3
    NONE = 4
    RANGE = 5
    TOGETHER = 6
    IN_PARTS = 7
    NET = 8


@dataclass(frozen=True, slots=True)
class PaymentLine:
    """One booked line of a card or bank account; ``received`` is the day that we got it."""

    id: int
    person_id: int
    day: date
    amount_pence: int
    payee: str
    reference: str = ""
    provider_ref: str = ""
    mcc: str = ""
    received: date | None = None
    account_id: int = 0


@dataclass(frozen=True, slots=True)
class Planned:
    """A plan line for the days at one price: so many units (in hundredths) every so many days at a frozen price.

    It comes every so many days or months, counted from the anchor, or else the first day; with both at zero it is a one-off. A due period lasts
    `due_days`, or until the next where that is zero. `due_on`, if given, are the first days of all its due periods, in order.
    `units` are the exact units where hundredths do not hold them. ``aliases`` are payee keys that staff have confirmed; ``confirmed_periods`` holds how many periods at once staff have confirmed.
    """

    id: int
    label: str
    price_pence: int
    unit: str
    units_c: int
    first: date
    until: date | None = None
    anchor: date | None = None
    every_days: int = 7
    every_months: int = 0
    weekday: int | None = None
    due_on: tuple[date, ...] = ()
    due_days: int = 0
    units: Fraction | None = None
    names: tuple[str, ...] = ()
    aliases: frozenset[str] = frozenset()
    references: frozenset[str] = frozenset()
    accounts: frozenset[str] = frozenset()
    suggested_names: tuple[str, ...] = ()
    via_names: tuple[str, ...] = ()
    via_accounts: frozenset[str] = frozenset()
    bundle: str = ""
    is_anybody: bool = False
    tolerance_percent: int | None = None
    pay_range: tuple[int, int] | None = None
    confirmed_periods: frozenset[int] = frozenset()
    accredited: bool = True
    lapsed: tuple[tuple[date, date | None], ...] = ()

    def is_accredited_on(self, day: date) -> bool:
        """Whether its supplier was accredited on a day, as far as that is asked of them."""
        gone = (start <= day and (end is None or day < end) for start, end in self.lapsed)
        return self.accredited and not any(gone)

    @property
    def recurs(self) -> bool:
        """Whether it is planned more than once."""
        return bool(self.every_days or self.every_months or self.due_on[1:])

    def holds_on(self, day: date) -> bool:
        return self.first <= day and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True, order=True)
class JointPayment:
    """Weekly money that is due on a day and money that is due once, of one payer, which may come as one.

    `once_id` is what the money that is due once is matched to, of the kind of the income.
    """

    day: date
    weekly_pence: int
    once_day: date
    once_pence: int
    once_id: int

    @property
    def pence(self) -> int:
        return self.weekly_pence + self.once_pence


@dataclass(frozen=True, slots=True)
class Income:
    """Money expected in by an agreement: what its payers pay together, one payer's, the contribution.

    So many pence a week from a day until a day, paid for one or several weeks at once. `payments` are
    days and pence that are agreed and are no number of weeks, `joint` what may come as one.
    """

    id: int
    kind: TargetKind
    label: str
    weekly_pence: int
    first: date
    until: date | None = None
    names: tuple[str, ...] = ()
    aliases: frozenset[str] = frozenset()
    references: frozenset[str] = frozenset()
    payments: tuple[tuple[date, int], ...] = ()
    joint: tuple[JointPayment, ...] = ()
    usual_pence: int = 0
    initials: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, order=True)
class Claim:
    """What a match uses up: one due date of a plan item, or a purchase (for a refund)."""

    kind: str
    id: int
    due: date
    units_c: int = 0


@dataclass(frozen=True, slots=True)
class Settled:
    """A line matched earlier, and what it used up."""

    line: PaymentLine
    target_kind: TargetKind
    target_id: int
    claims: tuple[Claim, ...] = ()
    shares: tuple[tuple[int, int], ...] = ()

    @property
    def pence_by_item(self) -> tuple[tuple[int, int], ...]:
        """What went to each plan item; all to one where it does not say."""
        return self.shares or ((self.target_id, abs(self.line.amount_pence)),)


@dataclass(frozen=True, slots=True)
class Case:
    """Everything known about one person's money when their open lines are matched."""

    lines: tuple[PaymentLine, ...]
    planned: tuple[Planned, ...] = ()
    incomes: tuple[Income, ...] = ()
    settled: tuple[Settled, ...] = ()
    same_need: frozenset[str] = frozenset()
    index: PayeeIndex = field(default_factory=PayeeIndex)
    foreign_references: frozenset[str] = frozenset()
    own_accounts: frozenset[str] = frozenset()
    own_initials: frozenset[str] = frozenset()
    today: date | None = None
    settings: Settings = field(default_factory=Settings)
