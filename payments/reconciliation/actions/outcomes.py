"""What a decision of the matcher becomes: a match to be made, an exception, and what was found. Part of
matching."""

from collections.abc import Sequence
from typing import Any

from payments.cards.models import ReceivedLine
from payments.reconciliation.actions.exceptions import NewException
from payments.reconciliation.actions.findings import NewFinding, subject_of_line
from payments.reconciliation.actions.writing import NewMatch
from payments.reconciliation.rules.asking import Asking
from payments.reconciliation.rules.decisions import Finding, MatchDecision
from payments.reconciliation.rules.exception_registry import (
    kind_of,
    kind_when_matched,
    most_pressing,
)
from payments.reconciliation.rules.exceptions.likely import likely
from payments.reconciliation.rules.exceptions.nobody_pays import nobody_pays
from payments.reconciliation.rules.posting import NewPart
from payments.reconciliation.rules.values import FOR_NOBODY, TargetKind, Tier


def new_match(line: ReceivedLine, parts: Sequence[NewPart], decision: MatchDecision) -> NewMatch:
    """The match of a line that a rule decided, shared in these parts."""
    tier = decision.tier or Tier.AMOUNT_DATE_PAYEE
    features = _features_of(decision, abs(line.amount_pence))
    return NewMatch(line, parts, tier, decision.reason, features, claims=decision.claims)


def leading_of(line: ReceivedLine, decision: MatchDecision, *, is_payable: bool) -> Finding:
    """The finding for which a line that is not matched needs a person. What a rule would match, and may
    not, is likely; what no agreement pays for says so."""
    if not is_payable:
        unpaid = nobody_pays(decision.why, is_spending=line.amount_pence < 0)
        return most_pressing([*decision.findings, unpaid])
    return decision.leading or most_pressing([*decision.findings, likely(decision.why)])


def new_exception(
    line: ReceivedLine,
    decision: MatchDecision,
    leading: Finding,
    asking: Asking,
    *,
    is_payable: bool,
) -> NewException:
    """An exception for the leading finding; there is nothing to accept where no agreement pays for it."""
    suggestion = {**_features_of(decision, abs(line.amount_pence)), "claims": _claims(decision)}
    if not is_payable:
        suggestion.pop("target", None)
    is_asked = asking.makes_work(kind_of(leading), pence=line.amount_pence, number=line.pk)
    return NewException(subject_of_line(line), leading, suggestion, is_asked, line)


def question(
    line: ReceivedLine, findings: Sequence[Finding], asking: Asking
) -> NewException | None:
    """What is still to be asked about a line that is matched: there is nothing to accept."""
    asked = [
        each
        for each in findings
        if asking.makes_work(kind_when_matched(each), pence=line.amount_pence, number=line.pk)
    ]
    if not asked:
        return None
    return NewException(subject_of_line(line), most_pressing(asked), line=line)


def said_of(decision: MatchDecision, leading: Finding | None) -> list[NewFinding]:
    """All that was found of a line; `leading` is what it needs a person for, None where it is matched."""
    if leading is None:
        return [NewFinding(f.code, kind_when_matched(f), f.sentence) for f in decision.findings]
    others = [each for each in decision.findings if each.code != leading.code]
    return [NewFinding(f.code, kind_of(f), f.sentence) for f in (leading, *others)]


def _claims(decision: MatchDecision) -> list[list[str | int]]:
    return [[c.kind, c.id, c.due.isoformat(), c.units_c] for c in decision.claims]


def _features_of(decision: MatchDecision, pence: int) -> dict[str, Any]:
    """A decision as ids and counts, to be stored with the match or the exception."""
    features: dict[str, Any] = dict(decision.features)
    kind = decision.target_kind
    if kind is not None:
        features["target"] = [kind.value, decision.target_id or 0]
        features["tier"] = decision.tier.value if decision.tier else ""
        features["why"] = decision.why
        if kind in FOR_NOBODY:
            features["split"] = [[TargetKind.OFF_PLAN.value, 0, pence]]
        elif len(decision.shares) > 1:
            features["split"] = [[kind.value, item, share] for item, share in decision.shares]
    features["alternatives"] = [
        [other.target_kind, other.target_id, other.strength, other.fit_kind, other.days]
        for other in decision.alternatives
    ]
    return features
