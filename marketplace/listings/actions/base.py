"""What every action on a listing shares: the lock, the refusals, and how it ends."""

from marketplace.accounts.viewer import Viewer
from marketplace.core.audit import AuditValue, record
from marketplace.core.errors import DomainError
from marketplace.core.transactions import require_transaction
from marketplace.listings.models import Listing
from marketplace.listings.rules import LISTING_STATE_LABELS, ListingState
from marketplace.listings.rules.states import WORDING_OPEN, may_become
from marketplace.listings.signals import listings_changed


class ListingProblem(DomainError):
    """A listing cannot be so, or cannot be changed so now."""


def locked(listing_id: int) -> Listing:
    """The listing, held until the transaction ends."""
    require_transaction()
    return (
        Listing.objects.select_for_update(of=("self",))
        .select_related("supplier")
        .get(pk=listing_id)
    )


def refuse_if_changed(listing: Listing, seen_version: int | None) -> None:
    """Raises ListingProblem when somebody else saved since the version that the writer saw."""
    if seen_version is not None and seen_version != listing.version:
        raise ListingProblem(
            "This listing has changed since you opened the page. Nothing of yours is lost: "
            "check what you typed, then save again."
        )


def refuse_fixed_wording(listing: Listing) -> None:
    """Raises ListingProblem when the words of the listing are not open."""
    if ListingState(listing.state) not in WORDING_OPEN:
        word = LISTING_STATE_LABELS[ListingState(listing.state)].lower()
        raise ListingProblem(
            f"This listing is {word}, so its words stay as they were checked. "
            "Take it down to change them."
        )


def move(listing: Listing, then: ListingState) -> None:
    """Set the state, when the table allows it. Raises ListingProblem."""
    now = ListingState(listing.state)
    if not may_become(now, then):
        raise ListingProblem(
            f"This listing is {LISTING_STATE_LABELS[now].lower()}, "
            f"so it cannot become {LISTING_STATE_LABELS[then].lower()}."
        )
    listing.state = then


def finish(
    listing: Listing, *, by: Viewer, event: str, fields: tuple[str, ...] = (), **data: AuditValue
) -> Listing:
    """Write the fields with a new version, the audit event, and the news."""
    listing.version += 1
    listing.save(update_fields=["version", *fields])
    record(event=event, by=by, subject=listing, version=listing.version, **data)
    listings_changed.send(sender=Listing, listing_ids=[listing.pk], at=by.at)
    return listing
