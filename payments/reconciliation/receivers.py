"""What reconciliation does in the same transaction when lines were received or plans approved."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from marketplace.accounts.viewer import Viewer
from payments.reconciliation.actions import MATCHER, match_lines, match_open_lines


def match_received(*, line_ids: Sequence[int], at: datetime, **_: Any) -> None:
    """Match what has just been posted."""
    match_lines(by=Viewer.machine(MATCHER, at), line_ids=line_ids)


def match_for_plans(*, plan_ids: Sequence[int], at: datetime, **_: Any) -> None:
    """A plan says what waiting payments were for."""
    if plan_ids:
        match_open_lines(by=Viewer.machine(MATCHER, at), plan_ids=plan_ids)
