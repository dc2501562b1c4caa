"""One queue in the database: lanes, schedules, what a dead worker left, another try, parking.

Jobs are Django Tasks; `schedule` beside a task says how often the worker queues it. A job that
fails, or whose worker dies, waits longer each time and is run again: jobs are safe to repeat. After
MAX_ATTEMPTS it is FAILED, which is parked: nothing but an operator runs it again.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from traceback import format_exception
from typing import Any, TypeAlias

from django.db import transaction
from django.db.models import Q
from django_tasks import TaskResultStatus
from django_tasks.base import Task
from django_tasks_db.models import DBTaskResult
from django_tasks_db.utils import exclusive_transaction

from marketplace.core.heartbeat import is_living
from marketplace.core.job_rules import MAX_ATTEMPTS, NoMoreTries, backoff
from marketplace.core.models import ScheduledRun, WorkerBeat
from marketplace.core.signals import job_parked

logger = logging.getLogger("handrail.jobs")
Job: TypeAlias = "DBTaskResult[Any, Any]"

#: What somebody waits for in front of a screen; what somebody waits for; what nobody waits for.
URGENT, USUAL, NIGHTLY = "urgent", "default", "nightly"
LANES = (URGENT, USUAL, NIGHTLY)
#: How long rows are kept that tell only what is over, and what stands parked.
DONE_KEPT = timedelta(days=14)
PARKED_KEPT = timedelta(days=90)
BEATS_KEPT = timedelta(days=1)
#: Rows of one DELETE, so that pruning after a long pause holds no lock for long.
PRUNED_AT_ONCE = 1_000
NOTHING: dict[str, Any] = {"args": [], "kwargs": {}}
WORKER_DIED = "WorkerDied"


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


def queue_due(at: datetime) -> int:
    """Queue every scheduled task whose period is over. Returns how many."""
    return sum(_queue_if_due(entry, at) for entry in schedules())


@transaction.atomic
def _queue_if_due(entry: JobSchedule, at: datetime) -> bool:
    """One statement moves the time on, so of two workers at one instant only one queues.

    A time that lies ahead by more than a period was written by a wrong clock: it counts as due. A
    run that still waits is not joined by a second one.
    """
    path = entry.task.module_path
    never = ScheduledRun(task_path=path, queued_at=at - entry.every)
    ScheduledRun.objects.bulk_create([never], ignore_conflicts=True)
    due = Q(queued_at__lte=at - entry.every) | Q(queued_at__gt=at + entry.every)
    moved_on = ScheduledRun.objects.filter(due, task_path=path).update(queued_at=at)
    waiting = Q(status__in=[TaskResultStatus.READY, TaskResultStatus.RUNNING])
    if not moved_on or DBTaskResult.objects.filter(waiting, task_path=path).exists():
        return False
    entry.task.enqueue()
    return True


def claim(worker_id: str, lane: str, at: datetime) -> "Job | None":
    """Take the next job of a lane in hand; None when none is ready. One transaction writes both
    that it runs and who has it."""
    ready = DBTaskResult.objects.ready().filter(backend_name="default", queue_name=lane)
    # An idle worker takes no write lock: on SQLite there is only one.
    if not ready.exists():
        return None
    with exclusive_transaction():
        job = ready.get_locked()
        if job is not None:
            job.claim(worker_id)
            _take_in_hand(worker_id, lane, job, at)
    return job


def _take_in_hand(worker_id: str, lane: str, job: Job, at: datetime) -> None:
    hand = {"job_id": job.pk, "beat_at": at}
    if not WorkerBeat.objects.filter(worker_id=worker_id).update(**hand):
        raise RuntimeError(f"{worker_id} in lane {lane} must beat before it takes a job.")


@transaction.atomic
def finish(job: Job, worker_id: str, error: BaseException | None, at: datetime) -> None:
    """Write down how a job ended, and let go of it. Safe to repeat.

    A job that was taken from a worker thought dead is somebody else's: its row is left alone.
    """
    put_down(worker_id)
    running = DBTaskResult.objects.select_for_update().filter(
        pk=job.pk, status=TaskResultStatus.RUNNING
    )
    mine = next((row for row in running if row.worker_ids[-1:] == [worker_id]), None)
    if mine is None:
        logger.warning("job %s ended after it was taken from %s", job.pk, worker_id)
    elif error is None:
        _succeed(mine, at)
    else:
        kind = f"{type(error).__module__}.{type(error).__qualname__}"
        tries = 0 if isinstance(error, NoMoreTries) else MAX_ATTEMPTS
        _again_or_park(mine, at, kind, "".join(format_exception(error)), tries)


def put_down(worker_id: str) -> None:
    """Have nothing in hand: what was there is over, or free for whoever looks next."""
    WorkerBeat.objects.filter(worker_id=worker_id).update(job_id=None)


def _succeed(job: Job, at: datetime) -> None:
    """What it was called with is of no more use, and may be about somebody: it goes."""
    job.status = TaskResultStatus.SUCCESSFUL
    job.finished_at = at
    job.args_kwargs = NOTHING
    job.return_value = None
    job.exception_class_path = job.traceback = ""
    job.save()


def _again_or_park(
    job: Job, at: datetime, kind: str, story: str, tries: int = MAX_ATTEMPTS
) -> None:
    """Run again after a growing wait, or never: tries that killed their worker count as any other."""
    attempts = len(job.worker_ids)
    job.exception_class_path, job.traceback = kind, story
    if attempts < tries:
        job.status = TaskResultStatus.READY
        job.started_at = None
        job.run_after = at + backoff(attempts)
        logger.warning("job %s (%s) failed, try %d: %s", job.pk, job.task_path, attempts, kind)
    else:
        job.status = TaskResultStatus.FAILED
        job.finished_at = at
        logger.error("job %s (%s) is parked: %s", job.pk, job.task_path, kind)
        job_parked.send_robust(sender=type(job), job=job, at=at)
    job.save()


def release_orphans(at: datetime, watched_since: datetime) -> int:
    """Let go of running jobs that no living worker has in hand. Returns how many.

    Rows first, signs of life second: a job that is claimed in between is in nobody's way.
    """
    running = list(DBTaskResult.objects.running())
    if not running:
        return 0
    held = {
        beat.job_id
        for beat in WorkerBeat.objects.filter(job_id__isnull=False)
        if is_living(beat, at, watched_since)
    }
    return sum(_release(job, at) for job in running if job.pk not in held)


@transaction.atomic
def _release(job: Job, at: datetime) -> bool:
    """After the first death at once: most are killed with their machine, and mail should not wait."""
    still = DBTaskResult.objects.select_for_update().filter(
        pk=job.pk, status=TaskResultStatus.RUNNING, started_at=job.started_at
    )
    orphan = still.first()
    if orphan is None:
        return False
    WorkerBeat.objects.filter(job_id=orphan.pk).update(job_id=None)
    _again_or_park(orphan, at, WORKER_DIED, "The worker ended while it ran this job.")
    if orphan.status == TaskResultStatus.READY and len(orphan.worker_ids) == 1:
        orphan.run_after = at
        orphan.save(update_fields=["run_after"])
    return True


def again(at: datetime) -> int:
    """Every parked job starts anew, with all its tries. Returns how many. For an operator."""
    parked = DBTaskResult.objects.failed()
    return parked.update(
        status=TaskResultStatus.READY,
        worker_ids=[],
        run_after=at,
        started_at=None,
        finished_at=None,
    )


def prune(at: datetime) -> int:
    """Remove rows that are only history, and signs of workers long gone. Returns how many."""
    done = DBTaskResult.objects.successful().filter(finished_at__lt=at - DONE_KEPT)
    parked = DBTaskResult.objects.failed().filter(finished_at__lt=at - PARKED_KEPT)
    removed = _delete_in_parts(done) + _delete_in_parts(parked)
    WorkerBeat.objects.filter(job_id=None, beat_at__lt=at - BEATS_KEPT).delete()
    return removed


def _delete_in_parts(rows: Any) -> int:
    removed = 0
    while ids := list(rows.values_list("pk", flat=True)[:PRUNED_AT_ONCE]):
        removed += DBTaskResult.objects.filter(pk__in=ids).delete()[0]
    return removed


def tick(at: datetime, watched_since: datetime) -> dict[str, int]:
    """One look at the clock: what was queued and what was let go of.

    `watched_since` is how long whoever ticks has beaten without a gap.
    """
    return {"queued": queue_due(at), "released": release_orphans(at, watched_since)}
