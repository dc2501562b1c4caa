"""What reconciliation does in the same transaction when payments leave the books, plans are approved, or
what is paid and planned changes; and what it queues when payments came."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from marketplace.accounts.viewer import Viewer
from marketplace.brokerage.rules import FundRest
from payments.ledger.queries import left_of_fund
from payments.reconciliation.actions import MATCHER, let_go, match_open_lines, share_again
from payments.reconciliation.errors import ReconciliationError
from payments.reconciliation.jobs import match_people
from payments.reconciliation.queries.expected import people_of_lines, people_planned_for
from payments.reconciliation.rules.fund_rests import rest_problems


def match_received(*, line_ids: Sequence[int], **_: Any) -> None:
    """Queue the matching of what has just been posted: it begins when that is in the books, and what
    goes wrong in it undoes nothing."""
    for person_id in people_of_lines(line_ids):
        match_people.enqueue([person_id])


def let_go_of_leaving(*, line_ids: Sequence[int], at: datetime, **_: Any) -> None:
    """Undo what was made of payments that leave the books, before they do."""
    let_go(by=Viewer.machine(MATCHER, at), line_ids=line_ids)


def match_for_plans(*, plan_ids: Sequence[int], at: datetime, **_: Any) -> None:
    """A plan says what waiting payments were for, and may name another agreement for earlier ones."""
    share_and_match(person_ids=people_planned_for(plan_ids), at=at)


def refuse_unlike_rest(*, fund_id: int, rest: FundRest, **_: Any) -> None:
    """A fund that is closed has the rest that is said of it. Raises ReconciliationError."""
    ReconciliationError.refuse_if_any(rest_problems(rest, left_of_fund(fund_id)))


def share_and_match(*, person_ids: Sequence[int], at: datetime, **_: Any) -> None:
    """What is agreed for days already past changes whose money their payments were."""
    if not person_ids:
        return
    by = Viewer.machine(MATCHER, at)
    share_again(by=by, person_ids=person_ids)
    match_open_lines(by=by, person_ids=person_ids)
