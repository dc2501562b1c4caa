"""What officers see of concerns, what a page is about, and how many there are."""

from marketplace.safeguarding.queries.concerns import (
    ConcernPage,
    SubjectLine,
    concern_page,
    concerns_listed,
    near_colleagues,
    people_like,
    subjects_found,
)
from marketplace.safeguarding.queries.counts import counts_by_year
from marketplace.safeguarding.queries.pages import (
    person_on_page,
    subject_of_page,
    what_page_is_about,
)
from marketplace.safeguarding.queries.phones import Phones, phones_of

__all__ = [
    "ConcernPage",
    "Phones",
    "SubjectLine",
    "concern_page",
    "concerns_listed",
    "counts_by_year",
    "near_colleagues",
    "people_like",
    "person_on_page",
    "phones_of",
    "subject_of_page",
    "subjects_found",
    "what_page_is_about",
]
