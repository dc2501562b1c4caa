"""Who may load lists of places, and what a place of a council's own may be called."""

from collections.abc import Mapping

from marketplace.core.errors import Problem, problem
from marketplace.core.rooms import Permission
from marketplace.vocabulary.rules.names import NAME_LENGTH, name_problems
from marketplace.vocabulary.rules.terms import MOST_TERMS

#: No role holds it: the lists are shared by all councils, and whoever runs the server reads them in.
MAY_LOAD_PLACES = Permission("load_places", "load lists of postcodes and places")


def own_place_problems(
    label: str, code: str, held: Mapping[str, str], where: str, *, is_known: bool
) -> list[Problem]:
    """Why a council cannot have a place of this name there. `held` are its labels by their codes."""
    taken = problem("place_name_taken", "label", label=label)
    found = name_problems(
        label,
        held.values(),
        missing=problem("place_name_missing", "label"),
        too_long=problem("place_name_too_long", "label", most=NAME_LENGTH),
        taken=taken,
    )
    # A name of signs alone has no code, and two names may differ by signs alone.
    if not found and (not code or code in held):
        found.append(taken)
    if len(held) >= MOST_TERMS:
        found.append(problem("places_too_many", "label", most=MOST_TERMS))
    if not is_known:
        found.append(problem("place_where_unknown", "where", where=where))
    return found
