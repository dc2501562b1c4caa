"""What records do about their own signals that needs a door: queueing a job."""

from typing import Any

from marketplace.records.jobs import make_copy


def queue_copy(*, copy_id: int, **_: Any) -> None:
    """Queue the making of a copy; the job commits with the row that it is about."""
    make_copy.enqueue(copy_id)
