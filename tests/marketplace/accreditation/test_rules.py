from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.accreditation.rules import (
    ACCREDITATION_TRANSITIONS,
    APPLICATION_TRANSITIONS,
    EVIDENCE_TRANSITIONS,
    FILE_RULES,
    GRANTING_TRANSITIONS,
    AccreditationState,
    AccreditationStatus,
    ApplicationState,
    CriterionFacts,
    EvidenceDates,
    EvidenceKind,
    EvidenceState,
    acceptance_problems,
    date_problems,
    decide_by,
    good_until,
    granting_problems,
    in_force,
    status_on,
    submission_problems,
    valid_until,
    worth_copying,
)

TODAY = date(2026, 9, 21)
DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))
INSURANCE = EvidenceKind.INSURANCE
GOOD = EvidenceDates(date(2026, 3, 1), date(2027, 3, 1), 12)
GONE = EvidenceDates(date(2025, 3, 1), date(2026, 3, 1), 12)


def test_every_state_has_its_row_in_the_transition_table():
    assert set(APPLICATION_TRANSITIONS) == set(ApplicationState)
    assert set(ACCREDITATION_TRANSITIONS) == set(AccreditationState)
    assert set(GRANTING_TRANSITIONS) == set(AccreditationState)
    assert set(EVIDENCE_TRANSITIONS) == set(EvidenceState)
    assert set(FILE_RULES) == set(EvidenceKind)


@pytest.mark.parametrize(
    ("state", "on", "is_in_force"),
    [
        (AccreditationState.VALID, date(2026, 1, 1), True),
        (AccreditationState.VALID, date(2025, 12, 31), False),
        (AccreditationState.VALID, date(2026, 12, 31), True),
        (AccreditationState.VALID, date(2027, 1, 1), False),
        (AccreditationState.SUSPENDED, date(2026, 6, 1), False),
        (AccreditationState.WITHDRAWN, date(2026, 6, 1), False),
    ],
)
def test_in_force_from_the_first_day_until_not_with_the_last(state, on, is_in_force):
    assert in_force(state, date(2026, 1, 1), date(2027, 1, 1), on) is is_in_force


@pytest.mark.parametrize(
    ("submitted", "due"),
    [
        (date(2026, 9, 21), date(2026, 10, 19)),
        (date(2026, 9, 25), date(2026, 10, 23)),
        (date(2026, 9, 26), date(2026, 10, 26)),
        (date(2026, 9, 27), date(2026, 10, 26)),
    ],
)
def test_decide_by_is_twenty_working_days_on(submitted, due):
    assert decide_by(submitted, 20) == due


@given(DAYS, st.integers(0, 60))
def test_decide_by_is_never_at_a_weekend_and_as_many_working_days_on(submitted, days):
    due = decide_by(submitted, days)
    assert due.weekday() < 5
    between = (submitted + timedelta(days=n) for n in range((due - submitted).days))
    working = sum(day.weekday() < 5 for day in between)
    assert working == days


@pytest.mark.parametrize(
    ("expires", "months", "until"),
    [
        (None, 0, None),
        (date(2030, 1, 1), 0, date(2030, 1, 1)),
        (None, 12, date(2027, 3, 1)),
        (date(2026, 12, 1), 12, date(2026, 12, 1)),
        (date(2030, 1, 1), 12, date(2027, 3, 1)),
    ],
)
def test_good_until_is_the_earlier_of_the_printed_end_and_the_months_accepted(
    expires, months, until
):
    assert good_until(date(2026, 3, 1), expires, months) == until


@pytest.mark.parametrize(
    ("kind", "dates", "field", "code"),
    [
        (
            INSURANCE,
            EvidenceDates(date(2026, 9, 22), date(2027, 1, 1), 12),
            "issued_date",
            "evidence_issued_later",
        ),
        (
            INSURANCE,
            EvidenceDates(date(2026, 3, 1), None, 12),
            "expires_date",
            "evidence_end_missing",
        ),
        (
            INSURANCE,
            EvidenceDates(date(2026, 3, 1), date(2026, 3, 1), 12),
            "expires_date",
            "evidence_ends_before_issue",
        ),
        (
            INSURANCE,
            EvidenceDates(date(2026, 3, 1), date(2026, 9, 21), 12),
            "expires_date",
            "evidence_run_out",
        ),
        (
            INSURANCE,
            EvidenceDates(date(2025, 3, 1), date(2027, 3, 1), 12),
            "expires_date",
            "evidence_too_old",
        ),
        (
            EvidenceKind.DBS_OUTCOME,
            EvidenceDates(date(2020, 1, 1), None, 36),
            "issued_date",
            "evidence_too_old",
        ),
    ],
)
def test_date_problems_when_they_do_not_count_name_the_field(kind, dates, field, code):
    (refusal,) = date_problems(kind, dates, TODAY)
    assert (refusal.code, refusal.field) == (code, field)


@pytest.mark.parametrize(
    ("kind", "dates"),
    [
        (INSURANCE, GOOD),
        (EvidenceKind.POLICY, EvidenceDates(date(2020, 1, 1), None, 0)),
        (EvidenceKind.DBS_OUTCOME, EvidenceDates(date(2026, 1, 1), None, 36)),
        (INSURANCE, EvidenceDates(TODAY, date(2026, 9, 22), 12)),
    ],
)
def test_date_problems_none_when_it_counts_today(kind, dates):
    assert date_problems(kind, dates, TODAY) == []


@pytest.mark.parametrize(
    ("mandatory", "dates", "fine"),
    [
        (True, GOOD, True),
        (True, None, False),
        (True, GONE, False),
        (False, None, True),
        (False, GOOD, True),
        (False, GONE, False),
    ],
)
def test_submission_needs_required_evidence_and_all_of_it_in_date(mandatory, dates, fine):
    problems = submission_problems([CriterionFacts("Insured", mandatory, dates)], TODAY)
    assert (problems == []) is fine


def test_submission_of_nothing_asked_is_refused():
    assert [p.code for p in submission_problems([], TODAY)] == ["application_nothing_asked"]


@pytest.mark.parametrize("mandatory", [True, False])
@pytest.mark.parametrize("dates", [GOOD, GONE, None])
@pytest.mark.parametrize("state", EvidenceState)
def test_acceptance_needs_every_required_criterion_accepted_and_in_date(mandatory, dates, state):
    problems = acceptance_problems([CriterionFacts("Insured", mandatory, dates, state)], TODAY)
    fine = not mandatory or (dates == GOOD and state == EvidenceState.ACCEPTED)
    assert (problems == []) is fine


@given(DAYS, st.integers(1, 60), st.lists(st.one_of(st.none(), DAYS)))
def test_valid_until_is_never_beyond_any_end(on, months, ends):
    until = valid_until(on, months, ends)
    assert all(end is None or until <= end for end in ends)
    assert valid_until(on, months, []) >= until


def test_valid_until_is_the_schemes_months_where_evidence_lasts():
    assert valid_until(TODAY, 24, [None, date(2029, 1, 1)]) == date(2028, 9, 21)
    assert valid_until(TODAY, 24, [date(2027, 3, 1)]) == date(2027, 3, 1)


@pytest.mark.parametrize(
    ("before", "fine"),
    [
        (None, True),
        (AccreditationState.VALID, True),
        (AccreditationState.WITHDRAWN, True),
        (AccreditationState.SUSPENDED, False),
    ],
)
def test_granting_over_a_suspension_is_refused(before, fine):
    assert (granting_problems(before) == []) is fine


@pytest.mark.parametrize("state", EvidenceState)
@pytest.mark.parametrize("dates", [GOOD, GONE])
def test_worth_copying_when_not_refused_and_in_date(state, dates):
    fine = state != EvidenceState.REFUSED and dates == GOOD
    assert worth_copying(state, dates, TODAY) is fine


@pytest.mark.parametrize(
    ("state", "until", "status"),
    [
        (AccreditationState.VALID, date(2026, 11, 21), AccreditationStatus.CURRENT),
        (AccreditationState.VALID, date(2026, 11, 20), AccreditationStatus.ENDING),
        (AccreditationState.VALID, date(2026, 9, 22), AccreditationStatus.ENDING),
        (AccreditationState.VALID, date(2026, 9, 21), AccreditationStatus.EXPIRED),
        (AccreditationState.SUSPENDED, date(2028, 1, 1), AccreditationStatus.SUSPENDED),
        (AccreditationState.WITHDRAWN, date(2026, 1, 2), AccreditationStatus.WITHDRAWN),
    ],
)
def test_status_joins_state_and_dates(state, until, status):
    assert status_on(state, date(2025, 1, 1), until, TODAY, 60) == status
