"""What the matcher is given and what it gives back. Pence are signed: money out is below nought."""

from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum, StrEnum

RULE_VERSION = "2026.1"


class Tier(StrEnum):
    """How a match was found, strongest first. T5 is never accepted without a person."""

    PROVIDER_ID = "T0"
    REFERENCE = "T1"
    AMOUNT_DATE_PAYEE = "T2"
    STANDING = "T4"
    SUGGESTION = "T5"
    STAFF = "hand"


TIER_LABELS = {
    Tier.PROVIDER_ID: "The card provider’s own number",
    Tier.REFERENCE: "A reference",
    Tier.AMOUNT_DATE_PAYEE: "Amount, date and payee",
    Tier.STANDING: "A rhythm confirmed before",
    Tier.SUGGESTION: "A suggestion",
    Tier.STAFF: "Chosen by staff",
}


class TargetKind(StrEnum):
    """What a line can be matched to."""

    PLAN_ITEM = "plan_item"
    OFF_PLAN = "off_plan"
    LOAD = "load"
    CONTRIBUTION = "contribution"


class Strength(IntEnum):
    """How surely the line names the other party, best first."""

    REFERENCE = 1
    SAME_NAME = 2
    LIKE_NAME = 3
    WEAK_NAME = 4


class Shape(IntEnum):
    """How the amount fits what was expected, best first."""

    FULL = 0
    PART = 1
    SEVERAL = 2
    NEAR = 3
    NONE = 4


class Outcome(StrEnum):
    MATCHED = "matched"
    SUGGESTED = "suggested"
    UNMATCHED = "unmatched"


@dataclass(frozen=True, slots=True)
class Settings:
    """What a council may set: tolerance in per cent, days looked back and forward, days to answer."""

    tolerance_percent: int = 2
    days_early: int = 3
    days_late: int = 13
    refund_days: int = 90
    old_after_days: int = 14
    restricted_mccs: frozenset[str] = frozenset({"7995"})
    cash_mccs: frozenset[str] = frozenset({"6010", "6011"})


@dataclass(frozen=True, slots=True)
class Line:
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


@dataclass(frozen=True, slots=True)
class Planned:
    """An approved plan item: so many units (in hundredths) every so many days at a frozen price.

    It comes every so many days or months; with both at nought it is a one-off. ``aliases`` are payee keys that staff have confirmed;
    ``standing`` holds how many periods at once this payee has been paid for before.
    """

    id: int
    label: str
    price_pence: int
    unit: str
    units_c: int
    first: date
    until: date | None = None
    every_days: int = 7
    every_months: int = 0
    weekday: int | None = None
    names: tuple[str, ...] = ()
    aliases: frozenset[str] = frozenset()
    references: frozenset[str] = frozenset()
    standing: frozenset[int] = frozenset()
    accredited: bool = True


@dataclass(frozen=True, slots=True)
class Income:
    """Money expected in for a budget: the council's load, or the person's contribution.

    So many pence a week from a day until a day, paid for one or several weeks at once. Councils pay
    net or gross of the contribution, for the plan or for the whole budget: ``other_weekly_pence``.
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
    other_weekly_pence: tuple[int, ...] = ()


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

    line: Line
    target_kind: TargetKind
    target_id: int
    claims: tuple[Claim, ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class Rival:
    """Another thing the line could have been, and how well it fitted."""

    target_kind: str
    target_id: int
    label: str
    strength: int
    shape: int
    days: int


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """A reason for a person to look, or to know: a code of the exception rules and a sentence."""

    code: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Decision:
    """What we think one line is, why, and what else it might be."""

    line_id: int
    outcome: Outcome
    reason: str
    tier: Tier | None = None
    target_kind: TargetKind | None = None
    target_id: int | None = None
    claims: tuple[Claim, ...] = ()
    features: tuple[tuple[str, int], ...] = ()
    rivals: tuple[Rival, ...] = ()
    findings: tuple[Finding, ...] = ()
    rule_version: str = RULE_VERSION


@dataclass(frozen=True, slots=True)
class Case:
    """Everything known about one person's money when their open lines are matched."""

    lines: tuple[Line, ...]
    planned: tuple[Planned, ...] = ()
    incomes: tuple[Income, ...] = ()
    settled: tuple[Settled, ...] = ()
    same_need: frozenset[str] = frozenset()
    today: date | None = None
    settings: Settings = field(default_factory=Settings)
