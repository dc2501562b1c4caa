"""A council's own words and one place."""

from typing import Any

from marketplace.accounts.samples import Side
from marketplace.core.rooms import Samples
from marketplace.vocabulary.models import Place, Term, place_code
from marketplace.vocabulary.rules import TermKind

WORDS = {
    TermKind.CATEGORY: "Personal care",
    TermKind.NEED: "After a stroke",
    TermKind.LANGUAGE: "Polish",
    TermKind.FUNDING: "Direct payment",
    TermKind.AREA: "Brackenford",
}


def make(side: Side) -> None:
    """One term of each kind, and the town."""
    side.rows["terms"] = {
        kind: Term.objects.get_or_create(
            authority=side.council, kind=kind, code=place_code(label), defaults={"label": label}
        )[0]
        for kind, label in WORDS.items()
    }
    Place.objects.get_or_create(
        authority=side.council,
        code=place_code("Brackenford"),
        defaults={"label": "Brackenford", "latitude": 52.1, "longitude": -1.7},
    )


def _term(side: Side) -> dict[str, Any]:
    return {"pk": side.rows["terms"][TermKind.LANGUAGE].pk}


def _by_id(side: Side) -> dict[str, Any]:
    return {"term_id": _term(side)["pk"]}


CALLS = {
    "add_term": lambda side: {
        "authority": side.council,
        "kind": TermKind.LANGUAGE,
        "label": "Welsh",
    },
    "rename_term": lambda side: {**_by_id(side), "label": "Welsh"},
    "move_term": lambda side: {**_by_id(side), "place": 1},
    "retire_term": _by_id,
    "restore_term": _by_id,
    "merge_term": lambda side: {**_by_id(side), "into_id": 0},
}
SAMPLES = Samples(
    make=make,
    addresses={
        "vocabulary:terms": lambda side: {"kind": TermKind.LANGUAGE.value},
        **{f"vocabulary:{name}": _term for name in ("term", "place", "merge", "retire", "restore")},
    },
    without_object=frozenset({"vocabulary:terms"}),
    calls=CALLS,
    for_council=frozenset(CALLS),
)
