"""What people are told of listings, as they read it now."""

from collections.abc import Collection
from enum import StrEnum

from django.urls import reverse

from marketplace.accounts.viewer import Viewer
from marketplace.core.rooms import News, NotificationKind, Told
from marketplace.core.words import reference
from marketplace.listings.models import Listing
from marketplace.listings.rules import ListingNotice, ListingState
from marketplace.suppliers.models import Supplier
from marketplace.suppliers.rules import SupplierKind, task_name

OF_LISTINGS = {
    ListingNotice.SENT: "You sent “{title}” to the council to check.",
    ListingNotice.PUBLISHED: "“{title}” is published.",
    ListingNotice.RETURNED: "“{title}” is returned for changes. Read the reason.",
    ListingNotice.UNPUBLISHED: "The council unpublished “{title}”. Read the reason.",
}


def say_of_listings(viewer: Viewer, kind: StrEnum, told: Collection[Told]) -> dict[Told, News]:
    """Of listings of the viewer's own suppliers. One query."""
    rows = Listing.objects.run_by(viewer).in_bulk([one.subject_id for one in told])
    sentence = OF_LISTINGS[ListingNotice(kind)]
    return {
        one: News(
            sentence.format(title=row.title),
            reverse("listings:edit", args=[row.public_id]),
            reference(row.public_id),
            is_over=row.state != ListingState.IN_REVIEW,
        )
        for one in told
        if (row := rows.get(one.subject_id))
    }


def say_of_contacts(viewer: Viewer, kind: StrEnum, told: Collection[Told]) -> dict[Told, News]:
    """Of suppliers whose contact details changed under a published listing. One query."""
    rows = Supplier.objects.visible_to(viewer).in_bulk([one.subject_id for one in told])
    return {
        one: News(
            f"Contact details changed: {task_name(SupplierKind(row.kind), row.name)}. Check them.",
            reverse("suppliers:detail", args=[row.public_id]),
            reference(row.public_id),
        )
        for one in told
        if (row := rows.get(one.subject_id))
    }


NOTIFICATIONS = (
    NotificationKind(
        ListingNotice.SENT, "Listing {reference} sent", say_of_listings, is_receipt=True
    ),
    *(
        NotificationKind(kind, "Decision on listing {reference}", say_of_listings)
        for kind in OF_LISTINGS
        if kind != ListingNotice.SENT
    ),
    NotificationKind(
        ListingNotice.CONTACT_CHANGED, "Changed details to check, {reference}", say_of_contacts
    ),
)
