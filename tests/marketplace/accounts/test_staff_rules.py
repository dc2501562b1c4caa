"""Who may confirm, refuse or withdraw what, and which roles and days can be asked for at all."""

from datetime import date, timedelta

import pytest

from marketplace.accounts.rules import (
    CHANGE_TRANSITIONS,
    GIVEN_HERE,
    LONGEST_COVER,
    AskedFor,
    ChangeState,
    Proposal,
    Role,
    asked_problems,
    confirm_problems,
    cover_problems,
    stop_problems,
    stopped_as,
)

TODAY = date(2026, 9, 21)
PROPOSER, RECEIVER, SECOND = 1, 2, 3


def proposal(state: ChangeState = ChangeState.PROPOSED, lapses_in: int = 14) -> Proposal:
    return Proposal(state, PROPOSER, RECEIVER, TODAY + timedelta(days=lapses_in))


def codes(found: list) -> list[str]:
    return [one.code for one in found]


def test_transitions_of_changes_are_these_and_no_others() -> None:
    allowed = {(a.value, b.value) for a, ways in CHANGE_TRANSITIONS.items() for b in ways}
    assert allowed == {
        ("proposed", "confirmed"),
        ("proposed", "refused"),
        ("proposed", "withdrawn"),
        ("proposed", "lapsed"),
    }


@pytest.mark.parametrize(
    ("state", "lapses_in", "who", "refused"),
    [
        (ChangeState.PROPOSED, 14, SECOND, []),
        (ChangeState.PROPOSED, 1, SECOND, []),
        (ChangeState.PROPOSED, 0, SECOND, ["change_too_late"]),
        (ChangeState.PROPOSED, 14, PROPOSER, ["change_needs_second"]),
        (ChangeState.PROPOSED, 14, RECEIVER, ["change_is_own"]),
        (ChangeState.CONFIRMED, 14, SECOND, ["change_decided"]),
        (ChangeState.REFUSED, 14, SECOND, ["change_decided"]),
        (ChangeState.WITHDRAWN, 14, SECOND, ["change_decided"]),
        (ChangeState.LAPSED, 14, SECOND, ["change_decided"]),
    ],
)
def test_confirming_is_for_a_second_administrator_while_it_waits(
    state: ChangeState, lapses_in: int, who: int, refused: list[str]
) -> None:
    assert codes(confirm_problems(proposal(state, lapses_in), who, TODAY)) == refused


@pytest.mark.parametrize("state", list(ChangeState))
def test_stopping_is_for_anybody_while_it_waits(state: ChangeState) -> None:
    refused = [] if state == ChangeState.PROPOSED else ["change_decided"]
    assert codes(stop_problems(proposal(state))) == refused


def test_stopping_ones_own_is_withdrawing_and_anothers_is_refusing() -> None:
    assert stopped_as(proposal(), PROPOSER) == ChangeState.WITHDRAWN
    assert stopped_as(proposal(), SECOND) == ChangeState.REFUSED


@pytest.mark.parametrize(
    ("asked", "refused"),
    [
        (AskedFor(Role.BROKER), []),
        (AskedFor(Role.APPROVER, 35_000), []),
        (AskedFor(Role.APPROVER), ["limit_missing"]),
        (AskedFor(Role.BROKER, 35_000), ["limit_without_role"]),
        (AskedFor(Role.PERSON), ["role_not_given_here"]),
        (AskedFor(Role.SUPPLIER), ["role_not_given_here"]),
        (AskedFor(Role.BROKER, from_date=TODAY), []),
        (
            AskedFor(Role.BROKER, from_date=TODAY - timedelta(days=1)),
            ["role_begins_before_today"],
        ),
        (AskedFor(Role.BROKER, until_date=TODAY + timedelta(days=1)), []),
        (AskedFor(Role.BROKER, until_date=TODAY), ["role_ends_before_it_begins"]),
        (
            AskedFor(
                Role.BROKER,
                from_date=TODAY + timedelta(days=5),
                until_date=TODAY + timedelta(days=5),
            ),
            ["role_ends_before_it_begins"],
        ),
    ],
)
def test_role_when_asked_for_is_checked(asked: AskedFor, refused: list[str]) -> None:
    assert codes(asked_problems([asked], TODAY)) == refused


def test_roles_when_none_is_asked_for_are_missing() -> None:
    assert codes(asked_problems([], TODAY)) == ["staff_without_role"]


def test_roles_of_people_and_suppliers_are_not_given_here() -> None:
    assert set(Role) - set(GIVEN_HERE) == {Role.PERSON, Role.SUPPLIER}


@pytest.mark.parametrize(
    ("starts_in", "lasts", "is_self", "shares", "refused"),
    [
        (0, 1, False, True, []),
        (0, None, False, True, []),
        (0, LONGEST_COVER.days, False, True, []),
        (0, LONGEST_COVER.days + 1, False, True, ["cover_too_long"]),
        (-1, 5, False, True, ["cover_begins_before_today"]),
        (3, 0, False, True, ["cover_ends_before_it_begins"]),
        (0, 5, True, True, ["cover_by_self"]),
        (0, 5, False, False, ["cover_without_role"]),
    ],
)
def test_cover_when_asked_for_is_checked(
    starts_in: int, lasts: int | None, is_self: bool, shares: bool, refused: list[str]
) -> None:
    start = TODAY + timedelta(days=starts_in)
    found = cover_problems(
        from_date=start,
        until_date=None if lasts is None else start + timedelta(days=lasts),
        today=TODAY,
        is_self=is_self,
        shares_a_role=shares,
    )
    assert codes(found) == refused
