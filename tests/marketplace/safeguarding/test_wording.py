"""Each refusal's sentence."""

from datetime import UTC, datetime

import pytest

from marketplace.core.errors import problem
from marketplace.core.wording import sentence_of
from marketplace.safeguarding.wording import SENTENCES
from tests.refusals import codes_raised

SAID = {
    "concern_empty": "Enter what happened, or what worries you",
    "concern_too_long": "Enter 6,000 characters or fewer. This has 2 too many",
    "concern_too_many": (
        "Many concerns came from this network. Send this one again at 2.45pm, or phone us now."
        " Your answers are below. They are not sent yet."
    ),
    "concern_from_elsewhere": (
        "Another website opened this form. Your answers are below. Check them, then send them."
    ),
    "concern_without_kind": "Choose at least 1 type of abuse or neglect",
    "concern_words_missing": "Enter the reason or the facts",
    "concern_decision_unknown": "Choose an enquiry or no further action",
    "concern_tests_not_met": (
        "A Section 42 enquiry needs all 3 tests met. Choose the tests, or choose another decision"
    ),
    "concern_tests_met": (
        "All 3 tests are met, so the council must make a Section 42 enquiry. Choose it, or change the tests"
    ),
    "concern_nobody_told": "Enter why the person is not told, or first add a note that they were told",
    "concern_not_passed_on": "This concern is not for children’s services now. Load the page again.",
    "concern_confirmed_already": (
        "Children’s services have this concern already. Add a note to say more."
    ),
    "concern_words_too_few": "Enter at least 2 letters",
    "concern_subject_unknown": "We do not have this record any more. Search again.",
    "concern_colleague_unknown": "3 of these colleagues cannot see concerns today. Load the page again.",
    "concern_kept_from_self": (
        "You cannot take this concern from yourself. Ask a colleague to work on it and to choose you."
    ),
    "concern_phone_unlike": "Enter a phone number, like 01632 960 100",
}
FACTS = {
    "length": 6002,
    "most": 6000,
    "least": 2,
    "count": 3,
    "until": datetime(2026, 11, 30, 14, 45, tzinfo=UTC),
}


def test_sentences_when_a_code_is_raised_have_one_and_no_other() -> None:
    assert codes_raised("marketplace/safeguarding") == set(SENTENCES) == set(SAID)


@pytest.mark.parametrize(("code", "said"), SAID.items())
def test_a_refusal_says_what_to_do(code: str, said: str) -> None:
    assert sentence_of(problem(code, **FACTS)) == said
