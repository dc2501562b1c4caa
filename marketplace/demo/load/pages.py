"""What the demo adds to a council's first pages: who looks after them, and listings on the front door."""

from datetime import datetime

from cms.models import HomePage, InformationPage
from cms.pack import READ_AGAIN_AFTER
from marketplace.accounts.models import Authority, User
from marketplace.core.dates import london_date
from marketplace.listings.models import Listing


def finish_pages(authority: Authority, editor: User, at: datetime) -> None:
    """Give every page to the editor, read lately, and show a few listings on the front door."""
    home = HomePage.objects.get(council_site__authority=authority)
    home.get_descendants().update(owner=editor)
    for page in InformationPage.objects.descendant_of(home):
        page.review_by = london_date(at) + READ_AGAIN_AFTER
        page.save_revision(user=editor).publish()
    home.featured = [("listing", listing) for listing in _featured(authority, at)]
    home.save_revision(user=editor).publish()


def _featured(authority: Authority, at: datetime) -> list[Listing]:
    """One listing of each supplier that the case is about: the newest, where names repeat."""
    public = Listing.objects.public(at).filter(authority=authority).order_by("-pk")
    names = ["Amara Okoro", "Lantern Lane Home Care", "Steadfast Mobility"]
    found = (public.filter(supplier__name=name).first() for name in names)
    return [listing for listing in found if listing]
