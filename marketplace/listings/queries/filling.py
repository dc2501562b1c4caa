"""How much of a listing is there: what the task list shows and the check before review reads."""

from collections import Counter
from dataclasses import dataclass

from marketplace.listings.models import Listing
from marketplace.listings.rules import ListingState
from marketplace.listings.rules.states import REQUIRED, WORDING_OPEN, Filled, Part, missing_parts
from marketplace.vocabulary.models import Term
from marketplace.vocabulary.rules import TermKind

PART_LABELS = {
    Part.WORDS: "What it is, in your words",
    Part.CATEGORY: "Type of support",
    Part.NEED: "Who it is for",
    Part.AREA: "Areas you serve",
    Part.LANGUAGE: "Languages you speak",
    Part.FUNDING: "Ways to pay",
    Part.PRICES: "Prices",
    Part.TIMES: "When you are free",
    Part.CAPACITY: "How much you can offer",
}
#: The parts that somebody of the council checks; the others may change while the listing is live.
CHECKED = [Part.WORDS, Part.CATEGORY, Part.NEED, Part.AREA, Part.LANGUAGE, Part.FUNDING]
LIVE = [Part.PRICES, Part.TIMES, Part.CAPACITY]


@dataclass(frozen=True)
class Line:
    """One line of the task list: what to fill in, how far it is, and whether it may change now."""

    part: Part
    label: str
    status: str
    tone: str
    open: bool

    @property
    def is_terms(self) -> bool:
        return self.part.value in set(TermKind)


@dataclass(frozen=True)
class Filling:
    """A listing's task list in its two halves, and the sentences that stand in the way of a check."""

    checked: tuple[Line, ...]
    live: tuple[Line, ...]
    problems: tuple[str, ...]


def filled(listing: Listing) -> Filled:
    """What of each part is filled in. Five queries, for one listing."""
    terms = Counter(listing.terms.values_list("kind", flat=True))
    counts = {Part(kind): number for kind, number in terms.items()}
    words = listing.title and listing.summary and listing.description
    counts[Part.WORDS] = 1 if words else 0
    counts[Part.PRICES] = listing.prices.filter(until_date=None).count()
    counts[Part.TIMES] = listing.slots.count()
    counts[Part.CAPACITY] = 1 if hasattr(listing, "capacity") else 0
    kept = Term.objects.filter(authority_id=listing.authority_id).values_list("kind", flat=True)
    return Filled(listing.supplier.kind, counts, frozenset(kept.order_by("kind").distinct()))


def filling(listing: Listing) -> Filling:
    """The task list of a listing."""
    state, have = ListingState(listing.state), filled(listing)
    missing = missing_parts(have)
    shown = [
        part for part in CHECKED if part.value not in set(TermKind) or part.value in have.choosable
    ]
    return Filling(
        tuple(_line(part, have, missing, state in WORDING_OPEN) for part in shown),
        tuple(_line(part, have, missing, True) for part in LIVE),
        tuple(missing.values()),
    )


def _line(part: Part, have: Filled, missing: dict[Part, str], is_open: bool) -> Line:
    if have.counts.get(part):
        status, tone = "Done", "ok"
    elif part in missing:
        status, tone = "To do", "wait"
    else:
        status, tone = ("Not stated" if part in REQUIRED else "If you wish"), ""
    return Line(part, PART_LABELS[part], status, tone, is_open)
