"""How the queue is, for whoever watches: signs of life, what waits, what is parked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Case, Count, Max, Min, Q, When
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max

from marketplace.core.job_rules import SILENT_AFTER
from marketplace.core.models import ScheduledRun, WorkerBeat


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


@dataclass(frozen=True)
class LaneState:
    """One lane at one moment. None where no worker ever beat in it, and where nothing waits."""

    last_beat: datetime | None
    waiting: int
    waiting_since: datetime | None
    parked: int


def queue_lanes(lanes: tuple[str, ...]) -> dict[str, LaneState]:
    """Each of these lanes as it is now, in three queries.

    A job waits since it was queued, and only from when its next try is due.
    """
    beats = dict(WorkerBeat.objects.values_list("lane").annotate(last=Max("beat_at")))
    parked = dict(
        DBTaskResult.objects.failed().order_by().values_list("queue_name").annotate(Count("pk"))
    )
    # A job that may run at once has the end of all time in `run_after`.
    due = Case(When(run_after=get_date_max(), then="enqueued_at"), default="run_after")
    ready = DBTaskResult.objects.ready().order_by().values_list("queue_name")
    waiting = {
        lane: (count, since)
        for lane, count, since in ready.annotate(count=Count("pk"), since=Min(due))
    }
    return {
        lane: LaneState(beats.get(lane), *waiting.get(lane, (0, None)), parked.get(lane, 0))
        for lane in lanes
    }


def late_schedules(periods: Mapping[str, timedelta], at: datetime) -> list[str]:
    """Of these tasks, each with its period, those that were not queued for two periods or ever."""
    queued = dict(ScheduledRun.objects.values_list("task_path", "queued_at"))
    return [
        path
        for path, every in periods.items()
        if path not in queued or queued[path] < at - 2 * every
    ]
