"""What may be done here, and the work that this room raises."""

from marketplace.accounts.rules import Permission, Role, roles
from marketplace.core.labels import LabelledEnum

MAY_REVIEW_LISTINGS = Permission("review_listing", "check listings", roles(Role.ACCREDITOR))
MAY_IMPORT_DIRECTORY = Permission("import_directory", "import a directory", roles(Role.ACCREDITOR))


class ListingTask(LabelledEnum):
    """Work that this room raises."""

    REVIEW = "listing_review", "Listing to check"


class ListingPurpose(LabelledEnum):
    """Why a person's page was opened; written to the read log that they can see."""

    CHOOSING = "choosing support", "choosing support"


class ListingNotice(LabelledEnum):
    """What people are told: a supplier of its listing, who checks listings of changed details."""

    SENT = "listing_sent", "Listing sent"
    PUBLISHED = "listing_published", "Listing published"
    RETURNED = "listing_returned", "Listing returned for changes"
    UNPUBLISHED = "listing_unpublished", "Listing unpublished by the council"
    CONTACT_CHANGED = "contact_changed", "Contact details changed"
