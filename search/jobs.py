"""What the worker does for search by the clock."""

from datetime import timedelta

from django.db import transaction
from django_tasks import task

from marketplace.accounts.models import Authority
from marketplace.core.clock import now
from marketplace.core.job_queue import schedule
from search.indexing import rewrite
from search.models import SearchDocumentRow
from search.queries import backend


@schedule(every=timedelta(days=1))
@task()
def tidy_search_index() -> None:
    """Look again at documents whose time is over, then leave a fresh snapshot for the next start.

    A listing may be public again later, under another accreditation; its next time is found here.
    """
    at = now()
    over = SearchDocumentRow.objects.filter(public_until__lte=at).values_list("pk", flat=True)
    with transaction.atomic():
        rewrite(list(over), at)
    for authority_id in Authority.objects.values_list("pk", flat=True):
        backend().rebuild(authority_id)
