"""What this room does by itself each day."""

from datetime import timedelta

from django_tasks import task

from marketplace.accounts.actions.tries import forget_tries
from marketplace.accounts.rules import MAY_COUNT_TRIES
from marketplace.accounts.viewer import Viewer
from marketplace.core.actors import SystemActor
from marketplace.core.clock import now
from marketplace.core.job_queue import schedule

ACTOR = SystemActor("sign_in_tidying", frozenset({MAY_COUNT_TRIES}))


@schedule(every=timedelta(days=1))
@task()
def prune_tries() -> None:
    """Deletes old counts of failed sign-ins. Safe to repeat."""
    forget_tries(by=Viewer.machine(ACTOR, now()))
