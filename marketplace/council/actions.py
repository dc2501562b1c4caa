"""Setting a council's figure from a day."""

from datetime import date

from django.db import transaction

from marketplace.accounts.models import Authority
from marketplace.accounts.permissions import check
from marketplace.accounts.viewer import Viewer
from marketplace.core.actor_columns import actor_columns
from marketplace.core.audit import record
from marketplace.core.rooms import collected
from marketplace.council.errors import FigureRefused
from marketplace.council.models import CouncilFigure
from marketplace.council.rules import MAY_SET_FIGURES, figure_problems


@transaction.atomic
def set_figure(
    *, by: Viewer, authority: Authority, key: str, value: int, from_date: date, source: str
) -> CouncilFigure:
    """Let a figure be so from a day on; set again for the same day, it is put right.

    Raises FigureRefused when no room declares the key or the value cannot be.
    """
    check(by, MAY_SET_FIGURES, authority.pk)
    problems = figure_problems(collected().figures.get(key), key, value)
    if problems:
        raise FigureRefused(*problems)
    row, _ = CouncilFigure.objects.update_or_create(
        authority=authority,
        key=key,
        from_date=from_date,
        defaults={
            "value": value,
            "source": source,
            "set_at": by.at,
            **actor_columns("set_by", by),
        },
    )
    record(event="figure_set", by=by, subject=row, key=key, value=value, day=str(from_date))
    return row
