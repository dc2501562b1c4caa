"""What may be done here, the work that this room raises, and a council's figures."""

from marketplace.accounts.rules import Permission, Role, roles
from marketplace.core.labels import LabelledEnum
from marketplace.core.rooms import Figure

MAY_REVIEW_LISTINGS = Permission("review_listing", "check listings", roles(Role.ACCREDITOR))
MAY_IMPORT_DIRECTORY = Permission("import_directory", "import a directory", roles(Role.ACCREDITOR))


class ListingTask(LabelledEnum):
    """Work that this room raises."""

    REVIEW = "listing_review", "Listing to check"


class ListingNotice(LabelledEnum):
    """What people are told: a supplier of its listing, who checks listings of changed details."""

    SENT = "listing_sent", "Listing sent"
    PUBLISHED = "listing_published", "Listing published"
    RETURNED = "listing_returned", "Listing returned for changes"
    UNPUBLISHED = "listing_unpublished", "Listing unpublished by the council"
    CONTACT_CHANGED = "contact_changed", "Contact details changed"


REVIEW_DAYS = Figure(
    "listing_review_days",
    "Days in which a listing that was sent in is checked",
    "days",
    10,
    "judgement: two working weeks; suppliers read this number when they send a listing in",
)
