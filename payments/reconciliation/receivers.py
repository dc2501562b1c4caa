"""News that reconciliation answers in the same transaction: lines came in, plans were approved."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from marketplace.accounts.viewer import Viewer
from marketplace.brokerage.models import SupportPlan
from payments.reconciliation.actions import MATCHER, match_lines, match_open_lines


def match_received(*, line_ids: Sequence[int], at: datetime, **_: Any) -> None:
    """Match what has just been posted."""
    match_lines(by=Viewer.machine(MATCHER, at), line_ids=line_ids)


def match_for_plans(*, plan_ids: Sequence[int], at: datetime, **_: Any) -> None:
    """A plan says what waiting payments were for."""
    people: dict[int, list[int]] = defaultdict(list)
    for authority_id, person_id in SupportPlan.objects.filter(pk__in=plan_ids).values_list(
        "authority_id", "person_id"
    ):
        people[authority_id].append(person_id)
    for authority_id, person_ids in people.items():
        match_open_lines(
            by=Viewer.machine(MATCHER, at),
            authority_id=authority_id,
            person_ids=person_ids,
        )
