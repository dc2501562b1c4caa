"""The jobs of cards: applying a stored event, reading a stored statement, clearing what is over."""

from datetime import timedelta

from django_tasks import task

from marketplace.accounts.viewer import Viewer
from marketplace.core.clock import now
from marketplace.core.job_queue import NIGHTLY, schedule
from marketplace.core.queries import arguments_in_hand
from payments.cards.actions import (
    ASKING,
    READER,
    WEBHOOK,
    ask_for_accounts,
    clear_uploads,
    note_failure,
    process_event,
    read_stored,
    withdraw_statement,
)
from payments.cards.queries import imports_to_withdraw, people_asked_for, uploads_to_read


@task()
def process_stored_event(event_pk: int) -> None:
    """Safe to repeat: an event that is done stays done."""
    try:
        process_event(by=Viewer.machine(WEBHOOK, now()), event_id=event_pk)
    except Exception:
        note_failure(by=Viewer.machine(WEBHOOK, now()), event_id=event_pk)
        raise


@task()
def read_statement_file(upload_pk: int) -> None:
    """Safe to repeat: what is confirmed goes on being recorded where that was cut short."""
    read_stored(by=Viewer.machine(READER, now()), upload_id=upload_pk)


@task()
def take_statement_back(import_pk: int) -> None:
    """Safe to repeat: what is out of the books already stays so."""
    withdraw_statement(by=Viewer.machine(READER, now()), import_id=import_pk)


@schedule(every=timedelta(minutes=5))
@task()
def pick_up_readings() -> None:
    """Queue again what is to be read, recorded or taken back and is in no job: its job is parked, or
    lost. Safe to repeat."""
    for job, ids in (
        (read_statement_file, uploads_to_read()),
        (take_statement_back, imports_to_withdraw()),
    ):
        in_hand = arguments_in_hand(job.module_path)
        for each in ids:
            if [each] not in in_hand:
                job.enqueue(each)


@schedule(every=timedelta(hours=6))
@task(queue_name=NIGHTLY)
def clear_waiting_files() -> None:
    clear_uploads(by=Viewer.machine(READER, now()))


@schedule(every=timedelta(days=1))
@task(queue_name=NIGHTLY)
def finish_account_tasks() -> None:
    """No account is to be opened for an agreement whose last day has passed. Safe to repeat."""
    for person_ids in people_asked_for():
        ask_for_accounts(by=Viewer.machine(ASKING, now()), person_ids=person_ids)
