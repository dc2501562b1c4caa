"""Each refusal's sentence, and how values of a copy are said."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from marketplace.core.errors import problem
from marketplace.core.wording import sentence_of
from marketplace.records.queries.contents import ShownAmount
from marketplace.records.wording import SENTENCES, words_of
from tests.refusals import codes_raised

DAY = date(2026, 11, 28)
SAID = {
    "record_not_found": "We have no record for “Ann”. Check the number, or the whole name.",
    "record_not_one": "More than one record has the name “Ann”. Enter the record number.",
    "record_erased": "This record was erased on 28 November 2026. It cannot be kept any more.",
    "hold_without_reason": "Enter the reason for the hold, like the claim or inquiry it is for.",
    "hold_already": "This record has been on hold since 28 November 2026.",
    "hold_ended_already": "This hold ended on 28 November 2026.",
    "trail_too_long": "A file holds at most 100,000 events. Choose fewer days.",
    "trail_actor_not_found": (
        "Who did it: we know nobody called “Ann”. Enter a whole name or an email address."
    ),
    "trail_actor_not_one": (
        "Who did it: more than one person is called “Ann”. Enter the email address."
    ),
    "trail_record_not_found": (
        "Whose record: we have no record for “Ann”. Enter a record number, or a whole name."
    ),
    "trail_record_not_one": (
        "Whose record: more than one record has the name “Ann”. Enter the record number."
    ),
    "copy_asked_already": "We are already making a copy. You can get it when it is ready.",
}


def test_sentences_when_a_code_is_raised_have_one_and_no_other() -> None:
    assert codes_raised("marketplace/records") == set(SENTENCES) == set(SAID)


@pytest.mark.parametrize(("code", "said"), SAID.items())
def test_a_refusal_says_what_to_do(code: str, said: str) -> None:
    assert sentence_of(problem(code, reference="Ann", day=DAY, most=100_000)) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (True, "Yes"),
        (DAY, "28 November 2026"),
        (datetime(2026, 7, 1, 23, 30, tzinfo=UTC), "2 July 2026, 12.30am"),
        (ShownAmount(-4950), "−£49.50"),
        (ShownAmount(1200, "EUR"), "1200 of EUR"),
        (3, "3"),
    ],
)
def test_a_value_of_a_copy_is_said_plainly(value: Any, said: str) -> None:
    assert words_of(value) == said
