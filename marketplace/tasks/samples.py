"""Which task is taken: one that the rooms' samples raised for a whole role."""

from typing import Any

from marketplace.accounts.rules import Role
from marketplace.accounts.samples import Side
from marketplace.core.rooms import Samples
from marketplace.tasks.models import Task


def _task(side: Side) -> dict[str, Any]:
    rows = Task.objects.open().filter(
        authority=side.council, role=Role.ACCREDITOR, private_to_owner=False
    )
    return {"task_id": rows.order_by("pk")[0].pk}


SAMPLES = Samples(
    addresses={"tasks:take": _task},
    calls={"take_task": _task, "share_out_tasks": lambda side: {}},
    for_users=frozenset({"take_task"}),
    for_council=frozenset({"take_task"}),
)
