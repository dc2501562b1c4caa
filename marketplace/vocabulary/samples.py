"""A council's own words, the outcomes of its plans, one place, and a list of places that was read."""

from typing import Any

from django.db import transaction

from marketplace.accounts.samples import Side
from marketplace.core.rooms import Arguments, Samples
from marketplace.vocabulary.actions import (
    add_framework,
    add_outcome_term,
    write_statutory_frameworks,
)
from marketplace.vocabulary.models import OutcomeFramework, Place, PlaceLoad, Term
from marketplace.vocabulary.postcodes import PlaceList, place_code
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
    """One term of each kind, outcomes of the law and of the council, the town, a reading of a list."""
    side.rows["terms"] = {
        kind: Term.objects.get_or_create(
            authority=side.council, kind=kind, code=place_code(label), defaults={"label": label}
        )[0]
        for kind, label in WORDS.items()
    }
    with transaction.atomic():
        write_statutory_frameworks(by=side.machine(), authority=side.council)
    side.rows["framework"] = _framework(side)
    side.rows["place"], _ = Place.objects.get_or_create(
        authority=side.council,
        code=place_code("Brackenford"),
        defaults={"label": "Brackenford", "latitude": 52.1, "longitude": -1.7},
    )
    side.rows["place_load"] = PlaceLoad.objects.create(source=PlaceList.ONSPD, started_at=side.at())


def _reading(side: Side) -> dict[str, Any]:
    return {"load": side.rows["place_load"], "rows": []}


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


def _term(side: Side) -> dict[str, Any]:
    return {"pk": side.rows["terms"][TermKind.LANGUAGE].pk}


def _by_id(side: Side) -> dict[str, Any]:
    return {"term_id": _term(side)["pk"]}


OF_COUNCIL: dict[str, Arguments] = {
    "add_terms": lambda side: {
        "authority": side.council,
        "kind": TermKind.LANGUAGE,
        "labels": ["Welsh"],
    },
    "rename_term": lambda side: {**_by_id(side), "label": "Welsh"},
    "move_term": lambda side: {**_by_id(side), "place": 1},
    "retire_term": _by_id,
    "restore_term": _by_id,
    "merge_term": lambda side: {**_by_id(side), "into_id": 0},
    "add_place": lambda side: {
        "authority": side.council,
        "label": "Fenwick estate",
        "where": "Brackenford",
    },
    "remove_place": lambda side: {"place": side.rows["place"]},
    "start_vocabulary": lambda side: {"authority": side.council},
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
#: Lists that all councils share: only a machine reads them in.
OF_LISTS: dict[str, Arguments] = {
    "begin_load": lambda side: {"source": PlaceList.ONSPD},
    "write_postcodes": _reading,
    "write_outcodes": _reading,
    "write_settlements": _reading,
    "end_postcodes": lambda side: {"load": side.rows["place_load"], "codes": ["FS11AA"]},
    "finish_load": lambda side: {"load": side.rows["place_load"]},
}
SAMPLES = Samples(
    make=make,
    addresses={
        "vocabulary:terms": lambda side: {"kind": TermKind.LANGUAGE.value},
        **{f"vocabulary:{name}": _term for name in ("term", "place", "merge", "retire", "restore")},
        "vocabulary:remove_place": lambda side: {"pk": side.rows["place"].pk},
        "vocabulary:framework": _page,
        "vocabulary:end_framework": _page,
    },
    without_object=frozenset({"vocabulary:terms"}),
    calls={**OF_COUNCIL, **OF_LISTS},
    for_council=frozenset(OF_COUNCIL),
)
