"""What was measured about a line and its candidates, to be kept with the match or the exception."""

from payments.reconciliation.rules.amount_fit import pence_for
from payments.reconciliation.rules.candidates import Candidate
from payments.reconciliation.rules.decisions import Alternative
from payments.reconciliation.rules.due_dates import DuePeriod
from payments.reconciliation.rules.settings import Settings
from payments.reconciliation.rules.values import PaymentLine, Planned

# Alternatives kept with a decision. Judgement: more than a person compares. It bounds the row.
MOST_ALTERNATIVES = 5
# By definition: days that say "no due date near", above any distance within the windows of Settings.
FAR = 999


def features(candidate: Candidate, days: int) -> tuple[tuple[str, int], ...]:
    """Measures of a candidate by name, whole numbers all; ``days`` late (+) or early (-)."""
    fit, source = candidate.fit, candidate.source
    expected = (
        pence_for(source, source.units_c)
        if isinstance(source, Planned)
        else source.weekly_pence * fit.periods
    )
    return (
        ("strength", int(candidate.strength)),
        ("fit_kind", int(fit.kind)),
        ("days", days),
        ("expected_pence", expected),
        ("off_pence", fit.off_pence),
        ("units_c", fit.units_c),
        ("periods", fit.periods),
    )


def nearest_due(line: PaymentLine, candidate: Candidate, settings: Settings) -> DuePeriod | None:
    """The due date that a line is nearest to, the earlier of two; None when none is near."""
    dues = candidate.dues(line, settings)
    return min(dues, key=lambda due: (abs(due.distance(line.day)), due.first), default=None)


def days_off(line: PaymentLine, candidate: Candidate, settings: Settings) -> int:
    """Days, without sign, to the nearest due date."""
    due = nearest_due(line, candidate, settings)
    return FAR if due is None else abs(due.distance(line.day))


def alternatives(
    line: PaymentLine,
    candidates: tuple[Candidate, ...],
    chosen: Candidate | None,
    settings: Settings,
) -> tuple[Alternative, ...]:
    """What else the line could have been, best first."""
    others = [each for each in candidates if chosen is None or each.target != chosen.target]
    return tuple(
        Alternative(*each.target, each.source.label, *each.rank, days_off(line, each, settings))
        for each in others[:MOST_ALTERNATIVES]
    )
