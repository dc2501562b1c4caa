"""The parts of describing a listing, and when it is complete enough to be checked."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from marketplace.core.errors import Problem, problem
from marketplace.core.labels import LabelledEnum
from marketplace.suppliers.rules import SupplierKind
from marketplace.vocabulary.rules import TermKind


class ListingPart(LabelledEnum):
    """One part of describing a listing, a line of its task list."""

    WORDS = "words", "Description"
    CATEGORY = "category", TermKind.CATEGORY.label
    NEED = "need", TermKind.NEED.label
    AREA = "area", TermKind.AREA.label
    LANGUAGE = "language", TermKind.LANGUAGE.label
    FUNDING = "funding", TermKind.FUNDING.label
    PRICES = "prices", "Prices"
    TIMES = "times", "Available times"
    CAPACITY = "capacity", "Space available"


class Progress(LabelledEnum):
    """How far a part is filled in."""

    DONE = "done", "Done"
    TO_DO = "to_do", "Not started"
    NOT_STATED = "not_stated", "Not stated"
    OPTIONAL = "optional", "Optional"


#: The parts that change while the listing is live; somebody of the council checks all others.
LIVE_PARTS = (ListingPart.PRICES, ListingPart.TIMES, ListingPart.CAPACITY)
CHECKED_PARTS = tuple(part for part in ListingPart if part not in LIVE_PARTS)
TERM_PARTS = frozenset(ListingPart(kind.value) for kind in TermKind)
#: The parts that everybody must fill in.
REQUIRED_PARTS = (
    ListingPart.WORDS,
    ListingPart.CATEGORY,
    ListingPart.AREA,
    ListingPart.FUNDING,
    ListingPart.PRICES,
)
#: Support that comes at a time: for these kinds of supplier the days and parts of day are required.
TIMED_KINDS = frozenset(
    {
        SupplierKind.HOME_CARE,
        SupplierKind.PERSONAL_ASSISTANT,
        SupplierKind.DAY_SERVICE,
        SupplierKind.TRANSPORT,
    }
)


@dataclass(frozen=True)
class Filled:
    """How much of each part is there. `choosable` are the kinds of term that the council keeps."""

    supplier_kind: str
    counts: Mapping[ListingPart, int] = field(default_factory=dict)
    choosable: frozenset[str] = frozenset()

    def is_asked(self, part: ListingPart) -> bool:
        """Whether it can be filled in: a council that keeps no such list cannot ask for a choice."""
        return part not in TERM_PARTS or part.value in self.choosable


def missing_parts(filled: Filled) -> list[ListingPart]:
    """What must still be filled in before anyone checks the listing."""
    asked = [part for part in REQUIRED_PARTS if filled.is_asked(part)]
    if filled.supplier_kind in TIMED_KINDS:
        asked.append(ListingPart.TIMES)
    return [part for part in asked if not filled.counts.get(part)]


def incomplete_problems(filled: Filled) -> list[Problem]:
    """Why a listing cannot be sent to be checked: a problem for each missing part."""
    return [problem("listing_part_missing", part=part) for part in missing_parts(filled)]


def progress_of(part: ListingPart, filled: Filled) -> Progress:
    """How far one part is."""
    if filled.counts.get(part):
        return Progress.DONE
    if part in missing_parts(filled):
        return Progress.TO_DO
    return Progress.NOT_STATED if part in REQUIRED_PARTS else Progress.OPTIONAL
