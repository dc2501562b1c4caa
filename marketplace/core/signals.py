"""What core announces."""

from django.dispatch import Signal

#: A job failed for good: `job`, its row, and `at`. Sent inside the transaction that parks it.
job_parked = Signal()
