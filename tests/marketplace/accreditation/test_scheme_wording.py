"""How schemes, their versions and what they ask are said."""

from dataclasses import replace
from datetime import date

import pytest

from marketplace.accreditation.queries.schemes import SchemeUse
from marketplace.accreditation.rules import (
    ComparedLine,
    EvidenceKind,
    LineChange,
    Requirement,
    VersionDays,
)
from marketplace.accreditation.wording.schemes import (
    changed_lines,
    evidence_words,
    held_words,
    retiring_words,
)

TODAY, LATER, NEXT = date(2026, 9, 21), date(2026, 10, 1), date(2026, 12, 1)
KNOWN = Requirement("Who knows you?", "", EvidenceKind.REFERENCE, references=2, from_care=1)


@pytest.mark.parametrize(
    ("held", "words"),
    [
        (None, "Not published"),
        (VersionDays(TODAY, None), "In use from 21 September 2026"),
        (VersionDays(TODAY, LATER), "In use from 21 September 2026 to 30 September 2026"),
        (VersionDays(LATER, None), "From 1 October 2026"),
        (VersionDays(TODAY, TODAY), "Replaced on the same day, 21 September 2026"),
        (VersionDays(NEXT, LATER), "Never used: a later version began first"),
    ],
)
def test_version_says_when_it_holds(held, words):
    assert held_words(held, TODAY) == words


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (KNOWN, "2 references, 1 from care work"),
        (replace(KNOWN, references=1, from_care=0), "1 reference"),
        (Requirement("X", "", EvidenceKind.POLICY), "Policy"),
    ],
)
def test_requirement_says_its_evidence(asked, words):
    assert evidence_words(asked) == words


def test_change_says_each_part_before_and_now_and_a_new_one_whole():
    now = replace(KNOWN, is_mandatory=False, references=3)
    changed, new = changed_lines(
        [
            ComparedLine("transport", KNOWN, now, LineChange.CHANGED),
            ComparedLine("transport", KNOWN, KNOWN, LineChange.SAME),
            ComparedLine("transport", None, KNOWN, LineChange.ADDED),
        ]
    )
    assert [(one.label, one.before, one.after) for one in changed.facts] == [
        ("Evidence", "2 references, 1 from care work", "3 references, 1 from care work"),
        ("Needed", "Required", "Optional"),
    ]
    assert changed.asked == []
    assert ("Accepted for", "No end") in new.asked
    assert new.facts == []


def test_retiring_an_unused_scheme_says_that_nobody_has_it():
    assert retiring_words(SchemeUse(0, 0, 0, None))[-1] == (
        "No supplier has applied or is accredited under this scheme now."
    )
    said = " ".join(retiring_words(SchemeUse(1, 1, 2, NEXT)))
    assert "2 applications began before." in said
    assert "2 accreditations are valid and stay valid to the end." in said
    assert "30 November 2026" in said
