"""What may be asked, when a draft may be published, when each version holds, and what changed."""

from dataclasses import replace
from datetime import date
from uuid import UUID, uuid4

import pytest

from marketplace.accreditation.rules import (
    AskedOf,
    EvidenceKind,
    LineChange,
    Requirement,
    VersionDays,
    compared,
    move_on_problems,
    place_problems,
    publication_problems,
    requirement_problems,
    scheme_problems,
    tidied,
    version_days,
)

TODAY = date(2026, 9, 21)
INSURED = Requirement("Are you insured?", "", EvidenceKind.INSURANCE, months=12)
REFERENCES = Requirement("Who knows you?", "", EvidenceKind.REFERENCE, references=2, from_care=1)
OPTIONAL = replace(INSURED, is_mandatory=False)


def codes(problems):
    return [one.code for one in problems]


def asked(*requirements, kind="transport"):
    return [AskedOf(kind, uuid4(), one) for one in requirements]


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"question": ""}, "requirement_question_missing"),
        ({"question": "ARE you insured?"}, "requirement_asked_already"),
        ({"months": 121}, "requirement_months"),
        ({"months": -1}, "requirement_months"),
        ({"references": 0}, "requirement_references"),
        ({"references": 6}, "requirement_references"),
        ({"from_care": 3}, "requirement_from_care"),
    ],
)
def test_requirement_when_a_fact_is_wrong_is_refused_by_its_code(changed, code):
    assert codes(requirement_problems(replace(REFERENCES, **changed), ["Are you insured?"])) == [
        code
    ]


def test_requirement_when_its_evidence_is_no_reference_keeps_no_number_of_them():
    one = tidied(replace(INSURED, question="  Are  you insured? ", references=3, from_care=1))
    assert one == INSURED
    assert requirement_problems(one, []) == []


@pytest.mark.parametrize(
    ("number", "after", "taken"),
    [
        (1, REFERENCES, True),
        (2, replace(REFERENCES, references=1), False),
        (1, INSURED, False),
    ],
)
def test_evidence_when_asked_otherwise_is_taken_for_the_same_kind_and_number(number, after, taken):
    assert after.takes(REFERENCES, number) is taken


def test_scheme_when_nothing_is_said_is_refused_for_each_fact():
    assert codes(scheme_problems("", "", [], 0, [])) == [
        "scheme_name_missing",
        "scheme_summary_missing",
        "scheme_kinds_missing",
        "scheme_months",
    ]
    assert codes(scheme_problems("Trust", "X", ["transport"], 24, ["TRUST"])) == [
        "scheme_named_already"
    ]


@pytest.mark.parametrize(
    ("before", "after", "from_date", "code"),
    [
        (None, asked(INSURED), TODAY, None),
        (None, asked(OPTIONAL), TODAY, "version_requires_nothing"),
        (None, [], TODAY, "version_requires_nothing"),
        (None, asked(INSURED), date(2026, 9, 20), "version_from_past"),
        (None, asked(INSURED), date(2027, 9, 22), None),
        (None, asked(INSURED), date(2027, 9, 23), "version_from_too_far"),
    ],
)
def test_draft_when_published_requires_something_from_a_day_within_a_year(
    before, after, from_date, code
):
    found = codes(publication_problems(before, after, ["transport"], from_date, TODAY))
    assert found == ([code] if code else [])


def test_draft_when_it_asks_the_same_as_before_is_not_published():
    same = asked(INSURED)
    assert codes(publication_problems(same, list(same), ["transport"], TODAY, TODAY)) == [
        "version_unchanged"
    ]


def test_place_when_outside_the_list_is_refused():
    assert (
        codes(place_problems(3, 2)) == codes(place_problems(0, 2)) == ["requirement_place_outside"]
    )
    assert place_problems(2, 2) == []


def test_versions_when_a_later_one_begins_sooner_never_hold():
    first, second, third = date(2026, 1, 1), date(2027, 1, 1), date(2026, 12, 15)
    days = version_days([first, second, third])
    assert days == [VersionDays(first, third), VersionDays(second, third), VersionDays(third, None)]
    assert [one.never for one in days] == [False, True, False]
    assert [one.on(date(2026, 12, 15)) for one in days] == [False, False, True]
    assert [one.on(date(2026, 12, 14)) for one in days] == [True, False, False]


@pytest.mark.parametrize(
    ("in_force", "to", "code"),
    [
        (2, 2, None),
        (None, 2, "application_up_to_date"),
        (1, 1, "application_up_to_date"),
        (3, 2, "application_asked_otherwise"),
    ],
)
def test_application_moves_on_to_the_later_version_that_was_read(in_force, to, code):
    assert codes(move_on_problems(1, in_force, to)) == ([code] if code else [])


def test_versions_when_compared_say_what_became_of_each_requirement():
    a, b, c, d = (UUID(int=number) for number in range(4))

    def line(key, one=INSURED):
        return AskedOf("transport", key, one)

    before = [line(a), line(b), line(c)]
    after = [line(c), line(a), line(b, OPTIONAL), line(d)]
    found = [(one.change, one.before, one.after) for one in compared(before, after)]
    assert found == [
        (LineChange.MOVED, INSURED, INSURED),
        (LineChange.SAME, INSURED, INSURED),
        (LineChange.CHANGED, INSURED, OPTIONAL),
        (LineChange.ADDED, None, INSURED),
    ]
    gone = compared(before, before[:2])
    assert [one.change for one in gone] == [LineChange.SAME, LineChange.SAME, LineChange.REMOVED]
