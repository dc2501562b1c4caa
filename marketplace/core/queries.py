"""How the queue is, for whoever watches: signs of life, what waits, what is parked."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Min, Q
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from marketplace.core.job_rules import SILENT_AFTER
from marketplace.core.models import WorkerBeat


@dataclass(frozen=True)
class QueueState:
    """The queue at one moment. `parked` is how many jobs of each task wait for an operator."""

    last_beat: datetime | None
    is_worked: bool
    waiting: int
    #: Since when the oldest job that could run has not.
    waiting_since: datetime | None
    parked: dict[str, int]


def arguments_in_hand(task_path: str) -> list[list[Any]]:
    """What the jobs of one task that wait or run were called with."""
    alive = Q(status__in=[TaskResultStatus.READY, TaskResultStatus.RUNNING])
    called = DBTaskResult.objects.filter(alive, task_path=task_path)
    return [with_what["args"] for with_what in called.values_list("args_kwargs", flat=True)]


def queue_state(at: datetime) -> QueueState:
    """Three queries, whatever the queue holds."""
    last_beat = WorkerBeat.objects.aggregate(last=Max("beat_at"))["last"]
    ready = DBTaskResult.objects.ready().aggregate(count=Count("pk"), since=Min("enqueued_at"))
    parked = DBTaskResult.objects.failed().order_by().values_list("task_path")
    return QueueState(
        last_beat=last_beat,
        is_worked=last_beat is not None and last_beat > at - SILENT_AFTER,
        waiting=ready["count"],
        waiting_since=ready["since"],
        parked=dict(parked.annotate(count=Count("pk"))),
    )
