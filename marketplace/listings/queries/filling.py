"""How much of a listing is there: what the task list shows and the check before review reads."""

from collections import Counter
from dataclasses import dataclass

from marketplace.core.errors import Problem
from marketplace.listings.models import Listing
from marketplace.listings.rules import (
    CHECKED_PARTS,
    LIVE_PARTS,
    WORDS_OPEN,
    Filled,
    ListingPart,
    ListingState,
    Progress,
    incomplete_problems,
    progress_of,
)
from marketplace.vocabulary.models import Term


@dataclass(frozen=True)
class TaskLine:
    """One line of the task list: what to fill in, how far it is, and whether it may change now."""

    part: ListingPart
    progress: Progress
    is_open: bool


@dataclass(frozen=True)
class Filling:
    """A listing's task list in its two halves, and why it cannot be sent to be checked yet."""

    checked: tuple[TaskLine, ...]
    live: tuple[TaskLine, ...]
    problems: tuple[Problem, ...]


def filled(listing: Listing) -> Filled:
    """What of each part is filled in. Five queries, for one listing."""
    terms = Counter(listing.terms.offered().values_list("kind", flat=True))
    counts = {ListingPart(kind): number for kind, number in terms.items()}
    words = listing.title and listing.summary and listing.description
    counts[ListingPart.WORDS] = 1 if words else 0
    counts[ListingPart.PRICES] = listing.prices.filter(until_date=None).count()
    counts[ListingPart.TIMES] = listing.slots.count()
    counts[ListingPart.CAPACITY] = 1 if hasattr(listing, "capacity") else 0
    offered = Term.objects.filter(authority_id=listing.authority_id).offered()
    kinds = offered.values_list("kind", flat=True)
    return Filled(listing.supplier.kind, counts, frozenset(kinds.order_by("kind").distinct()))


def filling(listing: Listing) -> Filling:
    """The task list of a listing."""
    have, words_open = filled(listing), ListingState(listing.state) in WORDS_OPEN
    return Filling(
        tuple(
            TaskLine(part, progress_of(part, have), words_open)
            for part in CHECKED_PARTS
            if have.is_asked(part)
        ),
        tuple(TaskLine(part, progress_of(part, have), True) for part in LIVE_PARTS),
        tuple(incomplete_problems(have)),
    )
