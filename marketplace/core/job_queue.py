"""One queue: a tick for schedules, a reaper for rows left running by a dead worker, retry, parking.

Jobs are Django Tasks; `schedule` beside a task says how often the worker queues it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django_tasks import TaskResultStatus
from django_tasks.base import Task
from django_tasks_db.models import DBTaskResult

MAX_ATTEMPTS = 5
STALE_AFTER = timedelta(minutes=15)


@dataclass(frozen=True)
class JobSchedule:
    """A task that the worker queues when its last run is older than `every`."""

    task: Task[Any, Any]
    every: timedelta


_schedules: list[JobSchedule] = []


def schedule(every: timedelta) -> Callable[[Task[Any, Any]], Task[Any, Any]]:
    """Register a task to be queued regularly. Used as a decorator above @task()."""

    def register(task: Task[Any, Any]) -> Task[Any, Any]:
        _schedules.append(JobSchedule(task, every))
        return task

    return register


def schedules() -> list[JobSchedule]:
    """Every task that the worker queues by itself."""
    return list(_schedules)


@transaction.atomic
def queue_due(at: datetime) -> int:
    """Queue every scheduled task with no run queued since `every` ago. Returns how many."""
    queued = 0
    for entry in schedules():
        recent = DBTaskResult.objects.filter(
            task_path=entry.task.module_path, enqueued_at__gt=at - entry.every
        )
        if not recent.exists():
            entry.task.enqueue()
            queued += 1
    return queued


@transaction.atomic
def release_stale(at: datetime) -> int:
    """Put back rows left running by a worker that died. Jobs are idempotent, so running again is safe."""
    stale = DBTaskResult.objects.filter(
        status=TaskResultStatus.RUNNING, started_at__lt=at - STALE_AFTER
    )
    return stale.update(status=TaskResultStatus.READY, started_at=None)


def backoff(attempts: int) -> timedelta:
    """How long to wait after so many failures: 1, 4, 16, 64 minutes."""
    return timedelta(minutes=4 ** (max(attempts, 1) - 1))


@transaction.atomic
def retry_failed(at: datetime) -> int:
    """Put failed rows back after a growing wait; after five attempts they stay failed, parked."""
    released = 0
    failed = DBTaskResult.objects.filter(status=TaskResultStatus.FAILED)
    for row in failed:
        attempts = len(row.worker_ids)
        ended = row.finished_at or row.enqueued_at
        if attempts < MAX_ATTEMPTS and ended + backoff(attempts) <= at:
            row.status = TaskResultStatus.READY
            row.run_after = at
            row.finished_at = None
            row.save(update_fields=["status", "run_after", "finished_at"])
            released += 1
    return released


def tick(at: datetime) -> dict[str, int]:
    """One look at the clock: what was queued, released and retried."""
    return {
        "queued": queue_due(at),
        "released": release_stale(at),
        "retried": retry_failed(at),
    }
