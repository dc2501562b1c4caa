"""The states of a listing, what may follow what, and when it is complete enough to be checked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class ListingState(StrEnum):
    DRAFT = "draft"
    IN_REVIEW = "in_review"
    PUBLISHED = "published"
    UNPUBLISHED = "unpublished"


LISTING_STATE_LABELS = {
    ListingState.DRAFT: "Draft",
    ListingState.IN_REVIEW: "Being checked",
    ListingState.PUBLISHED: "Published",
    ListingState.UNPUBLISHED: "Taken down",
}
LISTING_TRANSITIONS: dict[ListingState, frozenset[ListingState]] = {
    ListingState.DRAFT: frozenset({ListingState.IN_REVIEW}),
    ListingState.IN_REVIEW: frozenset({ListingState.PUBLISHED, ListingState.DRAFT}),
    ListingState.PUBLISHED: frozenset({ListingState.UNPUBLISHED}),
    ListingState.UNPUBLISHED: frozenset({ListingState.IN_REVIEW, ListingState.DRAFT}),
}
#: The words and terms of a listing may change only here: what was checked stays as it was checked.
WORDING_OPEN = frozenset({ListingState.DRAFT, ListingState.UNPUBLISHED})
#: After so many months without the supplier's word that it is still right, a listing is hidden.
STALE_AFTER_MONTHS = 12
#: How many days a reviewer has to answer.
REVIEW_DAYS = 10


class Part(StrEnum):
    """One part of describing a listing, a line of its task list."""

    WORDS = "words"
    CATEGORY = "category"
    NEED = "need"
    LANGUAGE = "language"
    AREA = "area"
    FUNDING = "funding"
    PRICES = "prices"
    TIMES = "times"
    CAPACITY = "capacity"


#: The parts that everybody must fill in, and what is said when one is not.
REQUIRED: dict[Part, str] = {
    Part.WORDS: "Say what it is: a title, one sentence and a description.",
    Part.CATEGORY: "Choose at least one type of support.",
    Part.AREA: "Choose at least one area that you serve.",
    Part.FUNDING: "Choose at least one way that people can pay.",
    Part.PRICES: "Give at least one price. Type 0 where there is nothing to pay.",
}
#: Support that comes at a time: for these kinds of supplier the days and parts of day are required.
TIMED_KINDS = frozenset({"home_care", "personal_assistant", "day_service", "transport"})
TIMES_MISSING = "Say on which days and at what times you are free."


@dataclass(frozen=True)
class Filled:
    """How much of each part is there. `choosable` are the kinds of term that the council keeps."""

    supplier_kind: str
    counts: Mapping[Part, int] = field(default_factory=dict)
    choosable: frozenset[str] = frozenset()


def missing_parts(filled: Filled) -> dict[Part, str]:
    """What must still be done before anyone checks the listing: a sentence for each part."""
    asked = dict(REQUIRED)
    for part in (Part.CATEGORY, Part.AREA, Part.FUNDING):
        # A council that keeps no such list cannot ask for a choice from it.
        if part.value not in filled.choosable:
            del asked[part]
    if filled.supplier_kind in TIMED_KINDS:
        asked[Part.TIMES] = TIMES_MISSING
    return {part: words for part, words in asked.items() if not filled.counts.get(part)}


def may_become(now: ListingState, then: ListingState) -> bool:
    return then in LISTING_TRANSITIONS[now]
