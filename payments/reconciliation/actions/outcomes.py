"""What a decision of the matcher becomes: a match to be made, or an exception. Part of matching."""

from collections.abc import Iterator, Sequence
from typing import Any

from payments.cards.models import ReceivedLine
from payments.reconciliation.actions.exceptions import NewException
from payments.reconciliation.actions.writing import NewMatch
from payments.reconciliation.rules.decisions import Finding, MatchDecision
from payments.reconciliation.rules.exception_registry import most_pressing
from payments.reconciliation.rules.exceptions.likely import likely
from payments.reconciliation.rules.exceptions.nobody_pays import nobody_pays
from payments.reconciliation.rules.posting import NewPart
from payments.reconciliation.rules.values import FOR_NOBODY, TargetKind, Tier


def new_match(line: ReceivedLine, parts: Sequence[NewPart], decision: MatchDecision) -> NewMatch:
    """The match of a line that a rule decided, shared in these parts."""
    features = {"notes": list(_notes(decision)), **_features_of(decision, abs(line.amount_pence))}
    tier = decision.tier or Tier.AMOUNT_DATE_PAYEE
    return NewMatch(line, parts, tier, decision.reason, features)


def new_exception(line: ReceivedLine, decision: MatchDecision) -> NewException:
    """An exception for the leading finding. What a rule would match, and may not, is likely."""
    leading = decision.leading or most_pressing([*decision.findings, likely(decision.why)])
    suggestion = {"notes": list(_notes(decision)), **_features_of(decision, abs(line.amount_pence))}
    return NewException(line, leading, suggestion)


def question(line: ReceivedLine, finding: Finding) -> NewException:
    """What is still to be asked about a line that is matched: there is nothing to accept."""
    return NewException(line, finding, {"notes": [[finding.code, finding.sentence]]})


def unpaid(line: ReceivedLine, decision: MatchDecision) -> NewException:
    """An exception about what cannot be matched, because no agreement pays for it: nothing to accept."""
    finding = nobody_pays(decision.why, is_spending=line.amount_pence < 0)
    leading = most_pressing([*decision.findings, finding])
    suggestion = {"notes": list(_notes(decision)), **_features_of(decision, abs(line.amount_pence))}
    return NewException(line, leading, {k: v for k, v in suggestion.items() if k != "target"})


def _notes(decision: MatchDecision) -> Iterator[list[str]]:
    for finding in decision.findings:
        yield [finding.code, finding.sentence]


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
    features["claims"] = [[c.kind, c.id, c.due.isoformat(), c.units_c] for c in decision.claims]
    features["alternatives"] = [
        [other.target_kind, other.target_id, other.strength, other.fit_kind, other.days]
        for other in decision.alternatives
    ]
    return features
