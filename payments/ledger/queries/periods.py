"""Which days of a council are closed, the periods that were closed, and what is still open in one."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Max

from marketplace.accounts.viewer import Viewer
from marketplace.core.rooms import collected
from payments.ledger.errors import LedgerConflict
from payments.ledger.models import PeriodClose
from payments.ledger.periods import closing_problems


def closed_until(authority_id: int) -> date | None:
    """The first day that is open in a council's books; None where no period is closed.

    Nothing is posted on an earlier day, and nothing that stands on one is taken back there.
    """
    found: date | None = (
        PeriodClose.objects.standing()
        .filter(authority=authority_id)
        .aggregate(until=Max("until"))["until"]
    )
    return found


def closed_periods(authority_id: int) -> list[date]:
    """The first day after each closed period of a council, oldest first."""
    closed = PeriodClose.objects.standing().filter(authority=authority_id)
    return list(closed.order_by("until").values_list("until", flat=True))


def firsts_open(authority_ids: Collection[int]) -> dict[int, set[date]]:
    """By council, every day that was the first open one once: what came late may stand on it."""
    found: dict[int, set[date]] = {authority_id: set() for authority_id in authority_ids}
    rows = PeriodClose.objects.filter(authority__in=found).values_list("authority", "until")
    for authority_id, until in rows:
        found[authority_id].add(until)
    return found


def periods_of(viewer: Viewer) -> list[PeriodClose]:
    """The periods of the viewer's council that were closed, newest first, those reopened too."""
    rows = PeriodClose.objects.visible_to(viewer).filter(authority=viewer.authority_id)
    return list(rows.select_related("closed_by", "reopening__reopened_by"))


@dataclass(frozen=True, slots=True)
class StillOpen:
    """So many of one kind that are not settled, what they are called, and where they are worked."""

    count: int
    words: str
    address: str


def closing_preview(viewer: Viewer, last_day: date) -> list[StillOpen]:
    """What is not settled up to and with a day on which the viewer's council would be closed.

    Raises LedgerConflict where it cannot be closed.
    """
    authority_id = viewer.council_id
    problems = closing_problems(last_day, today=viewer.today, open_from=closed_until(authority_id))
    LedgerConflict.refuse_if_any(problems)
    return still_open(authority_id, last_day + timedelta(days=1))


def still_open(authority_id: int, until: date) -> list[StillOpen]:
    """What the rooms say is not settled of the days before this one; kinds of which there is none left out."""
    kinds = [kind for room in collected().all for kind in room.open_in_period]
    counted = [(kind, kind.count(authority_id, until)) for kind in kinds]
    return [
        StillOpen(count, kind.one if count == 1 else kind.several, kind.address)
        for kind, count in counted
        if count
    ]
