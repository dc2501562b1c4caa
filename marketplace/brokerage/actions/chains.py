"""Moving the ends of rows that follow one another, so that what was known before can be read still."""

from collections.abc import Mapping, Sequence
from datetime import date

from marketplace.accounts.viewer import Viewer
from marketplace.brokerage.models import AgreementTerms, MovedEnd, PersonalBudget, SupportPlan
from marketplace.brokerage.rules import Link
from marketplace.core.transactions import require_transaction

Row = PersonalBudget | AgreementTerms | SupportPlan
_NAMES = {PersonalBudget: "budget", AgreementTerms: "terms", SupportPlan: "plan"}


def link_of(row: Row) -> Link[int]:
    """A row as its chain sees it. A plan must have its first day."""
    if row.from_date is None:
        raise ValueError("Only a row with its first day is part of a chain.")
    return Link(row.pk, row.from_date, row.until_date)


def move_ends(
    *, by: Viewer, rows: Sequence[Row], ends: Mapping[int, date] | Mapping[int, date | None]
) -> None:
    """Give locked rows of one model their new ends, and keep the ends they had. Part of an action."""
    require_transaction()
    for row in rows:
        if row.pk in ends and row.until_date != ends[row.pk]:
            keep_end(by=by, row=row)
            row.until_date = ends[row.pk]
            row.save(update_fields=["until_date"])


def keep_end(*, by: Viewer, row: Row) -> None:
    """Keep on which day a row was to end until now. Part of the action that moves it."""
    require_transaction()
    MovedEnd.objects.create(
        person_id=row.agreement.person_id if isinstance(row, AgreementTerms) else row.person_id,
        **{_NAMES[type(row)]: row},
        until_before=row.until_date,
        recorded_at=by.at,
    )
