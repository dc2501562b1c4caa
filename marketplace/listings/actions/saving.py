"""What every action on a listing shares: the lock, the refusal, and how it is saved."""

from typing import Any

from marketplace.accounts.viewer import Viewer
from marketplace.core.audit import AuditValue, record
from marketplace.core.errors import Problem
from marketplace.core.transactions import require_transaction
from marketplace.core.transitions import move
from marketplace.listings.errors import ListingProblem
from marketplace.listings.models import Listing
from marketplace.listings.rules import LISTING_TRANSITIONS, ListingState
from marketplace.listings.signals import listings_changed


def locked_listing(listing_id: int) -> Listing:
    """The listing, locked until the transaction ends."""
    require_transaction()
    return (
        Listing.objects.select_for_update(of=("self",))
        .select_related("supplier")
        .get(pk=listing_id)
    )


def refuse(problems: list[Problem]) -> None:
    """Raises ListingProblem where there are any."""
    if problems:
        raise ListingProblem(*problems)


def save_listing(
    listing: Listing,
    *,
    by: Viewer,
    event: str,
    changes: dict[str, Any] | None = None,
    to: ListingState | None = None,
    **data: AuditValue,
) -> Listing:
    """Write columns with a new version, and the state where it moves; one audit row; announce.

    Raises NotInThatState when somebody else moved it meanwhile.
    """
    require_transaction()
    version = listing.version + 1
    written = {**(changes or {}), "version": version}
    if to is not None:
        move(
            listing,
            to,
            table=LISTING_TRANSITIONS,
            by=by,
            event=event,
            changes=written,
            field="state",
            version=version,
            **data,
        )
    else:
        for column, value in written.items():
            setattr(listing, column, value)
        listing.save(update_fields=list(written))
        record(event=event, by=by, subject=listing, version=version, **data)
    listings_changed.send(sender=Listing, listing_ids=[listing.pk], at=by.at)
    return listing
