"""What no rule matches: what it may be, and what every rule of exceptions says of it."""

from payments.reconciliation.rules.allocation import several_dues, slot_of
from payments.reconciliation.rules.candidates import Candidate, suggested_by_sum
from payments.reconciliation.rules.decisions import MatchDecision, MatchOutcome
from payments.reconciliation.rules.exception_registry import findings_about, most_pressing
from payments.reconciliation.rules.exception_rule import Doubt, LineFacts
from payments.reconciliation.rules.measures import alternatives, days_off, features, nearest_due
from payments.reconciliation.rules.payees import payee_key
from payments.reconciliation.rules.reasons import why_candidate
from payments.reconciliation.rules.refunds import same_payee
from payments.reconciliation.rules.run import MatchingRun
from payments.reconciliation.rules.strength import Strength
from payments.reconciliation.rules.values import (
    Claim,
    FitKind,
    Income,
    PaymentLine,
    Planned,
    Tier,
)


def undecided(line: PaymentLine, run: MatchingRun) -> MatchDecision:
    """A suggestion when something fits, else no match; the reason is that of the leading finding."""
    named = run.candidates[line.id]
    fitting = tuple(c for c in named or suggested_by_sum(line, run.case) if c.fits)
    return _suggested(line, fitting, run) if fitting else _unmatched(line, run)


def _unmatched(line: PaymentLine, run: MatchingRun) -> MatchDecision:
    case, candidates = run.case, run.candidates[line.id]
    bought = (settled.line for settled in run.purchases if line.amount_pence > 0)
    facts = LineFacts(
        line,
        MatchOutcome.UNMATCHED,
        case.settings,
        case.today,
        candidates=candidates,
        repeat_of=run.repeats.get(line.id),
        purchases=tuple(purchase for purchase in bought if same_payee(line, purchase)),
        same_need=payee_key(line.payee) in case.same_need,
    )
    findings = findings_about(facts)
    return MatchDecision(
        line_id=line.id,
        outcome=MatchOutcome.UNMATCHED,
        leading=most_pressing(findings),
        alternatives=alternatives(line, candidates, None, case.settings),
        findings=findings,
    )


def _suggested(
    line: PaymentLine, fitting: tuple[Candidate, ...], run: MatchingRun
) -> MatchDecision:
    case = run.case
    chosen = min(fitting, key=lambda c: (c.rank, days_off(line, c, case.settings), c.target))
    nearest = nearest_due(line, chosen, case.settings)
    days = nearest.distance(line.day) if nearest else 0
    facts = LineFacts(
        line,
        MatchOutcome.SUGGESTED,
        case.settings,
        case.today,
        candidates=fitting,
        chosen=chosen,
        equal=(equal := tuple(c for c in fitting if c.rank == chosen.rank)),
        days=days,
        doubt=_doubt(line, chosen, equal, run),
        pieces=_pieces(chosen, run),
        repeat_of=run.repeats.get(line.id),
    )
    findings = findings_about(facts)
    return MatchDecision(
        line_id=line.id,
        outcome=MatchOutcome.SUGGESTED,
        why=why_candidate(line, chosen, days),
        leading=most_pressing(findings),
        tier=Tier.SUGGESTION,
        target_kind=chosen.kind,
        target_id=chosen.source.id,
        claims=_claims(line, chosen, run),
        shares=chosen.joint_parts,
        features=features(chosen, days),
        alternatives=alternatives(line, fitting, chosen, case.settings),
        findings=findings,
    )


def _pieces(chosen: Candidate, run: MatchingRun) -> tuple[Planned, ...]:
    """What the plan line of a candidate is at each price and between its pauses."""
    if isinstance(chosen.source, Income):
        return ()
    return tuple(each for each in run.case.planned if each.id == chosen.source.id)


def _doubt(
    line: PaymentLine, chosen: Candidate, equal: tuple[Candidate, ...], run: MatchingRun
) -> Doubt:
    if len(equal) > 1:
        return Doubt.EQUAL
    if not chosen.is_sure or _is_new(chosen):
        return Doubt.UNSURE
    if isinstance(chosen.source, Income):
        return Doubt.CONTESTED
    dues = chosen.dues(line, run.case.settings)
    if not dues:
        return Doubt.NOT_PLANNED
    free = any(slot_of(chosen, due) not in run.allocations.used for due in dues)
    return Doubt.CONTESTED if free else Doubt.TAKEN


def _is_new(candidate: Candidate) -> bool:
    """Whether the line waits because such a fit is not yet trusted, not because a date is taken."""
    if candidate.fit.kind is FitKind.SEVERAL:
        return not candidate.fit.trusted
    return candidate.fit.kind is FitKind.NEAR and candidate.strength > Strength.SAME_NAME


def _claims(line: PaymentLine, chosen: Candidate, run: MatchingRun) -> tuple[Claim, ...]:
    """What would be used up if a person accepts."""
    nearest = nearest_due(line, chosen, run.case.settings)
    dues = [nearest] if nearest else []
    if chosen.fit.kind is FitKind.SEVERAL:
        dues = several_dues(line, chosen, run.allocations, run.case.settings) or dues
    units_c = chosen.fit.units_c // max(len(dues), 1)
    return tuple(Claim(*chosen.target, due.first, units_c) for due in dues)
