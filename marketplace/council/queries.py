"""Reading a council's figures: the one road by which a rule gets its number of judgement."""

from datetime import date

from marketplace.core.rooms import collected
from marketplace.council.models import CouncilFigure


def figure(authority_id: int, key: str, day: date) -> int:
    """A figure of a council on a day: what it set, or the usual value that the room declares.

    Raises KeyError for a key that no room declares.
    """
    return figures(authority_id, [key], day)[key]


def figures(authority_id: int, keys: list[str], day: date) -> dict[str, int]:
    """Several figures of a council on a day, in one query. Raises KeyError as `figure` does."""
    declared = collected().figures
    found = {key: declared[key].usual for key in keys}
    rows = CouncilFigure.objects.filter(
        authority_id=authority_id, key__in=keys, from_date__lte=day
    ).order_by("from_date")
    found.update({row.key: row.value for row in rows})
    return found
