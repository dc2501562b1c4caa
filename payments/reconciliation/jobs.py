"""What the worker does after payments came: matching; and every night: share money again, try what waits
again, look for what is missing, seal the ledger, prove that it is whole."""

import logging
from datetime import timedelta

from django_tasks import task

from marketplace.accounts.viewer import Viewer
from marketplace.core.actors import SystemActor
from marketplace.core.clock import now
from marketplace.core.job_queue import NIGHTLY, schedule
from payments.ledger.actions import seal_ledger
from payments.reconciliation.actions import (
    MATCHER,
    look_for_everybodys_absences,
    match_open_lines,
    share_everybody_again,
)
from payments.reconciliation.queries.integrity import integrity_problems

logger = logging.getLogger("handrail.ledger")
SEALER = SystemActor("sealer")


@task()
def match_people(person_ids: list[int]) -> None:
    """Match what waits of these people. Safe to repeat: what is decided stays so."""
    match_open_lines(by=Viewer.machine(MATCHER, now()), person_ids=person_ids)


@schedule(every=timedelta(days=1))
@task(queue_name=NIGHTLY)
def share_money_again() -> None:
    """A council's rule of sharing may hold from another day since; who agrees money shares it at once."""
    share_everybody_again(by=Viewer.machine(MATCHER, now()))


@schedule(every=timedelta(days=1))
@task(queue_name=NIGHTLY)
def match_again() -> None:
    """Plans, refunds and answers that came since may explain what waits; old lines grow urgent."""
    match_open_lines(by=Viewer.machine(MATCHER, now()))


@schedule(every=timedelta(days=1))
@task(queue_name=NIGHTLY)
def look_for_what_is_missing() -> None:
    """Money, statements and payments that should be there; a question whose cause has gone closes itself."""
    look_for_everybodys_absences(by=Viewer.machine(MATCHER, now()))


@schedule(every=timedelta(days=1))
@task(queue_name=NIGHTLY)
def seal_and_prove() -> None:
    """Seal what was posted. Raises RuntimeError, which parks the job in sight, when it is not whole."""
    seal_ledger(by=Viewer.machine(SEALER, now()))
    found = list(integrity_problems())
    for problem in found:
        logger.error("%s", problem)
    if found:
        raise RuntimeError(f"The ledger is not whole: {len(found)} problems. Run verify_ledger.")
