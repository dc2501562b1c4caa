"""What reconciliation does in the same transaction when lines were received, plans approved, or what
is paid and planned changed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from marketplace.accounts.viewer import Viewer
from payments.reconciliation.actions import MATCHER, match_lines, match_open_lines, share_again
from payments.reconciliation.queries.expected import people_planned_for


def match_received(*, line_ids: Sequence[int], at: datetime, **_: Any) -> None:
    """Match what has just been posted."""
    match_lines(by=Viewer.machine(MATCHER, at), line_ids=line_ids)


def match_for_plans(*, plan_ids: Sequence[int], at: datetime, **_: Any) -> None:
    """A plan says what waiting payments were for, and may name another agreement for earlier ones."""
    share_and_match(person_ids=people_planned_for(plan_ids), at=at)


def share_and_match(*, person_ids: Sequence[int], at: datetime, **_: Any) -> None:
    """What is agreed for days already past changes whose money their payments were."""
    if not person_ids:
        return
    by = Viewer.machine(MATCHER, at)
    share_again(by=by, person_ids=person_ids)
    match_open_lines(by=by, person_ids=person_ids)
