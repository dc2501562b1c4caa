"""What is done with tasks by night."""

from datetime import timedelta

from django_tasks import task

from marketplace.accounts.viewer import Viewer
from marketplace.core.actors import SystemActor
from marketplace.core.clock import now
from marketplace.core.job_queue import NIGHTLY, schedule
from marketplace.tasks.handing_over import share_out_tasks
from marketplace.tasks.rules import MAY_SHARE_TASKS

ACTOR = SystemActor("tasks_of_leavers", frozenset({MAY_SHARE_TASKS}))


@schedule(every=timedelta(days=1))
@task(queue_name=NIGHTLY)
def share_out() -> None:
    """Tasks of those who left go to whoever has their work, or to their role. Safe to repeat."""
    share_out_tasks(by=Viewer.machine(ACTOR, now()))
