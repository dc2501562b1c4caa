"""Jobs that the drills of the worker queue: one that counts, one that kills its worker."""

import os
import signal

from django.db import connection
from django_tasks import task

from marketplace.core.job_queue import URGENT


@task()
def write_down(number: int) -> None:
    """Add a row: who counts rows counts runs."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO drill_runs (number) VALUES (%s)", [number])


@task(queue_name=URGENT)
def kill_the_worker() -> None:
    """What a job does that the machine runs out of memory for."""
    os.kill(os.getpid(), signal.SIGKILL)
