"""A council's own words, the outcomes of its plans, and one place."""

from typing import Any

from marketplace.accounts.samples import Side
from marketplace.core.rooms import Arguments, Samples
from marketplace.vocabulary.actions import (
    add_framework,
    add_outcome_term,
    adopt_statutory_frameworks,
)
from marketplace.vocabulary.models import OutcomeFramework, Place, Term, place_code
from marketplace.vocabulary.queries import statutory_terms
from marketplace.vocabulary.rules import OutcomesFor, TermKind

WORDS = {
    TermKind.CATEGORY: "Personal care",
    TermKind.NEED: "After a stroke",
    TermKind.LANGUAGE: "Polish",
    TermKind.FUNDING: "Direct payment",
    TermKind.AREA: "Brackenford",
}


def make(side: Side) -> None:
    """One term of each kind, the outcomes of the law and the council's own, and the town."""
    side.rows["terms"] = {
        kind: Term.objects.get_or_create(
            authority=side.council, kind=kind, code=place_code(label), defaults={"label": label}
        )[0]
        for kind, label in WORDS.items()
    }
    adopt_statutory_frameworks(by=side.machine(), authority=side.council)
    side.rows["framework"] = _framework(side)
    Place.objects.get_or_create(
        authority=side.council,
        code=place_code("Brackenford"),
        defaults={"label": "Brackenford", "latitude": 52.1, "longitude": -1.7},
    )


def _framework(side: Side) -> OutcomeFramework:
    """The council's own, beside those of the law; the other side of it may have made it."""
    found = OutcomeFramework.objects.filter(authority=side.council, name="Living well").first()
    if found is not None:
        return found
    framework = add_framework(
        by=side.machine(),
        authority=side.council,
        name="Living well",
        for_whom=OutcomesFor.PERSON,
        from_date=side.began.date(),
    )
    add_outcome_term(by=side.machine(), framework=framework, label="Dignity", part_of=_part(side))
    return framework


def _part(side: Side) -> list[int]:
    return [statutory_terms(side.council.pk, OutcomesFor.PERSON)[0].pk]


def _page(side: Side) -> dict[str, Any]:
    return {"framework_id": side.rows["framework"].pk}


CALLS: dict[str, Arguments] = {
    "adopt_statutory_frameworks": lambda side: {"authority": side.council},
    "add_framework": lambda side: {
        "authority": side.council,
        "from_date": side.began.date(),
        "name": "Any",
        "for_whom": OutcomesFor.CARER,
    },
    "add_outcome_term": lambda side: {
        "framework": side.rows["framework"],
        "label": "Any",
        "part_of": _part(side),
    },
    "end_framework": lambda side: {
        "framework": side.rows["framework"],
        "until_date": side.at(100).date(),
    },
}
SAMPLES = Samples(
    make=make,
    addresses={
        "vocabulary:framework": _page,
        "vocabulary:end_framework": _page,
    },
    calls=CALLS,
    for_council=frozenset(CALLS),
)
