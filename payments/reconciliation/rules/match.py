"""Deciding what each of one person's open lines is. Same input in any order, same answer.

A line is matched by the strongest evidence (the tiers of `values.Tier`); a tie is never decided, and
what is left undecided says what to look at (`undecided`).
"""

from payments.reconciliation.rules.allocation import Allocated
from payments.reconciliation.rules.candidates import Candidate
from payments.reconciliation.rules.decisions import Alternative, MatchDecision, MatchOutcome
from payments.reconciliation.rules.exception_registry import findings_about
from payments.reconciliation.rules.exception_rule import LineFacts
from payments.reconciliation.rules.measures import alternatives, features
from payments.reconciliation.rules.reasons import why_allocated, why_kind, why_refund
from payments.reconciliation.rules.refunds import REFUND, same_provider_ref
from payments.reconciliation.rules.run import MatchingRun, run_of
from payments.reconciliation.rules.strength import Strength
from payments.reconciliation.rules.undecided import undecided
from payments.reconciliation.rules.values import (
    Case,
    Claim,
    FitKind,
    PaymentLine,
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
    if line.id in run.kinds:
        return _of_kind(line, run)
    return undecided(line, run)


def _of_kind(line: PaymentLine, run: MatchingRun) -> MatchDecision:
    kind, settings = run.kinds[line.id], run.case.settings
    return MatchDecision(
        line_id=line.id,
        outcome=MatchOutcome.MATCHED,
        why=why_kind(kind),
        tier=Tier.AMOUNT_DATE_PAYEE,
        target_kind=kind,
        findings=findings_about(LineFacts(line, MatchOutcome.MATCHED, settings)),
    )


def _matched(line: PaymentLine, run: MatchingRun) -> MatchDecision:
    allocated = run.allocations.by_line[line.id]
    candidate, days, how = allocated.candidate, allocated.days, allocated.how
    outcome, settings = MatchOutcome.MATCHED, run.case.settings
    pieces = tuple(each for each in run.case.planned if each.id == candidate.source.id)
    facts = LineFacts(line, outcome, settings, chosen=candidate, pieces=pieces, how=how)
    return MatchDecision(
        line_id=line.id,
        outcome=outcome,
        why=why_allocated(line, allocated, run.case.planned),
        tier=_tier_of(allocated),
        target_kind=candidate.kind,
        target_id=candidate.source.id,
        claims=allocated.claims,
        shares=how.result,
        features=features(candidate, days),
        alternatives=_others(line, run, candidate),
        findings=findings_about(facts),
    )


def _tier_of(allocated: Allocated) -> Tier:
    if allocated.how.kind is FitKind.SEVERAL and allocated.candidate.fit.trusted:
        return Tier.CONFIRMED_PERIODS
    by_reference = allocated.candidate.strength is Strength.REFERENCE
    return Tier.REFERENCE if by_reference else Tier.AMOUNT_DATE_PAYEE


def _others(line: PaymentLine, run: MatchingRun, candidate: Candidate) -> tuple[Alternative, ...]:
    return alternatives(line, run.candidates[line.id], candidate, run.case.settings)


def _refund(line: PaymentLine, run: MatchingRun) -> MatchDecision:
    refund = run.refunds[line.id]
    purchase, shares = refund.purchase, refund.shares
    labels = {planned.id: planned.label for planned in run.case.planned}
    label = labels.get(shares[0][0], purchase.line.payee)
    by_id = same_provider_ref(line, purchase.line)
    return MatchDecision(
        line_id=line.id,
        outcome=MatchOutcome.MATCHED,
        why=why_refund(purchase, label, by_id=by_id),
        tier=Tier.PROVIDER_ID if by_id else Tier.AMOUNT_DATE_PAYEE,
        target_kind=TargetKind.PLAN_LINE,
        target_id=shares[0][0],
        claims=(Claim(REFUND, purchase.line.id, purchase.line.day),),
        shares=shares,
        features=(("days", (line.day - purchase.line.day).days),),
    )
