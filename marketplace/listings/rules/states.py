"""The states of a listing and what may follow what."""

from marketplace.core.errors import Problem, problem
from marketplace.core.labels import LabelledEnum


class ListingState(LabelledEnum):
    """How far a listing is on its way to the public."""

    DRAFT = "draft", "Draft"
    IN_REVIEW = "in_review", "Being checked"
    PUBLISHED = "published", "Published"
    UNPUBLISHED = "unpublished", "Unpublished"


LISTING_TRANSITIONS: dict[ListingState, frozenset[ListingState]] = {
    ListingState.DRAFT: frozenset({ListingState.IN_REVIEW}),
    ListingState.IN_REVIEW: frozenset({ListingState.PUBLISHED, ListingState.DRAFT}),
    ListingState.PUBLISHED: frozenset({ListingState.UNPUBLISHED}),
    ListingState.UNPUBLISHED: frozenset({ListingState.IN_REVIEW, ListingState.DRAFT}),
}
#: The words and terms of a listing may change only here: what was checked stays as it was checked.
WORDS_OPEN = frozenset({ListingState.DRAFT, ListingState.UNPUBLISHED})


def state_problems(now: ListingState, then: ListingState) -> list[Problem]:
    """Why a listing in one state cannot go to another."""
    if then in LISTING_TRANSITIONS[now]:
        return []
    return [problem("listing_state_refused", from_state=now, to_state=then)]


def fixed_words_problems(now: ListingState) -> list[Problem]:
    """Why the words and terms of a listing in this state cannot change."""
    return [] if now in WORDS_OPEN else [problem("listing_words_fixed", state=now)]


def version_problems(version: int, seen: int | None) -> list[Problem]:
    """Why somebody may not save who saw `seen`; None for callers who saw nothing."""
    if seen is None or seen == version:
        return []
    return [problem("listing_changed_meanwhile", version=version)]


def call_back_problems(now: ListingState) -> list[Problem]:
    """Why a listing in this state cannot be called back: it does not wait to be checked."""
    return [] if now == ListingState.IN_REVIEW else [problem("listing_not_waiting", state=now)]


def discard_problems(now: ListingState, *, was_sent: bool, is_imported: bool) -> list[Problem]:
    """Why a listing cannot be discarded: the council has it, had it, or made it."""
    if is_imported:
        return [problem("listing_imported")]
    if now != ListingState.DRAFT or was_sent:
        return [problem("listing_sent_before", state=now)]
    return []
