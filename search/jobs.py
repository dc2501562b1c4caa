"""What the worker does for search by the clock."""

import logging
from datetime import timedelta

from django.db import transaction
from django_tasks import task

from marketplace.core.clock import now
from marketplace.core.job_queue import NIGHTLY, schedule
from search.indexing import prune_log, rewrite
from search.queries import backend, councils, ids_over

#: How long a line of the change log stays. Judgement: a server process that nobody asked anything for
#: a day begins again from a snapshot, which costs what a start does.
LINES_STAY = timedelta(days=1)

logger = logging.getLogger(__name__)


@schedule(every=timedelta(days=1))
@task(queue_name=NIGHTLY)
def tidy_search_index() -> None:
    """Look again at documents whose time is over, leave a fresh snapshot, prune the change log.

    A listing may be public again later, under another accreditation; its next time is found here.
    """
    at = now()
    with transaction.atomic():
        rewrite(ids_over(at), at)
    for council in councils():
        backend().rebuild(council.pk)
        kept_from = backend().kept_from(council.pk)
        if kept_from:
            with transaction.atomic():
                prune_log(council.pk, kept_from, at - LINES_STAY)


@schedule(every=timedelta(minutes=5))
@task()
def keep_search_index() -> None:
    """Mend what is damaged or far behind; a whole snapshot that is near enough is left alone."""
    for council in councils():
        if backend().keep(council.pk):
            logger.info("The search index of council %s was made anew", council.pk)
