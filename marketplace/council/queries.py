"""Reading a council's figures: the one road by which a rule gets its number of judgement."""

from dataclasses import dataclass
from datetime import date

from marketplace.accounts.viewer import Viewer
from marketplace.core.rooms import Figure, collected
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


@dataclass(frozen=True)
class FigureInForce:
    """One figure as it is on a day. `since` and `set_source` are empty while it is the usual one."""

    declared: Figure
    value: int
    since: date | None = None
    set_source: str = ""


def figures_in_force(viewer: Viewer) -> list[FigureInForce]:
    """Every figure of the viewer's council today, by its label. One query."""
    rows = CouncilFigure.objects.visible_to(viewer).filter(from_date__lte=viewer.today)
    latest = {row.key: row for row in rows.order_by("from_date")}
    lines = [
        FigureInForce(figure, row.value, row.from_date, row.source)
        if (row := latest.get(figure.key))
        else FigureInForce(figure, figure.usual)
        for figure in collected().figures.values()
    ]
    return sorted(lines, key=lambda line: line.declared.label)
