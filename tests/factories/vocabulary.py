"""Terms and places of a council."""

from marketplace.accounts.models import Authority
from marketplace.vocabulary.models import Place, Term
from marketplace.vocabulary.postcodes import place_code
from marketplace.vocabulary.rules import TermKind
from tests.factories.accounts import make_authority


def make_term(
    kind: TermKind = TermKind.CATEGORY,
    label: str = "Home care",
    *,
    authority: Authority | None = None,
    code: str = "",
) -> Term:
    """A term, made once for each code in a council."""
    term, _ = Term.objects.get_or_create(
        authority=authority or make_authority(),
        kind=kind,
        code=code or label.lower().replace(" ", "-"),
        defaults={"label": label},
    )
    return term


def make_vocabulary(authority: Authority | None = None) -> dict[TermKind, Term]:
    """One term of each kind."""
    labels = {
        TermKind.CATEGORY: "Home care",
        TermKind.NEED: "After a stroke",
        TermKind.LANGUAGE: "Polish",
        TermKind.FUNDING: "Direct payment",
        TermKind.AREA: "Brackenford",
    }
    return {kind: make_term(kind, label, authority=authority) for kind, label in labels.items()}


def make_place(
    label: str = "Brackenford",
    *,
    latitude: float = 52.1,
    longitude: float = -1.5,
    authority: Authority | None = None,
) -> Place:
    return Place.objects.create(
        authority=authority or make_authority(),
        code=place_code(label),
        label=label,
        latitude=latitude,
        longitude=longitude,
    )
