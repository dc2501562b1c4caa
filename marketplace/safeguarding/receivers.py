"""What concerns do in the same transaction when nobody does their sealed tasks any more."""

from typing import Any

from marketplace.accounts.viewer import Viewer
from marketplace.safeguarding.actions.shielding import give_to_another
from marketplace.safeguarding.models import SafeguardingConcern


def sealed_tasks_left(
    *, by: Viewer, subject_type: str, subject_ids: list[int], leaver_id: int | None, **_: Any
) -> None:
    """Another officer, who may see the concern, has its task."""
    if subject_type != SafeguardingConcern._meta.label_lower:
        return
    rows = SafeguardingConcern.objects.select_for_update().filter(pk__in=subject_ids)
    for concern in rows.order_by("pk"):
        give_to_another(by=by, concern=concern, leaver_id=leaver_id)
