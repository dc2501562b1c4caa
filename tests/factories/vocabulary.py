"""Terms and places of a council."""

from django.db import transaction

from marketplace.accounts.models import Authority
from marketplace.core.actors import SystemActor
from marketplace.vocabulary.actions import write_statutory_frameworks
from marketplace.vocabulary.models import OutcomeTerm, Place, Term
from marketplace.vocabulary.postcodes import place_code
from marketplace.vocabulary.rules import (
    CARE_ACT_TEN,
    MAY_SET_OUTCOMES,
    StatutoryFramework,
    TermKind,
)
from tests.factories.accounts import as_viewer, make_authority

COUNCIL = SystemActor("council", frozenset({MAY_SET_OUTCOMES}))


def make_statutory_frameworks(authority: Authority) -> None:
    """The outcomes that the law names, as a new council begins with them."""
    with transaction.atomic():
        write_statutory_frameworks(by=as_viewer(COUNCIL, authority=authority), authority=authority)


def make_outcome_term(
    code: str = "hygiene",
    authority: Authority | None = None,
    framework: StatutoryFramework = CARE_ACT_TEN,
) -> OutcomeTerm:
    """An outcome that the law names, as a council has it."""
    council = authority or make_authority()
    make_statutory_frameworks(council)
    return OutcomeTerm.objects.get(
        framework__authority=council, framework__code=framework.code, code=code
    )


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
