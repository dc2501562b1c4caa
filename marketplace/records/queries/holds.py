"""Finding the record that somebody names, and the holds that keep records."""

from django.db.models import Q

from marketplace.records.models import LegalHold
from marketplace.suppliers.models import Supplier

#: Told apart is one from none and from several: more are never named.
ENOUGH = 2


def suppliers_called(authority_id: int, reference: str) -> list[Supplier]:
    """Those of a council with this whole name; two at most."""
    here = Supplier.objects.filter(authority_id=authority_id, erased_at=None)
    return list(here.filter(name__iexact=reference)[:ENOUGH])


def current_holds() -> list[LegalHold]:
    """Every hold in force, of all councils, for whoever runs the purge."""
    known = Q(person__isnull=False) | Q(supplier__isnull=False)
    return list(LegalHold.objects.current().filter(known).order_by("pk"))
