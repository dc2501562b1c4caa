"""How the Wagtail admin looks to an editor: pages, pictures and documents, and nothing else."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.urls import reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.views.home import RecentEditsPanel
from wagtail.models import Page

from cms import page_forms  # noqa: F401 - gives the pages their forms
from cms.choosers import ListingChooser, TermChooser
from cms.models import CouncilSite
from cms.queries import is_public, pages_to_check, site_of
from cms.views import check_document
from cms.widgets import ListingWidget
from marketplace.accounts.requests import authority_of
from marketplace.core.clock import now, today
from marketplace.listings.models import Listing

MENU = {"explorer", "images", "documents", "my-work"}


@hooks.register("register_admin_viewset")
def register_listing_chooser() -> ListingChooser:
    return ListingChooser("listing_chooser")


@hooks.register("register_admin_viewset")
def register_term_chooser() -> TermChooser:
    return TermChooser("term_chooser")


@hooks.register("register_admin_menu_item")
def way_back_to_work() -> MenuItem:
    return MenuItem("My work", reverse("portal:home"), name="my-work", icon_name="tasks", order=1)


@hooks.register("construct_main_menu")
def only_what_is_open(request: HttpRequest, items: list[Any]) -> None:
    items[:] = [item for item in items if item.name in MENU]


@hooks.register("construct_page_chooser_queryset")
def only_own_pages(pages: Any, request: HttpRequest) -> Any:
    return pages.descendant_of(council_of(request).home, inclusive=True)


@hooks.register("before_serve_document")
def only_own_documents(document: Any, request: HttpRequest) -> None:
    check_document(document, request)


class PagesToCheckPanel(Component):
    """The pages that are overdue, or soon due, to be checked."""

    name = "pages_to_check"
    template_name = "cms/admin/pages_to_check.html"
    order = 100

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        found = pages_to_check(council_of(parent_context["request"]), today())
        return {"found": found, "overdue": sum(item.overdue for item in found)}


class OwnRecentEdits(RecentEditsPanel):
    """What this editor last worked on in this council."""

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(parent_context)
        home = council_of(context["request"]).home
        context["last_edits"] = [
            (at, page) for at, page in context["last_edits"] if _within(page, home)
        ]
        return context


def _within(page: Page, home: Page) -> bool:
    return bool(page.path.startswith(home.path))


@hooks.register("construct_homepage_panels")
def own_panels(request: HttpRequest, panels: list[Any]) -> None:
    panels[:] = [PagesToCheckPanel(), OwnRecentEdits()]


def council_of(request: HttpRequest) -> CouncilSite:
    """The pages of the request's council. AdminScopeMiddleware lets nobody in before there are some."""
    found = site_of(authority_of(request))
    if found is None:
        raise PermissionDenied("This council has no pages yet.")
    return found


def is_shown_now(listing: Listing) -> bool:
    return is_public(listing, now())


ListingWidget.is_shown = staticmethod(is_shown_now)
