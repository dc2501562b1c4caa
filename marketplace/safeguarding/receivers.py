"""What concerns do in the same transaction when nobody does their sealed tasks any more."""

from typing import Any

from marketplace.accounts.viewer import Viewer
from marketplace.safeguarding.actions.shielding import give_to_others
from marketplace.safeguarding.models import SafeguardingConcern


def sealed_tasks_left(
    *, by: Viewer, subject_type: str, subject_ids: list[int], leaver_id: int | None, **_: Any
) -> None:
    """Another officer, who may see the concern, has its task."""
    if subject_type != SafeguardingConcern._meta.label_lower:
        return
    give_to_others(by=by, concern_ids=subject_ids, leaver_id=leaver_id)
