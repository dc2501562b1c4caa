"""The roads between the models that rooms declare: what is part of what, and whose a row is."""

from typing import Any

from marketplace.core.retention import Kept, Part
from marketplace.core.rooms import collected
from marketplace.people.models import Person

Model = type[Any]


def kept_of(model: Model) -> Kept | None:
    """How a model's rows are kept; None where no room says so."""
    return next((kept for kept in collected().keeps if kept.model is model), None)


def parts_of(kept: Kept) -> list[tuple[str, Kept]]:
    """What goes with a row, each with the foreign key by which it belongs to it: the later first,
    because later rooms point at earlier ones."""
    return [
        (part.ends.of, part)
        for part in reversed(collected().keeps)
        if isinstance(part.ends, Part) and _one_up(part, part.ends) is kept.model
    ]


def all_parts_of(kept: Kept) -> list[tuple[str, Kept]]:
    """Every part of a record, parts of parts too, each with its road to the record's row."""
    found = []
    for road, part in parts_of(kept):
        found.append((road, part))
        found += [(f"{inner}__{road}", deeper) for inner, deeper in all_parts_of(part)]
    return found


def roads(kept: Kept, root: Model) -> tuple[str, ...]:
    """The lookups from a row to the id of the record of a kind that it is about; none where it is not."""
    if kept.model is root:
        return ("pk",)
    if root is Person and kept.person:
        return kept.person
    if not isinstance(kept.ends, Part):
        return ()
    up = kept_of(_one_up(kept, kept.ends))
    road = kept.ends.of
    return tuple(
        road if rest == "pk" else f"{road}__{rest}" for rest in (roads(up, root) if up else ())
    )


def _one_up(kept: Kept, part: Part) -> Model:
    found: Model = kept.model._meta.get_field(part.of).related_model
    return found
