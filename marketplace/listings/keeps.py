"""What this room keeps of a supplier's listings, and until when."""

from marketplace.core.retention import Kept, Part
from marketplace.listings.models import Capacity, Listing, Price, Slot, SourceRecord
from marketplace.listings.rules import ListingState

KEEPS = (
    Kept(
        Listing,
        "Listings",
        Part(
            "supplier",
            last=("created_at", "submitted_at", "published_at", "confirmed_date"),
            open=({"state": ListingState.IN_REVIEW.value},),
        ),
        # Approved plans point at the listing that they were made with, so its row stays.
        blanks={
            "title": "",
            "summary": "",
            "description": "",
            "review_reason": "",
            "source_reference": "",
        },
    ),
    Kept(Price, "Prices of listings", Part("listing")),
    Kept(Slot, "Available times of listings", Part("listing")),
    Kept(Capacity, "Space in listings", Part("listing")),
    Kept(SourceRecord, "What a directory said of a listing", Part("listing")),
)
