"""What cards do about their own signals that needs a door: queueing a job."""

from datetime import datetime
from typing import Any

from marketplace.accounts.viewer import Viewer
from payments.cards.actions import ASKING, ask_for_accounts
from payments.cards.jobs import process_stored_event, read_statement_file, take_statement_back


def queue_event(*, event_id: int, **_: Any) -> None:
    """Queue a stored delivery; the job commits with the row that it is about."""
    process_stored_event.enqueue(event_id)


def queue_reading(*, upload_id: int, **_: Any) -> None:
    """Queue a stored statement; the job commits with the row that it is about."""
    read_statement_file.enqueue(upload_id)


def queue_taking_back(*, import_id: int, **_: Any) -> None:
    """Queue a statement to be taken back; the job commits with the row that it is about."""
    take_statement_back.enqueue(import_id)


def ask_for_account(*, person_ids: list[int], at: datetime, **_: Any) -> None:
    """Agreements that pay by an account and have none are finance's work; those that ended are not."""
    ask_for_accounts(by=Viewer.machine(ASKING, at), person_ids=person_ids)
