"""What the matcher gives back: what a line is, why, what else it might be, and what to look at."""

from dataclasses import dataclass
from enum import StrEnum

from payments.reconciliation.rules.values import Claim, TargetKind, Tier


class MatchOutcome(StrEnum):
    """What came of a line: certain, for a person to confirm, or nothing that it could be."""

    MATCHED = "matched"
    SUGGESTED = "suggested"
    UNMATCHED = "unmatched"


@dataclass(frozen=True, slots=True, order=True)
class Alternative:
    """Another thing the line could have been, and how well it fitted."""

    target_kind: str
    target_id: int
    label: str
    strength: int
    fit_kind: int
    days: int


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """A reason for a person to look, or to know: the code of its rule, and what the rule says of this
    line. The two are made together and never parted."""

    code: str
    sentence: str


@dataclass(frozen=True, slots=True)
class MatchDecision:
    """What we think one line is, why, and what else it might be.

    ``why`` says why it is, or would be, its target; empty when it could be nothing. ``leading`` is the
    finding that is worked first, where a person is needed.
    """

    line_id: int
    outcome: MatchOutcome
    why: str = ""
    leading: Finding | None = None
    tier: Tier | None = None
    target_kind: TargetKind | None = None
    target_id: int | None = None
    claims: tuple[Claim, ...] = ()
    shares: tuple[tuple[int, int], ...] = ()
    features: tuple[tuple[str, int], ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def reason(self) -> str:
        """The sentence that is kept: what the leading finding says or, where there is none, why."""
        return self.leading.sentence if self.leading else self.why
