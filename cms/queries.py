"""What pages show of live data, and which pages want an editor's eye."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse

from cms.models import CouncilSite, InformationPage
from cms.rules import NOTICE, is_overdue
from marketplace.accounts.models import Authority
from marketplace.listings.models import Listing
from marketplace.vocabulary.models import Term
from marketplace.vocabulary.rules import TermKind

#: The kinds of word that a way in may lead to; each is the name of a filter of the search page.
WAYS_IN = [TermKind.CATEGORY, TermKind.NEED]


def choosable_listings(authority: Authority, at: datetime) -> "QuerySet[Listing]":
    """What an editor may put on a page: what anybody may see in this council."""
    public = Listing.objects.public(at=at).filter(authority=authority)
    return public.select_related("supplier")


def choosable_terms(authority: Authority) -> "QuerySet[Term]":
    return Term.objects.filter(authority=authority, kind__in=WAYS_IN)


def is_public(listing: Listing, at: datetime) -> bool:
    return Listing.objects.public(at=at).filter(pk=listing.pk).exists()


def featured_ids(authority: Authority, chosen: Iterable[Listing | None]) -> list[int]:
    """The chosen listings that are this council's, each once, in the editor's order."""
    own = [item.pk for item in chosen if item and item.authority_id == authority.pk]
    return list(dict.fromkeys(own))


@dataclass(frozen=True)
class Way:
    """One way in, as the home page prints it."""

    words: str
    detail: str
    picture: str
    address: str


def way_in(term: Term, words: str, detail: str, picture: str) -> Way:
    """A search narrowed to one word. Addresses hold filters only, never a person."""
    address = f"{reverse('search:results')}?{urlencode({term.kind: term.code})}"
    return Way(words or term.label, detail, picture, address)


@dataclass(frozen=True)
class PageToCheck:
    """A page that is overdue, or soon due, to be checked."""

    page: InformationPage
    overdue: bool


def pages_to_check(council: CouncilSite, today: date) -> list[PageToCheck]:
    """This council's live pages whose day has passed or is near, the longest overdue first."""
    pages = (
        InformationPage.objects.descendant_of(council.home)
        .live()
        .filter(review_by__lte=today + NOTICE)
        .select_related("owner")
        .order_by("review_by", "title")
    )
    return [PageToCheck(page, is_overdue(page.review_by, today)) for page in pages]
