"""What of a directory is held here."""

from collections.abc import Collection

from marketplace.accounts.models import Authority
from marketplace.listings.models import SourceRecord
from marketplace.suppliers.rules import Source


def vanished_references(authority: Authority, source: Source, named: Collection[str]) -> list[str]:
    """The references taken in earlier that the source does not name now, in order."""
    held = SourceRecord.objects.filter(authority=authority, source=source)
    references = held.order_by("reference").values_list("reference", flat=True)
    return [reference for reference in references if reference not in named]
