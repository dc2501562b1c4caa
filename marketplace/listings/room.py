"""What this room declares."""

from marketplace.accounts.rules import Role
from marketplace.core.rooms import MenuEntry, Queue, Room
from marketplace.listings.keeps import KEEPS
from marketplace.listings.rules import (
    MAY_IMPORT_DIRECTORY,
    MAY_REVIEW_LISTINGS,
    REVIEW_DAYS,
    ListingTask,
)
from marketplace.listings.samples import SAMPLES
from marketplace.listings.wording import SENTENCES

ROOM = Room(
    name="listings",
    urls="marketplace.listings.urls",
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
    figures=(REVIEW_DAYS,),
    sentences=SENTENCES,
    keeps=KEEPS,
    samples=SAMPLES,
)
