"""The sentence for each refusal."""

from collections.abc import Mapping
from typing import Any

from marketplace.core.rooms import Sentence
from marketplace.core.words import spoken_time


def _too_long(facts: Mapping[str, Any]) -> str:
    over = facts["length"] - facts["most"]
    return f"Enter {facts['most']:,} characters or fewer. This has {over:,} too many"


SENTENCES: dict[str, Sentence] = {
    "concern_empty": "Enter what happened, or what worries you",
    "concern_too_long": _too_long,
    "concern_too_many": lambda facts: (
        f"Many concerns came from this network. Send this one again at {spoken_time(facts['until'])},"
        " or phone us now. Your answers are below. They are not sent yet."
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
    "concern_words_too_few": "Enter at least {least} letters",
    "concern_subject_unknown": "We do not have this record any more. Search again.",
    "concern_colleague_unknown": "{count} of these colleagues cannot see concerns today. Load the page again.",
    "concern_kept_from_self": (
        "You cannot take this concern from yourself. Ask a colleague to work on it and to choose you."
    ),
    "concern_phone_unlike": "Enter a phone number, like 01632 960 100",
}
