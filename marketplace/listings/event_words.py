"""What is done to listings, as the trail says it."""

EVENTS = {
    "listing_created": "Listing started",
    "listing_described": "Listing described",
    "listing_terms_set": "Listing’s terms chosen",
    "listing_prices_set": "Listing’s prices set",
    "listing_availability_set": "Listing’s available times set",
    "listing_capacity_set": "Listing’s space set",
    "listing_confirmed": "Listing confirmed",
    "listing_submitted": "Listing sent for review",
    "listing_called_back": "Listing called back",
    "listing_discarded": "Listing discarded",
    "listing_published": "Listing published",
    "listing_returned": "Listing returned for changes",
    "listing_unpublished": "Listing taken off the directory",
    "directory_chunk_imported": "Listings brought in from a file",
}
