"""The parts of a plan as pages show them, frozen."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from marketplace.brokerage.rules import (
    MOST_SCORE,
    ConsentKind,
    ConsentWay,
    HowPaid,
    ItemKind,
    Question,
)
from marketplace.core.errors import Problem
from marketplace.core.times import PlannedTime


@dataclass(frozen=True)
class ItemLine:
    """An item with its cost, and the numbers of the outcomes it is for, the first one first.

    `price_now_pence` is the listing's price today, None when unknown.
    """

    id: int
    kind: ItemKind
    title: str
    provider_name: str
    times: tuple[PlannedTime, ...]
    note: str
    unit: str
    band: str
    price_pence: int
    amount: str
    comes_once: bool
    who_pays: str
    agreement: str
    how_paid: HowPaid
    from_date: date | None
    until_date: date | None
    weekly_pence: int
    one_off_pence: int
    who: str
    willing_date: date | None
    fallback: str
    listing_id: UUID | None
    listing_slug: str
    available: bool
    price_now_pence: int | None
    outcomes: tuple[int, ...]

    @property
    def also_for(self) -> tuple[int, ...]:
        """Numbers of the outcomes that it is for, beside the one that it is shown with."""
        return self.outcomes[1:]

    @property
    def last_day(self) -> date | None:
        """The last of its own days; None where it ends with the plan."""
        return self.until_date - timedelta(days=1) if self.until_date else None

    @property
    def is_free(self) -> bool:
        return self.kind == ItemKind.NATURAL

    @property
    def price_moved(self) -> bool:
        return self.price_now_pence is not None and self.price_now_pence != self.price_pence


@dataclass(frozen=True)
class OutcomeLine:
    """An outcome with what is planned for it. `part_of` are outcomes of the law, where the council's
    own framework says which."""

    id: int
    number: int
    words: str
    area: str
    framework: str
    part_of: tuple[str, ...]
    search_for: str
    baseline: int
    target: int
    items: tuple[ItemLine, ...]
    #: What is shown with an outcome before this one, and is for this one too.
    also: tuple[ItemLine, ...]

    @property
    def best(self) -> int:
        """The highest score that there is."""
        return MOST_SCORE

    @property
    def paid(self) -> tuple[ItemLine, ...]:
        return tuple(item for item in self.items if not item.is_free)

    @property
    def free(self) -> tuple[ItemLine, ...]:
        return tuple(item for item in self.items if item.is_free)


@dataclass(frozen=True)
class QuestionLine:
    number: int
    question: Question
    text: str
    problems: tuple[Problem, ...]
    sent_back: str
    #: Whether it, or what else it is judged by, was changed since the plan was returned.
    is_changed: bool = False

    @property
    def needs_more(self) -> bool:
        """Whether a manager said what is missing, and nothing was changed since."""
        return bool(self.sent_back) and not self.is_changed

    @property
    def is_answered(self) -> bool:
        return not self.problems and not self.needs_more


@dataclass(frozen=True)
class BudgetLine:
    """An agreed budget with its funds and the top-ups beside it: pairs of who pays, and pence a week."""

    weekly_pence: int
    from_date: date
    until_date: date | None
    agreed_at: datetime | None
    funds: tuple[tuple[str, int], ...]
    top_ups: tuple[tuple[str, int], ...]
    contribution_pence: int


@dataclass(frozen=True)
class PastDecision:
    decision: str
    reasons: str
    decided_at: datetime
    name: str


@dataclass(frozen=True)
class ConsentLine:
    """What was said of a plan, in which form, and whether it is of what is in it now."""

    kind: ConsentKind
    way: ConsentWay
    said_by: str
    said_date: date
    own_view: str
    consulted: str
    recorder: str
    recorded_at: datetime
    is_of_now: bool

    @property
    def is_from_before(self) -> bool:
        """Whether only a date is known, which the broker typed."""
        return self.way is ConsentWay.BEFORE
