"""The jobs of cards: applying a stored event, and clearing files that nobody came back to."""

from datetime import timedelta

from django_tasks import task

from marketplace.accounts.viewer import Viewer
from marketplace.core.clock import now
from marketplace.core.job_queue import NIGHTLY, schedule
from payments.cards.actions import WEBHOOK, note_failure, process_event
from payments.cards.storage import clear_files


@task()
def process_stored_event(event_pk: int) -> None:
    """Safe to repeat: an event that is done stays done."""
    try:
        process_event(by=Viewer.machine(WEBHOOK, now()), event_id=event_pk)
    except Exception:
        note_failure(by=Viewer.machine(WEBHOOK, now()), event_id=event_pk)
        raise


@schedule(every=timedelta(hours=6))
@task(queue_name=NIGHTLY)
def clear_waiting_files() -> None:
    clear_files(now())
