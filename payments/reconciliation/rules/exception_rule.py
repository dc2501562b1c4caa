"""What a rule of exceptions is, and what it is given to look at.

None of them declines or takes back a payment. Information is for knowing, not for acting on.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from marketplace.core.labels import LabelledEnum
from marketplace.core.rooms import Figure
from payments.reconciliation.rules.candidates import Candidate
from payments.reconciliation.rules.decisions import Finding, MatchOutcome
from payments.reconciliation.rules.figures import LOOK_WITHIN
from payments.reconciliation.rules.settings import Settings
from payments.reconciliation.rules.shapes import Explanation
from payments.reconciliation.rules.strength import Strength
from payments.reconciliation.rules.values import Income, PaymentLine, Planned


class FindingKind(LabelledEnum):
    """What a finding is, most pressing first: their order here is the order of work.

    A concern and a question are work for somebody; information is for knowing and makes none.
    """

    CONCERN = "concern", "Concern"
    QUESTION = "question", "Question"
    INFORMATION = "information", "For information"


class Owner(LabelledEnum):
    """Who looks at an exception. The value is a role's word; `duties.role_for` says who gets the task."""

    FINANCE = "finance", "Finance officer"
    PRACTITIONER = "practitioner", "Practitioner"


class Resolution(LabelledEnum):
    """How an exception usually ends; a person may decide otherwise."""

    MATCHED = "matched", "matched to the plan"
    OFF_PLAN = "off_plan", "outside the plan, accepted"
    RECEIPT_SEEN = "receipt_seen", "receipt seen"
    REPAID = "repaid", "paid back"
    PLAN_CHANGED = "plan_changed", "plan changed"
    AGREEMENT_CHANGED = "agreement_changed", "payment agreement changed"
    PAYER_ASKED = "payer_asked", "payer asked for the difference"
    STATEMENT_CAME = "statement_came", "statement came"
    REVIEWED = "reviewed", "review recorded"
    NO_ACTION = "no_action", "nothing to do"


class Doubt(StrEnum):
    """Why something that fits is left to a person."""

    EQUAL = "equal"  # several candidates fit as well
    CONTESTED = "contested"  # another line fits the same due date as well
    TAKEN = "taken"  # every due date near it is used up
    NOT_PLANNED = "not_planned"  # nothing of it is planned near that day
    UNSURE = "unsure"  # the name or the fit is too weak for a rule


@dataclass(frozen=True, slots=True)
class LineFacts:
    """One line, what came of it, and what was found on the way.

    ``chosen`` is what it was matched to or would be, ``equal`` all that fit as well as that, ``days`` how
    late (+) or early (-) it came. ``pieces`` are what the plan line of ``chosen`` is at each of its prices,
    between its pauses. ``unpaid`` is what it would be, though nobody pays for it. ``repeat_of`` is the line that it may repeat, ``purchases`` what was
    bought from the same payee, ``same_need`` whether its payee serves a need of the plan.
    """

    line: PaymentLine
    outcome: MatchOutcome
    settings: Settings = field(default_factory=Settings)
    today: date | None = None
    candidates: tuple[Candidate, ...] = ()
    chosen: Candidate | None = None
    equal: tuple[Candidate, ...] = ()
    days: int = 0
    doubt: Doubt | None = None
    pieces: tuple[Planned, ...] = ()
    unpaid: str = ""
    repeat_of: PaymentLine | None = None
    purchases: tuple[PaymentLine, ...] = ()
    same_need: bool = False
    how: Explanation | None = None

    @property
    def is_spending(self) -> bool:
        return self.line.amount_pence < 0

    @property
    def is_matched(self) -> bool:
        return self.outcome is MatchOutcome.MATCHED

    @property
    def named(self) -> Candidate | None:
        """For a line that nothing fits: what it names, though the amount is another."""
        if self.outcome is not MatchOutcome.UNMATCHED:
            return None
        return next((each for each in self.candidates if self._is_named(each)), None)

    def _is_named(self, candidate: Candidate) -> bool:
        """A payer must be named whole: many firms bear the name of a county."""
        if isinstance(candidate.source, Income):
            is_whole = candidate.strength <= Strength.SAME_NAME
            return is_whole and "REFUND" not in self.line.payee.upper()
        return candidate.strength is not Strength.WEAK_NAME

    @property
    def other_income(self) -> Income | None:
        """The income that a line is, or names, with an amount that is not what is agreed."""
        named = self.named or (self.chosen if self.is_matched else None)
        if named is None or named.fits or not isinstance(named.source, Income):
            return None
        return named.source

    @property
    def is_unexplained(self) -> bool:
        """Whether nothing that we expect has its name."""
        return self.outcome is MatchOutcome.UNMATCHED and self.named is None

    @property
    def looks_like_refund(self) -> bool:
        """Money in that says so, comes from a shop, or from somebody who was paid."""
        says_so = "REFUND" in self.line.payee.upper() or bool(self.line.mcc)
        return not self.is_spending and (says_so or bool(self.purchases))


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What every rule says of itself: a file of `rules/exceptions` holds one, as ``RULE``.

    ``meaning`` and ``law`` (what it rests on) are in its row of docs/money.md; ``law`` is on the page too.
    ``within`` is the council's figure of the days from when it was found until somebody must have looked.
    """

    code: str
    title: str
    meaning: str
    kind: FindingKind
    law: str
    resolutions: tuple[Resolution, ...]
    owner: Owner = Owner.FINANCE
    within: Figure = LOOK_WITHIN

    @property
    def pressing(self) -> tuple[int, int, str]:
        """Smaller is worked first: by kind, then by usual days, then by code so that there is no tie."""
        return (list(FindingKind).index(self.kind), self.within.usual, self.code)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExceptionRule(Rule):
    """A rule about a received line.

    ``find`` returns what the rule says of a line, or None when the line is none of its business.
    What it asks of a line stands also where the line is matched, if it ``asks_when_matched``.
    """

    find: Callable[[LineFacts], str | None]
    asks_when_matched: bool = False
    #: What it is called where there is no match to confirm; "" for the same.
    title_without_match: str = ""

    def finding(self, facts: LineFacts) -> Finding | None:
        """The rule's code with its sentence about this line, or None."""
        sentence = self.find(facts)
        return None if sentence is None else Finding(self.code, sentence)
