"""A council's own words and one place."""

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


SAMPLES = Samples(make=make, calls={"start_vocabulary": lambda side: {"authority": side.council}})
