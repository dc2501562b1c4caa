"""`manage.py rebuild_search_index`: documents from listings, then the index from documents."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from marketplace.accounts.models import Authority
from marketplace.core.clock import now
from search.indexing import rewrite
from search.queries import CHUNK, backend, councils, ids_with_or_due_a_document


class Command(BaseCommand):
    help = "Write every listing's search document anew and build the index of each council."

    def handle(self, *args: Any, **options: Any) -> None:
        for authority in councils():
            written = self._write_documents(authority)
            self.stdout.write(f"{authority.short_name}: building the index")
            indexed = backend().rebuild(authority.pk)
            self.stdout.write(f"{authority.short_name}: {written} written, {indexed} in the index")

    def _write_documents(self, authority: Authority) -> int:
        ordered = ids_with_or_due_a_document(authority.pk)
        written = 0
        for start in range(0, len(ordered), CHUNK):
            with transaction.atomic():
                written += rewrite(ordered[start : start + CHUNK], now())
            done = min(start + CHUNK, len(ordered))
            self.stdout.write(f"{authority.short_name}: {done} of {len(ordered)} listings read")
        return written
