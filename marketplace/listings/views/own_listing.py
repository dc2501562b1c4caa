"""The one way to a listing of one's own organisation."""

from uuid import UUID

from django.http import HttpRequest, QueryDict
from django.shortcuts import get_object_or_404

from marketplace.accounts.requests import viewer_of
from marketplace.listings.models import Listing


def own_listing(request: HttpRequest, public_id: UUID) -> Listing:
    """The listing of this council, when one's own organisation offers it; else 404."""
    return get_object_or_404(
        Listing.objects.run_by(viewer_of(request)).select_related("supplier", "capacity"),
        public_id=public_id,
    )


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, to bind a form with: an empty send is bound too, and answered."""
    return request.POST if request.method == "POST" else None
