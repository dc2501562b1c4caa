"""What a line could be: every plan item and expected income that its name or number points to."""

from collections.abc import Iterator
from dataclasses import dataclass

from payments.reconciliation.rules.amount_fit import AmountFit, fit_income, fit_spending
from payments.reconciliation.rules.due_dates import DuePeriod, days_between, due_near
from payments.reconciliation.rules.naming import Naming, names_in, read, says_nobody, speaks_against
from payments.reconciliation.rules.settings import Settings
from payments.reconciliation.rules.strength import Strength
from payments.reconciliation.rules.values import (
    Case,
    FitKind,
    Income,
    PaymentLine,
    Planned,
    TargetKind,
)

#: How surely a candidate must be named to be matched without a person.
SURE = (Strength.REFERENCE, Strength.SAME_NAME, Strength.LIKE_NAME)

# Days that a payment for a long period may be late. Judgement: a month, so that a quarter's bill is never
# taken for the one before it.
LONGEST_LATE = 31


@dataclass(frozen=True, slots=True)
class Candidate:
    """One thing a line could be. It is named so; whether the amount fits is another matter."""

    source: Planned | Income
    kind: TargetKind
    naming: Naming
    fit: AmountFit
    is_opposed: bool = False

    @property
    def strength(self) -> Strength:
        return self.naming.strength

    @property
    def fits(self) -> bool:
        return self.fit.kind is not FitKind.NONE

    @property
    def is_sure(self) -> bool:
        """Whether it is named surely enough to be matched without a person."""
        return self.strength in SURE and not self.is_opposed

    @property
    def rank(self) -> tuple[int, int]:
        """Smaller is better: how surely it is named, then how well the amount fits."""
        return (self.strength, self.fit.kind)

    @property
    def target(self) -> tuple[str, int]:
        return (self.kind.value, self.source.id)

    @property
    def joint_parts(self) -> tuple[tuple[int, int], ...]:
        """What goes to each of two agreements, where a payment is of both; else nothing."""
        joint = self.fit.joint
        if joint is None or joint.once_id == self.source.id:
            return ()
        return ((self.source.id, joint.weekly_pence), (joint.once_id, joint.once_pence))

    @property
    def every_days(self) -> int:
        """Days from one due date to the next, the most there can be; zero for an income."""
        return 0 if isinstance(self.source, Income) else days_between(self.source)

    def days_late(self, settings: Settings) -> int:
        """How late it may be paid: a long period as long as it is, several at once later by as many."""
        several = self.fit.kind is FitKind.SEVERAL
        own = max(settings.days_late, min(self.every_days, LONGEST_LATE))
        return own + (self.every_days * self.fit.periods if several else 0)

    def dues(
        self, line: PaymentLine, settings: Settings, *, late: int | None = None
    ) -> list[DuePeriod]:
        """The periods of a plan item that this line could pay for; an income has none."""
        if isinstance(self.source, Income):
            return []
        return due_near(
            self.source,
            line.day,
            early=settings.days_early,
            late=self.days_late(settings) if late is None else late,
        )


def candidates_for(line: PaymentLine, case: Case) -> tuple[Candidate, ...]:
    """Everything the line is named for, best first; equal ranks in id order.

    A plan line may have had several prices: of those that a payment on this day could be for, the
    one that fits best; where it could be for none, the nearest.
    """
    found = _spending(line, case) if line.amount_pence < 0 else _incomes(line, case)
    best: dict[tuple[str, int], Candidate] = {}
    for candidate in sorted(found, key=lambda each: _distance(each, line, case.settings)):
        best.setdefault(candidate.target, candidate)
    return tuple(sorted(best.values(), key=lambda candidate: (candidate.rank, candidate.target)))


def _distance(
    candidate: Candidate, line: PaymentLine, settings: Settings
) -> tuple[bool, tuple[int, int], int]:
    is_far = isinstance(candidate.source, Planned) and not candidate.dues(
        line, settings, late=candidate.days_late(settings)
    )
    return (is_far, candidate.rank, _days_away(candidate, line))


def _days_away(candidate: Candidate, line: PaymentLine) -> int:
    """Days from a line to the days for which a candidate holds."""
    source = candidate.source
    if line.day < source.first:
        return (source.first - line.day).days
    if source.until is not None and line.day >= source.until:
        return (line.day - source.until).days + 1
    return 0


def _spending(line: PaymentLine, case: Case) -> Iterator[Candidate]:
    namings: dict[tuple[object, ...], Naming | None] = {}
    for planned in case.planned:
        key = (planned.names, planned.via_names, planned.references, planned.aliases)
        if key not in namings:
            namings[key] = names_in(line, planned, case)
        if naming := namings[key]:
            fitted = fit_spending(planned, -line.amount_pence, case.settings)
            opposed = speaks_against(line, naming, case)
            yield Candidate(planned, TargetKind.PLAN_LINE, naming, fitted, opposed)


def _incomes(line: PaymentLine, case: Case) -> Iterator[Candidate]:
    for income in case.incomes:
        if naming := names_in(line, income, case):
            fitted = fit_income(income, line.amount_pence, line.day, case.settings)
            yield Candidate(income, income.kind, naming, fitted)


def suggested_by_sum(line: PaymentLine, case: Case) -> tuple[Candidate, ...]:
    """What a payment that names nobody we know would be by its sum, for a person to see: a whole due near its
    day."""
    names_nobody = says_nobody(line) or not case.index.well_named(read(line))
    if line.amount_pence > 0 or not names_nobody:
        return ()
    found: dict[int, Candidate] = {}
    for planned in case.planned:
        fit = fit_spending(planned, -line.amount_pence, case.settings)
        naming = Naming(Strength.WEAK_NAME, planned.names)
        candidate = Candidate(planned, TargetKind.PLAN_LINE, naming, fit)
        if fit.kind is FitKind.FULL and candidate.dues(line, case.settings):
            found[planned.id] = candidate
    return tuple(found.values())
