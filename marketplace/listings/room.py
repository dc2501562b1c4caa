"""What this room declares."""

from marketplace.accounts.rules import Role
from marketplace.core.rooms import (
    CaseSubject,
    MenuEntry,
    Queue,
    Room,
    SubjectPage,
    TermUse,
    WhoIsTold,
)
from marketplace.listings.event_words import EVENTS
from marketplace.listings.keeps import KEEPS
from marketplace.listings.models import Listing
from marketplace.listings.queries import (
    listing_on_page,
    listings_found,
    listings_named,
    listings_using,
    parties_of_listings,
)
from marketplace.listings.rules import (
    MAY_IMPORT_DIRECTORY,
    MAY_REVIEW_LISTINGS,
    REVIEW_DAYS,
    ListingNotice,
    ListingPurpose,
    ListingState,
    ListingTask,
)
from marketplace.listings.samples import SAMPLES
from marketplace.listings.wording import NOTIFICATIONS, SENTENCES

KIND = Listing._meta.label_lower

ROOM = Room(
    name="listings",
    urls="marketplace.listings.urls",
    pages="Listings and shortlists",
    permissions=(MAY_REVIEW_LISTINGS, MAY_IMPORT_DIRECTORY),
    shared_tags=("listing_tags",),
    task_kinds=tuple(ListingTask),
    purposes=tuple(ListingPurpose),
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
    case_subjects=(
        CaseSubject(KIND, "Listing", listings_found, listings_named, parties_of_listings),
    ),
    subject_pages={
        pattern: SubjectPage(KIND, listing_on_page)
        for pattern in (
            "listings/<slug:slug>-<uuid:public_id>/",
            "listings-to-check/<uuid:public_id>/",
        )
    },
    figures=(REVIEW_DAYS,),
    sentences=SENTENCES,
    keeps=KEEPS,
    samples=SAMPLES,
    events=EVENTS,
    term_uses=(TermUse("listing", "listings", listings_using),),
)
