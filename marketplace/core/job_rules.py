"""The figures of the queue: when a worker counts as silent, how long a job waits for its next try."""

from datetime import timedelta

MAX_ATTEMPTS = 5
#: How often a worker writes that it lives. It is silent after six beats that did not come.
BEAT_EVERY = timedelta(seconds=10)
SILENT_AFTER = timedelta(seconds=60)


class NoMoreTries(Exception):
    """Raised by a job that no further try can help: it is parked at once."""


def backoff(attempts: int) -> timedelta:
    """How long to wait after so many failures: 1, 4, 16, 64 minutes."""
    return timedelta(minutes=4 ** (max(attempts, 1) - 1))
