"""A lane of the worker: one thread that takes the jobs of one queue, one after the other."""

import logging
import os
import threading
import uuid
from dataclasses import dataclass, field

from django.db import close_old_connections, connections
from django_tasks.base import TaskContext
from django_tasks.signals import task_started
from django_tasks_db.models import DBTaskResult

from marketplace.core import job_queue
from marketplace.core.clock import now
from marketplace.core.logs import InHand, in_hand

logger = logging.getLogger("handrail.worker")

#: Seconds to wait after failures of the database in a row: 1, 2, 4, and so on, at most this.
LONGEST_WAIT = 30.0


def wait_after(failures: int) -> float:
    """Seconds until the database is asked again after so many failures in a row, from 1."""
    return float(min(2 ** min(failures - 1, 10), LONGEST_WAIT))


def recover(what: str, failures: int) -> float:
    """Drop this thread's connections, say so in the log, and answer how long to wait. Called in an
    `except`: the error is what was just caught."""
    wait = wait_after(failures)
    logger.warning("%s: trying again in %.0f s", what, wait, exc_info=failures == 1)
    for connection in connections.all(initialized_only=True):
        # A connection that broke may refuse even to be closed, and is then no connection any more.
        try:
            connection.close()
        except Exception:  # noqa: BLE001 - whatever a broken driver raises
            connection.connection = None
    return wait


@dataclass
class Lane:
    """Runs the jobs of one queue until `stop`, whatever happens to the database or to a job."""

    name: str
    stop: threading.Event
    interval: float
    worker_id: str = ""
    #: What ended and could not yet be written down, for a while without a database.
    ended: tuple[DBTaskResult, BaseException | None] | None = None
    thread: threading.Thread = field(init=False)

    def __post_init__(self) -> None:
        self.worker_id = f"{os.getpid()}-{uuid.uuid4().hex[:12]}-{self.name}"
        self.thread = threading.Thread(target=self.run, name=self.name, daemon=True)

    def run(self) -> None:
        """Until `stop`: a job in hand is finished first."""
        failures = 0
        while not self.stop.is_set():
            close_old_connections()
            try:
                if failures:
                    self.pick_up()
                worked = self.step()
                failures = 0
            except Exception:  # noqa: BLE001 - the lane outlives whatever happens
                failures += 1
                self.stop.wait(recover(f"lane {self.name}", failures))
                continue
            if not worked:
                self.stop.wait(self.interval)
        connections.close_all()

    def pick_up(self) -> None:
        """After a failure nobody knows what was written: write down what ended, hold nothing."""
        if self.ended is not None:
            job, error = self.ended
            job_queue.finish(job, self.worker_id, error, now())
            self.ended = None
        job_queue.put_down(self.worker_id)

    def step(self) -> bool:
        """Run the next job. False when there was none."""
        job = job_queue.claim(self.worker_id, self.name, now())
        if job is None:
            return False
        with in_hand(InHand(job=str(job.pk))):
            self.ended = (job, call(job))
            job_queue.finish(job, self.worker_id, self.ended[1], now())
        self.ended = None
        return True


def call(job: DBTaskResult) -> BaseException | None:
    """Run a job. Its error is an answer here, a call for the exit among them; None is success."""
    try:
        task, result = job.task, job.task_result
        task_started.send(sender=type(task.get_backend()), task_result=result)
        context = [TaskContext(task_result=result)] if task.takes_context else []
        task.call(*context, *result.args, **result.kwargs)
    except (Exception, SystemExit) as error:  # noqa: BLE001 - it is written down for the operator
        return error
    return None
