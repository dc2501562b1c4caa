"""What a council may set about listings."""

from marketplace.core.rooms import Figure

REVIEW_DAYS = Figure(
    "listing_review_days",
    "Days in which a listing that was sent in is checked",
    "days",
    10,
    "judgement: two working weeks; suppliers read this number when they send a listing in",
)
