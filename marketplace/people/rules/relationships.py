"""Who is around a person: what each kind of relationship may see at most, and decide for them.

Sources: Mental Capacity Act 2005 ss. 9-13 and 16-20 (attorneys and deputies), Enduring Powers of
Attorney Act 1985 (money only), Social Security (Claims and Payments) Regulations 1987 reg. 33
(appointees: benefits only), Care Act 2014 ss. 31-32 (nominated and authorised persons of a direct
payment) and s. 67 (advocates, who speak with the person and decide nothing).
"""

from dataclasses import dataclass
from datetime import date

from marketplace.accounts.rules import Permission, Role, roles
from marketplace.core.errors import Problem, problem
from marketplace.core.labels import LabelledEnum
from marketplace.people.rules.access import CHOOSABLE, Scope, seen_words
from marketplace.people.rules.deciding import CapacityOutcome, DecisionAbout

MAY_KEEP_RELATIONSHIPS = Permission(
    "keep_relationships", "verify and end who speaks for people", roles(Role.PRACTITIONER)
)
#: Judgement: a line on a page. What a paper says stays in the paper.
LINE = 200
NAME_LENGTH = 120


class RelationshipKind(LabelledEnum):
    """What somebody is to a person."""

    FAMILY = "family", "Family"
    FRIEND = "friend", "Friend"
    CARER = "carer", "Unpaid carer"
    ATTORNEY_WELFARE = "attorney_welfare", "Attorney for health and welfare"
    ATTORNEY_PROPERTY = "attorney_property", "Attorney for property and money"
    ENDURING_ATTORNEY = "enduring_attorney", "Attorney under an enduring power (money only)"
    DEPUTY_WELFARE = "deputy_welfare", "Deputy for health and welfare"
    DEPUTY_PROPERTY = "deputy_property", "Deputy for property and money"
    APPOINTEE = "appointee", "Appointee for benefits"
    AUTHORISED = "authorised", "Authorised person for a direct payment"
    NOMINATED = "nominated", "Nominated person for a direct payment"
    ADVOCATE = "advocate", "Advocate"


class RelationshipState(LabelledEnum):
    """A relationship from being named to its end."""

    PROPOSED = "proposed", "Not checked yet"
    VERIFIED = "verified", "Checked"
    ENDED = "ended", "Ended"


RELATIONSHIP_TRANSITIONS: dict[RelationshipState, frozenset[RelationshipState]] = {
    RelationshipState.PROPOSED: frozenset({RelationshipState.VERIFIED, RelationshipState.ENDED}),
    RelationshipState.VERIFIED: frozenset({RelationshipState.ENDED}),
    RelationshipState.ENDED: frozenset(),
}


@dataclass(frozen=True)
class KindRule:
    """What a kind may see at most and decide for the person; whether the person chooses and ends it
    by themselves; whether a paper must be seen; whether it counts only while the person lacks capacity."""

    most: frozenset[Scope]
    decides: frozenset[DecisionAbout] = frozenset()
    by_choice: bool = False
    needs_paper: bool = True
    only_without_capacity: bool = True


WELFARE = KindRule(
    frozenset({Scope.RECORD, Scope.PLAN, Scope.PLAN_WRITE, Scope.RISK}),
    frozenset({DecisionAbout.PLAN, DecisionAbout.RISK, DecisionAbout.SHARING}),
)
PROPERTY = KindRule(
    frozenset({Scope.RECORD, Scope.PLAN, Scope.MONEY}),
    frozenset({DecisionAbout.MONEY}),
    only_without_capacity=False,
)
CHOSEN = KindRule(CHOOSABLE, by_choice=True, needs_paper=False)

KIND_RULES: dict[RelationshipKind, KindRule] = {
    RelationshipKind.FAMILY: CHOSEN,
    RelationshipKind.FRIEND: CHOSEN,
    RelationshipKind.CARER: CHOSEN,
    RelationshipKind.ATTORNEY_WELFARE: WELFARE,
    RelationshipKind.ATTORNEY_PROPERTY: PROPERTY,
    RelationshipKind.ENDURING_ATTORNEY: KindRule(
        frozenset({Scope.RECORD, Scope.MONEY}),
        frozenset({DecisionAbout.MONEY}),
        only_without_capacity=False,
    ),
    RelationshipKind.DEPUTY_WELFARE: WELFARE,
    RelationshipKind.DEPUTY_PROPERTY: PROPERTY,
    RelationshipKind.APPOINTEE: KindRule(frozenset({Scope.RECORD, Scope.MONEY})),
    RelationshipKind.AUTHORISED: KindRule(
        frozenset({Scope.RECORD, Scope.PLAN, Scope.MONEY}), frozenset({DecisionAbout.MONEY})
    ),
    RelationshipKind.NOMINATED: KindRule(
        frozenset({Scope.RECORD, Scope.PLAN, Scope.MONEY}), by_choice=True
    ),
    RelationshipKind.ADVOCATE: KindRule(
        frozenset({Scope.RECORD, Scope.PLAN, Scope.RISK}), by_choice=True, needs_paper=False
    ),
}


def may_decide(
    kind: RelationshipKind, about: DecisionAbout, finding: CapacityOutcome | None
) -> bool:
    """Whether this kind may decide something for the person, as their capacity for it was found.

    Without a finding the person has capacity (Mental Capacity Act 2005 s. 1(2)).
    """
    rule = KIND_RULES[kind]
    in_time = finding == CapacityOutcome.LACKS or not rule.only_without_capacity
    return about in rule.decides and in_time


def scopes_problems(kind: RelationshipKind, scopes: frozenset[Scope]) -> list[Problem]:
    """Why this kind cannot see that much, or nothing at all."""
    beyond = scopes - KIND_RULES[kind].most
    if beyond:
        words = seen_words(beyond, for_others=True)
        return [problem("relationship_scopes_beyond", "scopes", kind=kind.label, scopes=words)]
    if not scopes:
        return [problem("relationship_no_scope", "scopes")]
    if scopes == {Scope.PLAN_WRITE} or (Scope.PLAN_WRITE in scopes and Scope.PLAN not in scopes):
        return [problem("relationship_writes_unread", "scopes")]
    return []


def proposing_problems(
    kind: RelationshipKind, name: str, scopes: frozenset[Scope], *, by_person: bool
) -> list[Problem]:
    """Why nobody can be named like this; the person names by themselves only whom they may choose."""
    found = [] if name.strip() else [problem("relationship_without_name", "name")]
    if by_person and not KIND_RULES[kind].by_choice:
        found.append(problem("relationship_not_by_choice", "kind", kind=kind.label))
    return found + scopes_problems(kind, scopes)


def verifying_problems(
    kind: RelationshipKind, paper: str, paper_seen: date | None, today: date
) -> list[Problem]:
    """What must be known before this kind counts: which paper was seen, and when."""
    if paper_seen and paper_seen > today:
        return [problem("relationship_paper_ahead", "paper_seen_date")]
    if not KIND_RULES[kind].needs_paper:
        return []
    found = [] if paper.strip() else [problem("relationship_paper_unnamed", "paper")]
    if paper_seen is None:
        found.append(problem("relationship_paper_unseen", "paper_seen_date", kind=kind.label))
    return found


def with_name(scopes: frozenset[Scope]) -> frozenset[Scope]:
    """What was chosen, and who it is about: nobody sees anything of somebody without a name."""
    return scopes | {Scope.RECORD} if scopes else scopes


def known_scopes(codes: list[str]) -> frozenset[Scope]:
    """The scopes that a row keeps as codes."""
    return frozenset(Scope(code) for code in codes)


#: Two weeks: somebody is waiting to help. Judgement.
VERIFY_WITHIN_DAYS = 14
