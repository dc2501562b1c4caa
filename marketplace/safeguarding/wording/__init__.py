"""What the pages of concerns say."""

from marketplace.safeguarding.wording.pages import (
    facts_of_report,
    kinds_words,
    person_facts,
    tests_words,
)
from marketplace.safeguarding.wording.refusals import SENTENCES

__all__ = [
    "SENTENCES",
    "facts_of_report",
    "kinds_words",
    "person_facts",
    "tests_words",
]
