"""`manage.py rebuild_search_index`: documents from listings, then the index from documents."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from marketplace.accounts.models import Authority
from marketplace.core.clock import now
from marketplace.listings.models import Listing
from search.indexing import CHUNK, rewrite
from search.models import SearchDocumentRow
from search.queries import backend


class Command(BaseCommand):
    help = "Write every listing's search document anew and build the index of each council."

    def handle(self, *args: Any, **options: Any) -> None:
        for authority in Authority.objects.order_by("pk"):
            written = self._write_documents(authority)
            self.stdout.write(f"{authority.short_name}: building the index")
            held = backend().rebuild(authority.pk)
            self.stdout.write(f"{authority.short_name}: {written} written, {held} in the index")

    def _write_documents(self, authority: Authority) -> int:
        ids = set(Listing.objects.filter(authority=authority).values_list("pk", flat=True))
        rows = SearchDocumentRow.objects.filter(authority_id=authority.pk)
        ordered = sorted(ids | set(rows.values_list("pk", flat=True)))
        written = 0
        for start in range(0, len(ordered), CHUNK):
            with transaction.atomic():
                written += rewrite(ordered[start : start + CHUNK], now())
            done = min(start + CHUNK, len(ordered))
            self.stdout.write(f"{authority.short_name}: {done} of {len(ordered)} listings read")
        return written
