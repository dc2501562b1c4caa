"""What follows from what happens to jobs: an operator is told, and the log joins them to requests."""

import logging
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.dispatch import receiver
from django_tasks import TaskResult
from django_tasks.signals import task_enqueued
from django_tasks_db.models import DBTaskResult

from marketplace.core.job_queue import URGENT
from marketplace.core.signals import job_parked

logger = logging.getLogger("handrail.requests")

SUBJECT = "Handrail: a job failed and was parked"
BODY = """The job {path} failed {tries} times and was parked. Nobody runs it again before you do.

Number: {number}
Kind of error: {kind}

Look into the worker's log for this number. When the cause is mended, run:

    manage.py jobs --again

manage.py doctor says what else is not well.
"""


@receiver(job_parked)
def tell_operators(job: "DBTaskResult[Any, Any]", at: datetime, **_: Any) -> None:
    """Write once for each parked job; not for one of the lane of mail, which would not arrive either."""
    if not settings.OPERATORS or job.queue_name == URGENT:
        return
    body = BODY.format(
        path=job.task_path,
        tries=len(job.worker_ids),
        number=job.pk,
        kind=job.exception_class_path,
    )
    # What goes wrong here must not undo the parking.
    with transaction.atomic():
        EmailMessage(SUBJECT, body, to=settings.OPERATORS).send()


@receiver(task_enqueued)
def join_to_request(task_result: "TaskResult[Any]", **_: Any) -> None:
    """The line that a request's id and a job's number are both on."""
    logger.info(
        "job queued",
        extra={"facts": {"queued": task_result.id, "task": task_result.task.module_path}},
    )
