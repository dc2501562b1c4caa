"""What this room declares."""

from marketplace.accounts.rules import Role
from marketplace.core.rooms import MenuEntry, Queue, Room, TermUse, WhoIsTold
from marketplace.listings.event_words import EVENTS
from marketplace.listings.keeps import KEEPS
from marketplace.listings.queries import listings_using
from marketplace.listings.rules import (
    MAY_IMPORT_DIRECTORY,
    MAY_REVIEW_LISTINGS,
    REVIEW_DAYS,
    ListingNotice,
    ListingState,
    ListingTask,
)
from marketplace.listings.samples import SAMPLES
from marketplace.listings.wording import NOTIFICATIONS, SENTENCES

ROOM = Room(
    name="listings",
    urls="marketplace.listings.urls",
    pages="Listings and shortlists",
    permissions=(MAY_REVIEW_LISTINGS, MAY_IMPORT_DIRECTORY),
    shared_tags=("listing_tags",),
    task_kinds=tuple(ListingTask),
    menu=(
        MenuEntry(
            "Listings to check", "listings:review_queue", frozenset({Role.ACCREDITOR}), order=11
        ),
        MenuEntry("My listings", "listings:mine", frozenset({Role.SUPPLIER}), order=21),
    ),
    queues=(Queue(ListingTask.REVIEW, "listings to check", "listings:review_queue"),),
    notifications=NOTIFICATIONS,
    who_is_told=(
        WhoIsTold(ListingState.IN_REVIEW, (ListingNotice.SENT,)),
        WhoIsTold(ListingState.PUBLISHED, (ListingNotice.PUBLISHED,)),
        WhoIsTold(ListingState.DRAFT, (ListingNotice.RETURNED,)),
        # By the council; a supplier who does it is shown that it is done.
        WhoIsTold(ListingState.UNPUBLISHED, (ListingNotice.UNPUBLISHED,)),
    ),
    figures=(REVIEW_DAYS,),
    sentences=SENTENCES,
    keeps=KEEPS,
    samples=SAMPLES,
    events=EVENTS,
    term_uses=(TermUse("listing", "listings", listings_using),),
)
