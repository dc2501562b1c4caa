"""A council's pages, its editor, and a listing that an editor may show."""

from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from cms.actions import set_up_site
from cms.models import CouncilSite, InformationPage
from cms.rules import MAY_EDIT_PAGES
from marketplace.accounts.models import Authority, User
from marketplace.accounts.rules import Role
from marketplace.core.actors import SystemActor
from marketplace.listings.models import Listing
from marketplace.listings.rules import ListingState
from tests.factories.accounts import as_viewer, make_authority, make_user
from tests.factories.accreditation import make_accreditation
from tests.factories.suppliers import make_supplier

SETTER = SystemActor("demo", frozenset({MAY_EDIT_PAGES}))
AT = datetime(2026, 9, 1, 9, tzinfo=UTC)
_numbers = count(1)


def make_council_site(authority: Authority | None = None) -> CouncilSite:
    return set_up_site(by=as_viewer(SETTER, AT), authority=authority or make_authority())


def make_editor(authority: Authority | None = None, name: str = "") -> User:
    """An editor in the group of a council whose pages are set up."""
    council = authority or make_authority()
    user = make_user(Role.EDITOR, authority=council, name=name)
    make_council_site(council)
    return user


def make_information_page(council: CouncilSite, **fields: Any) -> InformationPage:
    """A live page under the home page, to be checked by 14 March 2027."""
    number = next(_numbers)
    page = InformationPage(
        **{
            "title": f"Paying for support {number}",
            "slug": f"paying-{number}",
            "summary": "Most people pay something.",
            "review_by": date(2027, 3, 14),
            **fields,
        }
    )
    council.home.refresh_from_db()
    council.home.add_child(instance=page)
    return page


def make_public_listing(authority: Authority | None = None, **fields: Any) -> Listing:
    """A listing that anybody may see at the tests' clock."""
    council = authority or make_authority()
    supplier = make_supplier(authority=council)
    make_accreditation(supplier)
    number = next(_numbers)
    return Listing.objects.create(
        **{
            "authority": council,
            "supplier": supplier,
            "title": f"Morning visits {number}",
            "slug": f"morning-visits-{number}",
            "summary": "The same two or three faces each week.",
            "state": ListingState.PUBLISHED,
            "confirmed_date": date(2026, 9, 1),
            "created_at": AT,
            "published_at": AT,
            **fields,
        }
    )
