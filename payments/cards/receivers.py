"""What cards do about their own signals that needs a door: queueing a job."""

from typing import Any

from payments.cards.jobs import process_stored_event, read_statement_file


def queue_event(*, event_id: int, **_: Any) -> None:
    """Queue a stored delivery; the job commits with the row that it is about."""
    process_stored_event.enqueue(event_id)


def queue_reading(*, upload_id: int, **_: Any) -> None:
    """Queue a stored statement; the job commits with the row that it is about."""
    read_statement_file.enqueue(upload_id)
