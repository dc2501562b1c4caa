"""What accreditation does by itself each day."""

from datetime import timedelta

from django_tasks import task

from marketplace.accounts.viewer import Viewer
from marketplace.accreditation.actions.expiry import raise_expiry_tasks, tell_of_ended
from marketplace.accreditation.queries.queue import councils_that_accredit
from marketplace.accreditation.rules import MAY_ACCREDIT
from marketplace.core.actors import SystemActor
from marketplace.core.clock import now
from marketplace.core.job_queue import NIGHTLY, schedule

ACTOR = SystemActor("accreditation_expiry", frozenset({MAY_ACCREDIT}))


@schedule(every=timedelta(days=1))
@task(queue_name=NIGHTLY)
def tell_of_expiry() -> None:
    """Raises the tasks for what ends soon and tells of what ended, council by council. Safe to repeat."""
    at = now()
    for authority_id in councils_that_accredit():
        machine = Viewer.machine(ACTOR, at)
        raise_expiry_tasks(by=machine, authority_id=authority_id)
        tell_of_ended(by=machine, authority_id=authority_id)
