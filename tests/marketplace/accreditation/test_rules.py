from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.accreditation.rules import (
    ACCREDITATION_TRANSITIONS,
    APPLICATION_TRANSITIONS,
    FILE_RULES,
    AccreditationState,
    ApplicationState,
    EvidenceKind,
    EvidenceState,
    in_force,
)
from marketplace.accreditation.rules.checks import (
    Dates,
    Given,
    Shows,
    acceptance_problems,
    date_problems,
    decide_by,
    good_until,
    granting_problems,
    how_it_shows,
    submission_problems,
    valid_until,
    worth_copying,
)

TODAY = date(2026, 9, 21)
DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))
INSURANCE = EvidenceKind.INSURANCE
GOOD = Dates(date(2026, 3, 1), date(2027, 3, 1), 12)
GONE = Dates(date(2025, 3, 1), date(2026, 3, 1), 12)


def test_every_state_has_its_row_in_the_transition_table():
    assert set(APPLICATION_TRANSITIONS) == set(ApplicationState)
    assert set(ACCREDITATION_TRANSITIONS) == set(AccreditationState)
    assert set(FILE_RULES) == set(EvidenceKind)


@pytest.mark.parametrize(
    ("state", "on", "stands"),
    [
        (AccreditationState.VALID, date(2026, 1, 1), True),
        (AccreditationState.VALID, date(2025, 12, 31), False),
        (AccreditationState.VALID, date(2026, 12, 31), True),
        (AccreditationState.VALID, date(2027, 1, 1), False),
        (AccreditationState.SUSPENDED, date(2026, 6, 1), False),
        (AccreditationState.WITHDRAWN, date(2026, 6, 1), False),
    ],
)
def test_in_force_from_the_first_day_until_not_with_the_last(state, on, stands):
    assert in_force(state, date(2026, 1, 1), date(2027, 1, 1), on) is stands


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
    assert decide_by(submitted) == due


@given(DAYS)
def test_decide_by_is_never_at_a_weekend_and_four_weeks_on_at_least(submitted):
    due = decide_by(submitted)
    assert due.weekday() < 5
    assert timedelta(0) <= due - submitted - timedelta(weeks=4) <= timedelta(days=2)


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
    ("kind", "dates", "field", "words"),
    [
        (INSURANCE, Dates(date(2026, 9, 22), date(2027, 1, 1), 12), "issued_date", "after today"),
        (INSURANCE, Dates(date(2026, 3, 1), None, 12), "expires_date", "date it runs out"),
        (INSURANCE, Dates(date(2026, 3, 1), date(2026, 3, 1), 12), "expires_date", "must be after"),
        (INSURANCE, Dates(date(2026, 3, 1), date(2026, 9, 21), 12), "expires_date", "run out"),
        (INSURANCE, Dates(date(2025, 3, 1), date(2027, 3, 1), 12), "expires_date", "12 months"),
        (
            EvidenceKind.DBS_OUTCOME,
            Dates(date(2020, 1, 1), None, 36),
            "issued_date",
            "36 months",
        ),
    ],
)
def test_date_problems_name_the_field_and_say_what_is_wrong(kind, dates, field, words):
    ((where, said),) = date_problems(kind, dates, TODAY)
    assert where == field
    assert words in said


@pytest.mark.parametrize(
    ("kind", "dates"),
    [
        (INSURANCE, GOOD),
        (EvidenceKind.POLICY, Dates(date(2020, 1, 1), None, 0)),
        (EvidenceKind.DBS_OUTCOME, Dates(date(2026, 1, 1), None, 36)),
        (INSURANCE, Dates(TODAY, date(2026, 9, 22), 12)),
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
    problems = submission_problems([Given("Insured", mandatory, dates)], TODAY)
    assert (problems == []) is fine


def test_submission_of_nothing_asked_is_refused():
    assert "Ring the council" in submission_problems([], TODAY)[0]


@pytest.mark.parametrize("mandatory", [True, False])
@pytest.mark.parametrize("dates", [GOOD, GONE, None])
@pytest.mark.parametrize("state", EvidenceState)
def test_acceptance_needs_every_required_criterion_accepted_and_in_date(mandatory, dates, state):
    problems = acceptance_problems([Given("Insured", mandatory, dates, state)], TODAY)
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
    ("standing", "fine"),
    [
        (None, True),
        (AccreditationState.VALID, True),
        (AccreditationState.WITHDRAWN, True),
        (AccreditationState.SUSPENDED, False),
    ],
)
def test_granting_over_a_suspension_is_refused(standing, fine):
    assert (granting_problems(standing) == []) is fine


@pytest.mark.parametrize("state", EvidenceState)
@pytest.mark.parametrize("dates", [GOOD, GONE])
def test_worth_copying_when_not_refused_and_in_date(state, dates):
    fine = state != EvidenceState.REFUSED and dates == GOOD
    assert worth_copying(state, dates, TODAY) is fine


@pytest.mark.parametrize(
    ("state", "until", "shows"),
    [
        (AccreditationState.VALID, date(2026, 11, 21), Shows.CURRENT),
        (AccreditationState.VALID, date(2026, 11, 20), Shows.ENDING),
        (AccreditationState.VALID, date(2026, 9, 22), Shows.ENDING),
        (AccreditationState.VALID, date(2026, 9, 21), Shows.EXPIRED),
        (AccreditationState.SUSPENDED, date(2028, 1, 1), Shows.SUSPENDED),
        (AccreditationState.WITHDRAWN, date(2026, 1, 2), Shows.WITHDRAWN),
    ],
)
def test_how_it_shows_joins_state_and_dates(state, until, shows):
    assert how_it_shows(state, date(2025, 1, 1), until, TODAY) == shows
