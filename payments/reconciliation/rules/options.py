"""What a line could be: every plan item and expected income that its name or number points to."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from payments.reconciliation.rules.fits import Due, Fit, due_near, fit, fit_income
from payments.reconciliation.rules.payees import name_strength, payee_key, reference_tokens
from payments.reconciliation.rules.values import (
    Case,
    Income,
    Line,
    Planned,
    Settings,
    Shape,
    Strength,
    TargetKind,
)


@dataclass(frozen=True, slots=True)
class Option:
    """One thing a line could be. It is named so; whether the amount fits is another matter."""

    source: Planned | Income
    kind: TargetKind
    strength: Strength
    fit: Fit

    @property
    def fits(self) -> bool:
        return self.fit.shape is not Shape.NONE

    @property
    def rank(self) -> tuple[int, int]:
        """Smaller is better: how surely it is named, then how well the amount fits."""
        return (self.strength, self.fit.shape)

    @property
    def target(self) -> tuple[str, int]:
        return (self.kind.value, self.source.id)

    @property
    def every_days(self) -> int:
        """Days from one due date to the next, the most there can be."""
        if isinstance(self.source, Income):
            return 0
        return self.source.every_days or 31 * self.source.every_months

    def dues(self, line: Line, settings: Settings, *, late: int | None = None) -> list[Due]:
        """The periods of a plan item that this line could pay for; an income has none."""
        if isinstance(self.source, Income):
            return []
        return due_near(
            self.source,
            line.day,
            early=settings.days_early,
            late=settings.days_late if late is None else late,
        )


def options_for(line: Line, case: Case) -> tuple[Option, ...]:
    """Everything the line is named for, best first; equal ranks in id order."""
    found = _spends(line, case) if line.amount_pence < 0 else _incomes(line, case)
    return tuple(sorted(found, key=lambda option: (option.rank, option.target)))


def _spends(line: Line, case: Case) -> Iterator[Option]:
    for planned in case.planned:
        strength = _named(line, planned)
        if strength is not None:
            fitted = fit(planned, -line.amount_pence, case.settings.tolerance_percent)
            yield Option(planned, TargetKind.PLAN_ITEM, strength, fitted)


def _incomes(line: Line, case: Case) -> Iterator[Option]:
    for income in case.incomes:
        strength = _named(line, income)
        if strength is not None:
            fitted = fit_income(income, line.amount_pence, line.day)
            yield Option(income, income.kind, strength, fitted)


def _named(line: Line, source: Planned | Income) -> Strength | None:
    if source.references and source.references & reference_tokens(f"{line.payee} {line.reference}"):
        return Strength.REFERENCE
    return name_strength(line.payee, source.names, source.aliases)


def leaders(options: tuple[Option, ...]) -> tuple[Option, ...]:
    """The best-ranked options, if their amount fits.

    None when something is named more surely and its amount does not fit: only a person can tell.
    """
    if not options or not options[0].fits:
        return ()
    return tuple(option for option in options if option.rank == options[0].rank)


@dataclass(frozen=True, slots=True)
class Repeat:
    """A line that repeats an earlier one: the first of the run, and its own place in it (from 1)."""

    first: Line
    place: int


def twins(case: Case) -> dict[int, Repeat]:
    """Lines that repeat another: same payee, same amount, the same or the next day.

    Lines matched earlier count, so the answer does not change when the first of a run is matched
    before the second.
    """
    runs: dict[tuple[str, int], list[Line]] = {}
    for line in (*case.lines, *(settled.line for settled in case.settled)):
        runs.setdefault((payee_key(line.payee), line.amount_pence), []).append(line)
    repeats: dict[int, Repeat] = {}
    for run in runs.values():
        run.sort(key=lambda line: (line.day, line.id))
        first, place = run[0], 1
        for before, line in pairwise(run):
            if (line.day - before.day).days > 1:
                first, place = line, 1
            else:
                place += 1
                repeats[line.id] = Repeat(first, place)
    return repeats
