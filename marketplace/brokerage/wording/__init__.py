"""Plans and their money in words: refusals, what a plan lacks, pages, and news."""

from marketplace.brokerage.wording.lacking import LACKING, MISSING_ANSWERS
from marketplace.brokerage.wording.news import NOTIFICATIONS
from marketplace.brokerage.wording.pages import in_percent, to_the_person
from marketplace.brokerage.wording.refusals import SENTENCES, lacking_words

__all__ = [
    "LACKING",
    "MISSING_ANSWERS",
    "NOTIFICATIONS",
    "SENTENCES",
    "in_percent",
    "lacking_words",
    "to_the_person",
]
