"""Which councils and documents there are to write anew; for jobs and commands, which see all."""

from datetime import datetime

from marketplace.accounts.models import Authority
from marketplace.listings.models import Listing
from search.models import SearchDocumentRow


def councils() -> list[Authority]:
    """Every council."""
    return list(Authority.objects.order_by("pk"))


def ids_with_or_due_a_document(authority_id: int) -> list[int]:
    """The listings of a council, and whatever else has a document in it, in order."""
    ids = set(Listing.objects.filter(authority_id=authority_id).values_list("pk", flat=True))
    rows = SearchDocumentRow.objects.filter(authority_id=authority_id)
    return sorted(ids | set(rows.values_list("pk", flat=True)))


def ids_over(at: datetime) -> list[int]:
    """The listings whose document says that they are not public any more."""
    over = SearchDocumentRow.objects.filter(public_until__lte=at)
    return list(over.values_list("pk", flat=True))


def listings_at(authority_id: int, at: datetime) -> int:
    """How many listings of a council anybody may see now."""
    return int(Listing.objects.public(at).filter(authority_id=authority_id).count())
