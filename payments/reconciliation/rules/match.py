"""Deciding what each of one person's open lines is. Same input in any order, same answer.

A line is matched by the strongest evidence (the tiers of `values.Tier`); a tie is never decided, and
what is left undecided says what to look at (`undecided`).
"""

from payments.reconciliation.rules.candidates import Candidate
from payments.reconciliation.rules.decisions import Alternative, MatchDecision, MatchOutcome
from payments.reconciliation.rules.exception_registry import findings_about
from payments.reconciliation.rules.exception_rule import LineFacts
from payments.reconciliation.rules.measures import alternatives, features
from payments.reconciliation.rules.reasons import why_candidate, why_refund
from payments.reconciliation.rules.refunds import REFUND, same_provider_ref
from payments.reconciliation.rules.run import MatchingRun, run_of
from payments.reconciliation.rules.undecided import undecided
from payments.reconciliation.rules.values import (
    Case,
    Claim,
    FitKind,
    PaymentLine,
    Strength,
    TargetKind,
    Tier,
)


def decide(case: Case) -> list[MatchDecision]:
    """A decision for every open line, in line order."""
    run = run_of(case)
    return [_decision(line, run) for line in sorted(case.lines, key=lambda line: line.id)]


def _decision(line: PaymentLine, run: MatchingRun) -> MatchDecision:
    if line.id in run.allocations.by_line:
        return _matched(line, run)
    if line.id in run.refunds:
        return _refund(line, run)
    return undecided(line, run)


def _matched(line: PaymentLine, run: MatchingRun) -> MatchDecision:
    candidate, claims, days = run.allocations.by_line[line.id]
    outcome, settings = MatchOutcome.MATCHED, run.case.settings
    return MatchDecision(
        line_id=line.id,
        outcome=outcome,
        why=why_candidate(line, candidate, days),
        tier=_tier_of(candidate),
        target_kind=candidate.kind,
        target_id=candidate.source.id,
        claims=claims,
        features=features(candidate, days),
        alternatives=_others(line, run, candidate),
        findings=findings_about(LineFacts(line, outcome, settings, chosen=candidate)),
    )


def _tier_of(candidate: Candidate) -> Tier:
    if candidate.fit.kind is FitKind.SEVERAL:
        return Tier.CONFIRMED_PERIODS
    by_reference = candidate.strength is Strength.REFERENCE
    return Tier.REFERENCE if by_reference else Tier.AMOUNT_DATE_PAYEE


def _others(line: PaymentLine, run: MatchingRun, candidate: Candidate) -> tuple[Alternative, ...]:
    return alternatives(line, run.candidates[line.id], candidate, run.case.settings)


def _refund(line: PaymentLine, run: MatchingRun) -> MatchDecision:
    purchase = run.refunds[line.id]
    labels = {planned.id: planned.label for planned in run.case.planned}
    label = labels.get(purchase.target_id, purchase.line.payee)
    by_id = same_provider_ref(line, purchase.line)
    return MatchDecision(
        line_id=line.id,
        outcome=MatchOutcome.MATCHED,
        why=why_refund(purchase, label, by_id=by_id),
        tier=Tier.PROVIDER_ID if by_id else Tier.AMOUNT_DATE_PAYEE,
        target_kind=TargetKind.PLAN_LINE,
        target_id=purchase.target_id,
        claims=(Claim(REFUND, purchase.line.id, purchase.line.day),),
        features=(("days", (line.day - purchase.line.day).days),),
    )
