"""What pages show of live data, and which pages want an editor's eye."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.models import Filter
from wagtail.models import GroupCollectionPermission, GroupPagePermission, Page

from cms.models import NOTE, CouncilSite, InformationPage, PicturePreparation
from cms.rules import PAGE_NOTICE, is_overdue
from marketplace.accounts.models import Authority, Membership, User
from marketplace.accounts.rules import Role
from marketplace.accounts.viewer import Viewer
from marketplace.council.queries import figure
from marketplace.listings.models import Listing
from marketplace.listings.rules import ListingState
from marketplace.vocabulary.models import Term
from marketplace.vocabulary.rules import TermKind

#: The one size in which pages show a picture.
PAGE_SIZE = "width-640"
#: Every size in which Wagtail's own pages show one: made by the worker, never while somebody waits.
SIZES = (PAGE_SIZE, "max-165x165", "max-800x600", "fill-600x338", "original")
#: The kinds of word that a way in may lead to; each is the name of a filter of the search page.
WAYS_IN = [TermKind.CATEGORY, TermKind.NEED]


def site_of(authority: Authority) -> CouncilSite | None:
    """The pages of a council; None before they are set up."""
    return CouncilSite.objects.select_related("home").filter(authority=authority).first()


def public_page_urls(authority: Authority) -> list[str]:
    """The addresses of a council's pages that anybody may read, from its own root."""
    council = site_of(authority)
    if council is None:
        return []
    root = council.home.url_path
    pages = Page.objects.descendant_of(council.home, inclusive=True).live().public()
    paths = pages.values_list("url_path", flat=True)
    return [f"/{path.removeprefix(root)}" for path in paths]


def site_holding(page_path: str) -> CouncilSite | None:
    """The council's pages among which one stands, by its tree path."""
    return CouncilSite.objects.holding(page_path).select_related("authority").first()


def editors_of(authority_id: int | None) -> "QuerySet[User]":
    """Who may look after a page of a council, by name."""
    held = Membership.objects.filter(role=Role.EDITOR, authority=authority_id)
    return User.objects.filter(pk__in=held.values("user")).order_by("name")


def ever_editors(authority_id: int) -> list[int]:
    """The users who are, were or will be editors of a council."""
    held = Membership.objects.filter(role=Role.EDITOR, authority=authority_id)
    return list(held.order_by("user").values_list("user", flat=True))


def rights_of(council: CouncilSite) -> tuple[list[Any], list[Any]]:
    """What a council's editors may do: to pages, and to files."""
    pages = GroupPagePermission.objects.filter(group=council.editors_id)
    files = GroupCollectionPermission.objects.filter(group=council.editors_id)
    return (
        list(pages.select_related("page", "permission")),
        list(files.select_related("collection", "permission")),
    )


def choosable_listings(viewer: Viewer) -> "QuerySet[Listing]":
    """What an editor may put on a page: what anybody may see in this council."""
    public = Listing.objects.public(at=viewer.at).filter(authority=viewer.authority)
    return public.select_related("supplier")


def choosable_terms(viewer: Viewer) -> "QuerySet[Term]":
    return Term.objects.filter(authority=viewer.authority, kind__in=WAYS_IN).offered()


def is_public(listing: Listing, at: datetime) -> bool:
    return Listing.objects.public(at=at).filter(pk=listing.pk).exists()


def featured_ids(authority: Authority, chosen: Iterable[Listing | None]) -> list[int]:
    """The chosen listings that are this council's, each once, in the editor's order."""
    own = [item.pk for item in chosen if item and item.authority_id == authority.pk]
    return list(dict.fromkeys(own))


@dataclass(frozen=True)
class HiddenListing:
    """A chosen listing that nobody may see now. `state` is its own, also where it is published."""

    title: str
    state: ListingState

    @property
    def is_published(self) -> bool:
        return self.state == ListingState.PUBLISHED


def hidden_listings(
    authority: Authority, chosen: Iterable[Listing | None], at: datetime
) -> list[HiddenListing]:
    """The chosen listings of this council that nobody may see at an instant, in the editor's order."""
    ids = featured_ids(authority, chosen)
    shown = set(Listing.objects.public(at=at).filter(pk__in=ids).values_list("pk", flat=True))
    rows = {item.pk: item for item in chosen if item}
    return [
        HiddenListing(rows[pk].title, ListingState(rows[pk].state)) for pk in ids if pk not in shown
    ]


@dataclass(frozen=True)
class Way:
    """One way in, as the home page prints it."""

    words: str
    detail: str
    picture: str
    address: str


def way_in(term: Term, words: str, detail: str, picture: str) -> Way:
    """A search narrowed to one word, or to the one it was merged into; to nothing where it is
    retired. Addresses hold filters only, never a person."""
    meant = term.merged_into or term
    narrowed = {} if meant.retired_at else {meant.kind: meant.code}
    address = f"{reverse('search:results')}?{urlencode(narrowed)}"
    return Way(words or term.label, detail, picture, address)


@dataclass(frozen=True)
class PageToCheck:
    """A page that is overdue, or soon due, to be checked."""

    page: InformationPage
    overdue: bool


def pages_to_check(council: CouncilSite, today: date) -> list[PageToCheck]:
    """This council's live pages whose day has passed or is near, the longest overdue first."""
    notice = figure(council.authority_id, PAGE_NOTICE.key, today)
    pages = (
        InformationPage.objects.descendant_of(council.home)
        .live()
        .filter(review_by__lte=today + timedelta(days=notice))
        .select_related("owner")
        .order_by("review_by", "title")
    )
    return [PageToCheck(page, is_overdue(page.review_by, today)) for page in pages]


def is_own(council: CouncilSite, model: Any, pk: str) -> bool:
    """Whether the thing that a page points at belongs to the page's council."""
    if issubclass(model, Page):
        return council.pages().filter(pk=pk).exists()
    if model in (get_image_model(), get_document_model()):
        return council.files(model).filter(pk=pk).exists()
    if model in (Listing, Term):
        return bool(model._default_manager.filter(pk=pk, authority=council.authority_id).exists())
    return False


def council_holding(collection: Any) -> CouncilSite | None:
    """The council among whose files a collection stands."""
    councils = CouncilSite.objects.select_related("authority", "collection")
    return next((one for one in councils if collection.path.startswith(one.collection.path)), None)


def image_numbered(image_id: int) -> Any:
    """An image, whoever's it is: for the worker."""
    return get_image_model().objects.get(pk=image_id)


def preparation_of(image_id: int) -> PicturePreparation | None:
    """What became of a picture that was sent; None for one from before pictures were prepared."""
    return PicturePreparation.objects.filter(image_id=image_id).first()


def unprepared_images() -> list[int]:
    """Images that councils have and nobody has asked to prepare: those of an older release."""
    paths = list(CouncilSite.objects.values_list("collection__path", flat=True))
    images = get_image_model().objects.filter(preparation=None).exclude(file__contains=NOTE)
    return [
        pk
        for pk, path in images.values_list("pk", "collection__path")
        if any(path.startswith(own) for own in paths)
    ]


def size_on_page(image: Any) -> Any:
    """The size of a picture that a page shows; None until the worker has made it. Makes none."""
    if not PicturePreparation.objects.filter(image=image, prepared_at__isnull=False).exists():
        return None
    wanted = Filter(PAGE_SIZE)
    return image.find_existing_renditions(wanted).get(wanted)


def description_of(image: Any) -> str:
    """What stands for a picture in words; empty for one that only decorates."""
    if getattr(image, "decorative", False):
        return ""
    return str(getattr(image, "contextual_alt_text", "") or image.default_alt_text)
