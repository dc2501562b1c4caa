"""What the worker does for its own queue by the clock."""

from datetime import timedelta

from django.core.management import call_command
from django_tasks import task

from marketplace.core.clock import now
from marketplace.core.job_queue import NIGHTLY, prune, schedule
from marketplace.core.mail import prune_mail
from marketplace.core.orphans import report, sweep


@schedule(every=timedelta(days=1))
@task(queue_name=NIGHTLY)
def tidy_queue() -> None:
    """Remove finished and long parked jobs, and mail that could not be sent. Safe to repeat."""
    prune(now())
    prune_mail(now())


@schedule(every=timedelta(days=1))
@task(queue_name=NIGHTLY)
def clear_sessions() -> None:
    """Remove sessions that have run out. Safe to repeat."""
    call_command("clearsessions")


@schedule(every=timedelta(days=1))
@task(queue_name=NIGHTLY)
def sweep_private_files() -> None:
    """Remove private files that no row names, a day after they were written. Safe to repeat."""
    report(sweep(now()))
