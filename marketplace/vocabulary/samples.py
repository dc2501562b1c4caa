"""A council's own words, one place, and a list of places that was read."""

from typing import Any

from marketplace.accounts.samples import Side
from marketplace.core.rooms import Samples
from marketplace.vocabulary.models import Place, PlaceLoad, Term
from marketplace.vocabulary.postcodes import PlaceList, place_code
from marketplace.vocabulary.rules import TermKind

WORDS = {
    TermKind.CATEGORY: "Personal care",
    TermKind.NEED: "After a stroke",
    TermKind.LANGUAGE: "Polish",
    TermKind.FUNDING: "Direct payment",
    TermKind.AREA: "Brackenford",
}


def make(side: Side) -> None:
    """One term of each kind, the town, and a reading of a list."""
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
    side.rows["place_load"] = PlaceLoad.objects.create(source=PlaceList.ONSPD, started_at=side.at())


def _reading(side: Side) -> dict[str, Any]:
    return {"load": side.rows["place_load"], "rows": []}


SAMPLES = Samples(
    make=make,
    calls={
        "begin_load": lambda side: {"source": PlaceList.ONSPD},
        "write_postcodes": _reading,
        "write_outcodes": _reading,
        "write_settlements": _reading,
        "end_postcodes": lambda side: {"load": side.rows["place_load"], "codes": ["FS11AA"]},
        "finish_load": lambda side: {"load": side.rows["place_load"]},
    },
)
