"""What the worker does for the editors by the clock."""

from datetime import timedelta

from django.core.management import call_command
from django_tasks import task

from marketplace.core.job_queue import schedule


@schedule(every=timedelta(minutes=5))
@task()
def publish_on_time() -> None:
    """Publish what an editor gave a time that has come, take down what is over. Safe to repeat."""
    call_command("publish_scheduled")
