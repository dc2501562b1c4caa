"""Units, day bands, parts of the day, listing states, and how a price is chosen."""

from enum import StrEnum


class ListingState(StrEnum):
    DRAFT = "draft"
    IN_REVIEW = "in_review"
    PUBLISHED = "published"
    UNPUBLISHED = "unpublished"


LISTING_TRANSITIONS: dict[ListingState, frozenset[ListingState]] = {
    ListingState.DRAFT: frozenset({ListingState.IN_REVIEW}),
    ListingState.IN_REVIEW: frozenset({ListingState.PUBLISHED, ListingState.DRAFT}),
    ListingState.PUBLISHED: frozenset({ListingState.UNPUBLISHED}),
    ListingState.UNPUBLISHED: frozenset({ListingState.IN_REVIEW, ListingState.DRAFT}),
}
#: After so many months without the supplier's word that it is still right, a listing is hidden.
STALE_AFTER_MONTHS = 12


class PriceUnit(StrEnum):
    HOUR = "hour"
    VISIT = "visit"
    SESSION = "session"
    NIGHT = "night"
    WEEK = "week"
    MILE = "mile"
    ITEM = "item"


class DayBand(StrEnum):
    WEEKDAY = "weekday"
    WEEKEND = "weekend"
    BANK_HOLIDAY = "bank_holiday"


DAY_BAND_LABELS = {
    DayBand.WEEKDAY: "Weekday",
    DayBand.WEEKEND: "Weekend",
    DayBand.BANK_HOLIDAY: "Bank holiday",
}


class DayPart(StrEnum):
    MORNING = "morning"
    LUNCH = "lunch"
    AFTERNOON = "afternoon"
    EVENING = "evening"
    NIGHT = "night"


DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
