"""What each kind of relationship may see and decide: the whole table, written by hand."""

from datetime import date

import pytest

from marketplace.people.rules import (
    KIND_RULES,
    RELATIONSHIP_TRANSITIONS,
    CapacityOutcome,
    DecisionAbout,
    RelationshipKind,
    RelationshipState,
    Scope,
    may_decide,
    proposing_problems,
    scopes_problems,
    verifying_problems,
    with_name,
)

TODAY = date(2026, 9, 21)
R, P, W, M, K = Scope.RECORD, Scope.PLAN, Scope.PLAN_WRITE, Scope.MONEY, Scope.RISK
Kind = RelationshipKind
#: Kind: what it may see at most; what it may decide; chosen by the person; a paper must be seen.
TABLE = {
    Kind.FAMILY: ({R, P, W, M, K}, set(), True, False),
    Kind.FRIEND: ({R, P, W, M, K}, set(), True, False),
    Kind.CARER: ({R, P, W, M, K}, set(), True, False),
    Kind.ATTORNEY_WELFARE: (
        {R, P, W, K},
        {DecisionAbout.PLAN, DecisionAbout.RISK, DecisionAbout.SHARING},
        False,
        True,
    ),
    Kind.ATTORNEY_PROPERTY: ({R, P, M}, {DecisionAbout.MONEY}, False, True),
    Kind.ENDURING_ATTORNEY: ({R, M}, {DecisionAbout.MONEY}, False, True),
    Kind.DEPUTY_WELFARE: (
        {R, P, W, K},
        {DecisionAbout.PLAN, DecisionAbout.RISK, DecisionAbout.SHARING},
        False,
        True,
    ),
    Kind.DEPUTY_PROPERTY: ({R, P, M}, {DecisionAbout.MONEY}, False, True),
    Kind.APPOINTEE: ({R, M}, set(), False, True),
    Kind.AUTHORISED: ({R, P, M}, {DecisionAbout.MONEY}, False, True),
    Kind.NOMINATED: ({R, P, M}, set(), True, True),
    Kind.ADVOCATE: ({R, P, K}, set(), True, False),
}
#: Who acts for the person whether or not they could decide themselves.
AT_ANY_TIME = {Kind.ATTORNEY_PROPERTY, Kind.ENDURING_ATTORNEY, Kind.DEPUTY_PROPERTY}


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("scope", Scope)
def test_kind_when_given_a_scope_is_refused_beyond_its_most(
    kind: RelationshipKind, scope: Scope
) -> None:
    chosen = frozenset({Scope.PLAN, scope}) if scope == Scope.PLAN_WRITE else frozenset({scope})
    most = TABLE[kind][0]
    assert (scopes_problems(kind, chosen) == []) == (chosen <= most)


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("about", DecisionAbout)
@pytest.mark.parametrize("finding", [None, *CapacityOutcome])
def test_kind_decides_only_what_its_paper_says_and_only_in_time(
    kind: RelationshipKind, about: DecisionAbout, finding: CapacityOutcome | None
) -> None:
    in_time = finding == CapacityOutcome.LACKS or kind in AT_ANY_TIME
    assert may_decide(kind, about, finding) == (about in TABLE[kind][1] and in_time)


def test_appointee_and_advocate_never_confirm_a_plan_and_property_never_decides_on_risk() -> None:
    for finding in [None, *CapacityOutcome]:
        assert not may_decide(Kind.APPOINTEE, DecisionAbout.PLAN, finding)
        assert not may_decide(Kind.ADVOCATE, DecisionAbout.PLAN, finding)
        for kind in (Kind.ATTORNEY_PROPERTY, Kind.DEPUTY_PROPERTY, Kind.ENDURING_ATTORNEY):
            assert not may_decide(kind, DecisionAbout.RISK, finding)
            assert not may_decide(kind, DecisionAbout.PLAN, finding)


def test_welfare_attorney_when_the_person_can_decide_decides_nothing() -> None:
    for finding in (None, CapacityOutcome.HAS, CapacityOutcome.HELPED):
        assert not may_decide(Kind.ATTORNEY_WELFARE, DecisionAbout.PLAN, finding)
    assert may_decide(Kind.ATTORNEY_WELFARE, DecisionAbout.PLAN, CapacityOutcome.LACKS)


@pytest.mark.parametrize("kind", Kind)
def test_person_names_by_themselves_only_whom_they_choose(kind: RelationshipKind) -> None:
    scopes = frozenset({Scope.RECORD})
    codes = [p.code for p in proposing_problems(kind, "Tom", scopes, by_person=True)]
    assert (codes == []) == TABLE[kind][2]
    assert proposing_problems(kind, "Tom", scopes, by_person=False) == []


@pytest.mark.parametrize("kind", Kind)
def test_kind_that_rests_on_a_paper_needs_it_named_and_seen(kind: RelationshipKind) -> None:
    needs = TABLE[kind][3]
    assert KIND_RULES[kind].needs_paper == needs
    codes = {p.code for p in verifying_problems(kind, " ", None, TODAY)}
    assert codes == (
        {"relationship_paper_unnamed", "relationship_paper_unseen"} if needs else set()
    )
    assert verifying_problems(kind, "Validated copy", TODAY, TODAY) == []
    ahead = verifying_problems(kind, "Validated copy", date(2026, 9, 22), TODAY)
    assert [p.code for p in ahead] == ["relationship_paper_ahead"]


@pytest.mark.parametrize("now", RelationshipState)
@pytest.mark.parametrize("then", RelationshipState)
def test_transitions_are_these_three(now: RelationshipState, then: RelationshipState) -> None:
    state = RelationshipState
    allowed = {
        (state.PROPOSED, state.VERIFIED),
        (state.PROPOSED, state.ENDED),
        (state.VERIFIED, state.ENDED),
    }
    assert (then in RELATIONSHIP_TRANSITIONS[now]) == ((now, then) in allowed)


def test_nothing_chosen_and_a_plan_to_write_unread_are_refused() -> None:
    for scopes, code in (
        (frozenset(), "relationship_no_scope"),
        (frozenset({Scope.PLAN_WRITE}), "relationship_writes_unread"),
        (frozenset({Scope.RECORD, Scope.PLAN_WRITE}), "relationship_writes_unread"),
    ):
        assert [p.code for p in scopes_problems(Kind.FAMILY, scopes)] == [code]


def test_whatever_is_seen_is_seen_with_the_name() -> None:
    assert with_name(frozenset({Scope.MONEY})) == {Scope.MONEY, Scope.RECORD}
    assert with_name(frozenset()) == frozenset()


def test_name_left_out_is_asked_for() -> None:
    problems = proposing_problems(Kind.FAMILY, " ", frozenset({Scope.PLAN}), by_person=True)
    assert [p.code for p in problems] == ["relationship_without_name"]
