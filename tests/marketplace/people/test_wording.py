"""Every refusal of people has its sentence, once."""

from datetime import date

import pytest

from marketplace.core.errors import problem
from marketplace.core.wording import sentence_of
from marketplace.people.wording import SENTENCES

FACTS = {
    "reference": "FS-10001",
    "day": date(2026, 9, 21),
    "kind": "Appointee for benefits",
    "scopes": "the plan",
    "least": 15,
    "is_checked": True,
    "question": "First language",
    "latest": date(2027, 9, 22),
}


@pytest.mark.parametrize("code", SENTENCES)
def test_each_refusal_has_its_sentence(code: str) -> None:
    words = sentence_of(problem(code, **FACTS))
    assert words
    assert "{" not in words


def test_sentences_say_what_to_do() -> None:
    say = {code: sentence_of(problem(code, **FACTS)) for code in SENTENCES}
    assert say["person_not_found"].startswith("We have no record for “FS-10001”.")
    assert say["address_before_the_last"] == (
        "First day: enter a day after 21 September 2026, when the last address began"
    )
    assert say["relationship_scopes_beyond"] == (
        "Appointee for benefits: cannot be given this: the plan. Choose less."
    )
    assert say["glass_without_reason"] == (
        "Reason: enter 15 letters or more, so that the auditor understands it"
    )
