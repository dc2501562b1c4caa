"""`plans.json` of a trial, as values: all that the matcher may know besides the statements.

Keys that are not known are kept and ignored. A key that must be there and is not is refused with its place.
"""

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from marketplace.core.errors import problem
from marketplace.core.pence import MAX_PENCE
from payments.gateway.statements import FIRST_YEAR, LAST_YEAR
from payments.reconciliation.trial.errors import TrialRefused
from payments.reconciliation.trial.json_files import read_model

#: Units of one period, or percent. Judgement: no plan has a million of anything.
MOST_UNITS = 1_000_000
#: Terms, events of one person, prices of one item. Judgement: some ten years of each are under a hundred.
MOST_PARTS = 500
PLANS = "plans.json"
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _day(given: object) -> object:
    if not isinstance(given, str) or not _DATE.fullmatch(given):
        raise ValueError("it is not a date like 2026-01-31")
    try:
        day = date.fromisoformat(given)
    except ValueError as error:
        raise ValueError("it is not a date like 2026-01-31") from error
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError(f"its year is not from {FIRST_YEAR} to {LAST_YEAR}")
    return day


def _number(given: object) -> object:
    if isinstance(given, bool) or not isinstance(given, int | Decimal):
        raise ValueError("it is not a number")
    return Decimal(given)


Day = Annotated[date, BeforeValidator(_day)]
Pence = Annotated[int, Field(strict=True, ge=-MAX_PENCE, le=MAX_PENCE)]
Amount = Annotated[int, Field(strict=True, ge=0, le=MAX_PENCE)]
Number = Annotated[Decimal, BeforeValidator(_number), Field(ge=0, le=MOST_UNITS)]
FEW = Field(max_length=MOST_PARTS)
Id = Annotated[str, Field(min_length=1)]


class TrialValue(BaseModel):
    """One object of the format: never changed, its unknown keys kept."""

    model_config = ConfigDict(frozen=True, extra="allow")


class TrialSchedule(StrEnum):
    """How often something comes."""

    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    FOUR_WEEKLY = "4-weekly"
    MONTHLY = "monthly"
    TERM_TIME = "term-time"
    ONE_OFF = "one-off"


class TrialCouncil(TrialValue):
    name: str
    cash_single_limit_pence: Amount
    agreement_needed_above_pence: Amount
    not_allowed_mcc: tuple[str, ...]


class TrialLoad(TrialValue):
    payer: str
    pence: Amount
    schedule: TrialSchedule


class TrialContribution(TrialValue):
    pence: Amount
    schedule: TrialSchedule
    reference: str | None = None


class TrialBank(TrialValue):
    sort_code: str
    account_number: str


class Representative(TrialValue):
    initials: str
    bank: TrialBank | None = None


class LifeEvent(TrialValue):
    """A stay in hospital, time away, a suspension, a death, a move; `to` is its last day, if it has one."""

    kind: str
    first: Day = Field(alias="from")
    last: Day | None = Field(alias="to", default=None)


class TrialPerson(TrialValue):
    id: Id
    initials: str
    load: TrialLoad | None
    contribution: TrialContribution | None
    representative: Representative | None
    events: Annotated[tuple[LifeEvent, ...], FEW]


class TrialAgreement(TrialValue):
    """What one payer pays into an account; `first` is the first payment, `until` the last day."""

    id: Id
    person: Id
    account: Id
    payer: str
    fund: str
    pence: Amount
    schedule: TrialSchedule
    first: Day
    start: Day = Field(alias="from")
    until: Day | None = None
    reference: str | None = None


class TrialAccount(TrialValue):
    id: Id
    person: Id
    kind: str
    layout: str
    sort_code: str
    account_number: str
    opening_balance_pence: Pence


class TrialRegistration(TrialValue):
    cqc: str | None = None
    ended: Day | None = None


class TrialAccreditation(TrialValue):
    state: str
    first: Day = Field(alias="from")
    until: Day | None = None


class TrialPayee(TrialValue):
    id: Id
    kind: str
    legal_name: str
    trading_names: tuple[str, ...]
    card_descriptor: str | None = None
    bank: TrialBank | None = None
    registration: TrialRegistration | None = None
    accreditation: tuple[TrialAccreditation, ...] | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """Every name that a bank may write for it."""
        found = (self.legal_name, *self.trading_names, self.card_descriptor or "")
        return tuple(name for name in found if name.strip())


class TrialPrice(TrialValue):
    first: Day = Field(alias="from")
    unit_price_pence: Amount


class TrialTime(TrialValue):
    """A visit that comes every so many weeks on one day of the week; Monday is zero."""

    weekday: Annotated[int, Field(strict=True, ge=0, le=6)]
    every_weeks: Annotated[int, Field(strict=True, ge=1, le=53)] = 1


class TrialItem(TrialValue):
    id: Id
    person: Id
    payee: Id | None
    kind: str
    unit: str
    unit_price_pence: Amount
    price_changes: Annotated[tuple[TrialPrice, ...], FEW]
    units_per_period: Number
    schedule: TrialSchedule
    start: Day
    end: Day | None = None
    tolerance_pct: Number
    paid_via: Id | None = None
    bundle: str | tuple[str, ...] | None = None
    reference: str | None = None
    pay_range_pence: tuple[Amount, Amount] | None = None
    times: Annotated[tuple[TrialTime, ...], FEW] | None = None


class TrialStatement(TrialValue):
    """One file, in the order in which they came. A balance that the bank did not give is null."""

    @property
    def id(self) -> str:
        """What no two have: the file."""
        return self.file

    file: str
    account: Id
    layout: str
    opening_pence: Pence | None
    closing_pence: Pence | None
    rows: Annotated[int, Field(strict=True, ge=0)]


class TrialPlans(TrialValue):
    council: TrialCouncil
    terms: Annotated[tuple[tuple[Day, Day], ...], FEW]
    people: tuple[TrialPerson, ...]
    agreements: tuple[TrialAgreement, ...] | None = None
    accounts: tuple[TrialAccount, ...]
    payees: tuple[TrialPayee, ...]
    items: tuple[TrialItem, ...]
    statements: tuple[TrialStatement, ...]

    @model_validator(mode="before")
    @classmethod
    def _agreements_stand_for_both(cls, given: Any) -> Any:
        """Where agreements are given in full, people need not have their short form."""
        if isinstance(given, dict) and given.get("agreements") is not None:
            people = given.get("people")
            for person in people if isinstance(people, list) else ():
                if isinstance(person, dict):
                    person.setdefault("load", None)
                    person.setdefault("contribution", None)
        return given

    def checked(self) -> Self:
        """The same, where each id is there once and each that is named is there. Raises TrialRefused."""
        people = _ids("people", self.people)
        accounts = _ids("accounts", self.accounts)
        payees = _ids("payees", self.payees)
        _ids("items", self.items)
        _named("accounts", "person", [each.person for each in self.accounts], people)
        _named("items", "person", [each.person for each in self.items], people)
        _named("items", "payee", [each.payee for each in self.items], payees)
        _named("items", "paid_via", [each.paid_via for each in self.items], payees)
        _named("statements", "account", [each.account for each in self.statements], accounts)
        _ids("statements", self.statements)
        agreements = self.agreements or ()
        _named("agreements", "person", [each.person for each in agreements], people)
        _named("agreements", "account", [each.account for each in agreements], accounts)
        return self


def read_plans(folder: Path) -> TrialPlans:
    """The plans of a trial folder. Raises TrialRefused with the place that is wrong."""
    return read_model(TrialPlans, folder / PLANS).checked()


Named = TrialPerson | TrialAccount | TrialPayee | TrialItem | TrialStatement


def _ids(rows: str, values: Sequence[Named]) -> frozenset[str]:
    seen: set[str] = set()
    for number, value in enumerate(values, 1):
        if value.id in seen:
            raise TrialRefused(
                problem("trial_id_twice", file=PLANS, place=f", {rows} {number}", id=value.id)
            )
        seen.add(value.id)
    return frozenset(seen)


def _named(rows: str, key: str, given: Sequence[str | None], known: frozenset[str]) -> None:
    for number, value in enumerate(given, 1):
        if value is not None and value not in known:
            facts = {"place": f", {rows} {number}", "key": key, "id": value}
            raise TrialRefused(problem("trial_id_unknown", file=PLANS, **facts))
