"""What follows for listings, in the same transaction, when their supplier or the words of their council change."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from marketplace.accounts.viewer import Viewer
from marketplace.listings.actions import replace_term, tell_of_contacts

#: What a shopper uses to find or phone a supplier, and what was right when a listing was checked.
CONTACTS = frozenset({"email", "phone", "website"})


def contacts_changed(
    *, supplier_ids: list[int], fields: Collection[str], by: Viewer, **_: Any
) -> None:
    """Who checks listings is told, so that nobody is sent elsewhere unseen."""
    if CONTACTS & set(fields):
        tell_of_contacts(by=by, supplier_ids=supplier_ids)


def term_merged(*, term_id: int, into_id: int, at: datetime, **_: Any) -> None:
    """Listings that had the one word have the other."""
    replace_term(term_id=term_id, into_id=into_id, at=at)
