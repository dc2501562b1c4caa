"""What a line could be: every plan item and expected income that its name or number points to."""

from collections.abc import Iterator
from dataclasses import dataclass

from payments.reconciliation.rules.fits import Due, Fit, due_near, fit
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

INCOME_EARLY = 5


@dataclass(frozen=True, slots=True)
class Option:
    """One thing a line could be. ``fit`` is None when the name agrees and the amount does not."""

    source: Planned | Income
    kind: TargetKind
    strength: Strength
    fit: Fit | None

    @property
    def rank(self) -> tuple[int, int]:
        """Smaller is better: how surely it is named, then how well the amount fits."""
        return (self.strength, self.fit.shape if self.fit else len(Shape))

    @property
    def target(self) -> tuple[str, int]:
        return (self.kind.value, self.source.id)

    def dues(self, line: Line, settings: Settings, *, late: int | None = None) -> list[Due]:
        """The periods this line could pay for."""
        if isinstance(self.source, Income):
            due = Due(self.source.due, self.source.due)
            near = -INCOME_EARLY <= due.distance(line.day) <= settings.days_late
            return [due] if near else []
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
            off = line.amount_pence - income.amount_pence
            yield Option(income, income.kind, strength, None if off else Fit(Shape.FULL, 0))


def _named(line: Line, source: Planned | Income) -> Strength | None:
    if line.provider_ref and line.provider_ref == getattr(source, "provider_ref", ""):
        return Strength.PROVIDER_ID
    if source.references and source.references & reference_tokens(f"{line.payee} {line.reference}"):
        return Strength.REFERENCE
    return name_strength(line.payee, source.names, source.aliases)


def leaders(options: tuple[Option, ...]) -> tuple[Option, ...]:
    """The best-ranked options whose amount fits; none when something is named more surely yet
    does not fit, because then only a person can tell."""
    if not options or options[0].fit is None:
        return ()
    named_better = min(option.strength for option in options) < options[0].strength
    if named_better:
        return ()
    return tuple(option for option in options if option.rank == options[0].rank)


def twins(case: Case) -> dict[int, Line]:
    """Lines that repeat another: same payee, same amount, the same or the next day.

    Line id -> the first of the run. Lines matched earlier count, so the answer does not change
    when the first of a run is matched before the second.
    """
    runs: dict[tuple[str, int], list[Line]] = {}
    for line in (*case.lines, *(settled.line for settled in case.settled)):
        if line.amount_pence < 0:
            runs.setdefault((payee_key(line.payee), line.amount_pence), []).append(line)
    repeats: dict[int, Line] = {}
    for run in runs.values():
        run.sort(key=lambda line: (line.day, line.id))
        first = run[0]
        for before, line in zip(run, run[1:], strict=False):
            if (line.day - before.day).days > 1:
                first = line
            else:
                repeats[line.id] = first
    return repeats
