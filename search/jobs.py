"""What the worker does for search by the clock."""

from datetime import timedelta

from django.db import transaction
from django_tasks import task

from marketplace.core.clock import now
from marketplace.core.job_queue import NIGHTLY, schedule
from search.indexing import rewrite
from search.queries import backend, councils, ids_over


@schedule(every=timedelta(days=1))
@task(queue_name=NIGHTLY)
def tidy_search_index() -> None:
    """Look again at documents whose time is over, then leave a fresh snapshot for the next start.

    A listing may be public again later, under another accreditation; its next time is found here.
    """
    at = now()
    with transaction.atomic():
        rewrite(ids_over(at), at)
    for council in councils():
        backend().rebuild(council.pk)
