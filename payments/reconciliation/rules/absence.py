"""Rules about what is missing: what they are given to look at, and what they say of it.

An account is looked at by itself, a person with all their money. Pence are above zero.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Self

from marketplace.core.rooms import Figure
from payments.reconciliation.rules import figures
from payments.reconciliation.rules.exception_rule import Rule
from payments.reconciliation.rules.fund_rests import ClosedRest

#: A number or a day that a finding rests on, by what it is called in `wording.RECKONED`.
Reckoned = Mapping[str, int | str]

#: Where each figure of these rules is kept.
ABSENCE_FIGURES: Mapping[str, Figure] = {
    "unused_weeks": figures.UNUSED_WEEKS,
    "surplus_weeks": figures.SURPLUS_WEEKS,
    "load_days": figures.LOAD_DAYS,
    "statement_weeks": figures.STATEMENT_WEEKS,
    "tax_days": figures.TAX_DAYS,
}


@dataclass(frozen=True, slots=True)
class AbsenceLimits:
    """A council's figures on one day: after how long something is missing."""

    unused_weeks: int = figures.UNUSED_WEEKS.usual
    surplus_weeks: int = figures.SURPLUS_WEEKS.usual
    load_days: int = figures.LOAD_DAYS.usual
    statement_weeks: int = figures.STATEMENT_WEEKS.usual
    tax_days: int = figures.TAX_DAYS.usual

    @classmethod
    def of(cls, values: Mapping[str, int]) -> Self:
        """The limits that a council's figures make, by their keys."""
        return cls(**{name: values[figure.key] for name, figure in ABSENCE_FIGURES.items()})


@dataclass(frozen=True, slots=True)
class Lack:
    """What is missing, in a sentence that stays true, and what it rests on. `pence` is what it is about."""

    sentence: str
    pence: int = 0
    facts: Reckoned = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AccountFacts:
    """One card or bank account on a day. Days are of booked payments.

    `in_use` says that an agreement pays into it and a plan is to be paid from it, today and for as long
    as the council's figure of unused weeks. `first_in` is its first money in, `read_to` the last day of
    which a statement file has told, where it is fed by files. `drift_pence` is what the bank's balances
    moved more than the payments between them.
    """

    today: date
    limits: AbsenceLimits = field(default_factory=AbsenceLimits)
    is_card: bool = False
    in_use: bool = False
    balance_pence: int = 0
    first_in: date | None = None
    last_out: date | None = None
    is_fed_by_files: bool = False
    read_to: date | None = None
    drift_pence: int = 0
    drift_days: tuple[date, date] | None = None


@dataclass(frozen=True, slots=True)
class MissingMoney:
    """What a payer has paid less than is agreed for days now past, and since which payment day."""

    label: str
    is_contribution: bool
    pence: int
    weekly_pence: int
    since: date


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """One person's money on a day, all accounts together.

    `left_pence` is what is in the accounts, less what the plan needs before money next comes in;
    `weekly_pence` what is paid in a week, `kept_pence` what may be left over by the agreements. `untaxed` are payments to the tax office that are due and not
    made, each with its day, while others of the plan were paid. `paid_since` is the first day of the
    first agreement in force without a break, `reviewed` the day of the newest review. `rests` are closed
    funds with what is left of them now.
    """

    today: date
    limits: AbsenceLimits = field(default_factory=AbsenceLimits)
    left_pence: int = 0
    weekly_pence: int = 0
    kept_pence: int = 0
    missing: tuple[MissingMoney, ...] = ()
    untaxed: tuple[tuple[date, int], ...] = ()
    paid_since: date | None = None
    reviewed: date | None = None
    rests: tuple[ClosedRest, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountRule(Rule):
    """A rule about an account: what it lacks, or None."""

    look: Callable[[AccountFacts], Lack | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRule(Rule):
    """A rule about a person's money as a whole: what it lacks, or None."""

    look: Callable[[PersonFacts], Lack | None]
