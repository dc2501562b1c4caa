"""What the worker does for plans and budgets: upratings, part by part."""

from django_tasks import task

from marketplace.accounts.viewer import Viewer
from marketplace.brokerage.actions import UPRATER, carry_on_uprating
from marketplace.core.clock import now


@task()
def carry_on(uprating_id: int) -> None:
    """Do what an uprating waits for, each part in a transaction of its own. Safe to repeat."""
    while carry_on_uprating(by=Viewer.machine(UPRATER, now()), uprating_id=uprating_id):
        pass
