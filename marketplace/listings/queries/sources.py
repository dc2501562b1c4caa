"""What of a directory is here, and which councils there are to take one in."""

from collections.abc import Collection

from marketplace.accounts.models import Authority
from marketplace.listings.models import SourceRecord
from marketplace.suppliers.rules import Source


def vanished_references(authority: Authority, source: Source, named: Collection[str]) -> list[str]:
    """The references taken in earlier that the source does not name now, in order."""
    known = SourceRecord.objects.filter(authority=authority, source=source)
    references = known.order_by("reference").values_list("reference", flat=True)
    return [reference for reference in references if reference not in named]


def council_of_slug(slug: str) -> Authority | None:
    """The council with this slug; for commands, which no host name leads to a council."""
    return Authority.objects.filter(slug=slug).first()


def council_slugs() -> list[str]:
    """The slugs of all councils in order."""
    return list(Authority.objects.order_by("slug").values_list("slug", flat=True))
