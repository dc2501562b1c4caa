"""The Wagtail admin, one council at a time.

Wagtail checks rights in each of some two hundred views. This stands before all of them: a view
that is not listed here is closed, and an object in its address must belong to the council of the
host name. On a host, an editor holds the rights of that host's council only.
"""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import ResolverMatch, reverse
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.permissions import permission_policy as image_policy
from wagtail.models import GroupCollectionPermission, GroupPagePermission, Page
from wagtail.permissions import page_permission_policy

from cms.models import CouncilSite
from marketplace.accounts.models import User
from marketplace.accounts.requests import authority_of, user_of

GetResponse = Callable[[HttpRequest], HttpResponse]
ADMIN = "cms-admin/"
#: Wagtail's own scripts and styles need inline; nothing comes from, or goes to, another site.
ADMIN_CONTENT_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'self'"
)
PAGES = "wagtailadmin_pages:"
#: Views without an object in their address; what they list, Wagtail narrows by the user's rights.
OPEN = {
    "wagtailadmin_home",
    "wagtailadmin_explore_root",
    "wagtailadmin_logout",
    "wagtailadmin_sprite",
    "wagtailadmin_javascript_catalog",
    "wagtailadmin_block_preview",
    "wagtailadmin_choose_page_search",
    "wagtailadmin_choose_page_external_link",
    "wagtailadmin_choose_page_email_link",
    "wagtailadmin_choose_page_phone_link",
    "wagtailadmin_choose_page_anchor_link",
    "wagtailadmin_editing_sessions:release",
    "wagtailadmin_api:pages:listing",
    f"{PAGES}search",
    f"{PAGES}search_results",
    "listing_chooser:choose",
    "listing_chooser:choose_results",
    "listing_chooser:chosen",
    "term_chooser:choose",
    "term_chooser:choose_results",
    "term_chooser:chosen",
    *(
        f"{files}{view}"
        for files in ("wagtailimages", "wagtaildocs")
        for view in (
            ":index",
            ":index_results",
            ":add",
            ":add_multiple",
            ":delete_upload_multiple",
            "_chooser:choose",
            "_chooser:choose_results",
            "_chooser:create",
        )
    ),
    "wagtailimages:create_multiple_from_uploaded_image",
    "wagtaildocs:create_multiple_from_uploaded_document",
}
#: Views about a page, with the names that the page has in their address.
PAGE_VIEWS: dict[str, tuple[str, ...]] = {
    "wagtailadmin_explore": ("parent_page_id",),
    "wagtailadmin_explore_results": ("parent_page_id",),
    "wagtailadmin_choose_page_child": ("parent_page_id",),
    "wagtailadmin_api:pages:detail": ("pk",),
    "wagtailadmin_editing_sessions:ping": ("object_id",),
    f"{PAGES}add": ("parent_page_id",),
    f"{PAGES}preview_on_add": ("parent_page_id",),
    f"{PAGES}add_subpage": ("parent_page_id",),
    f"{PAGES}move": ("page_to_move_id",),
    f"{PAGES}move_confirm": ("page_to_move_id", "destination_id"),
    f"{PAGES}set_page_position": ("page_to_move_id",),
    **{
        f"{PAGES}{view}": ("page_id",)
        for view in (
            "usage",
            "edit",
            "preview_on_edit",
            "view_draft",
            "delete",
            "unpublish",
            "convert_alias",
            "copy",
            "revisions_index",
            "revisions_view",
            "revisions_revert",
            "history",
            "history_results",
        )
    },
}
#: Views about an image or a document, with its name in their address.
FILE_VIEWS = {
    "wagtailimages:edit": "image_id",
    "wagtailimages:delete": "image_id",
    "wagtailimages:image_usage": "image_id",
    "wagtailimages:edit_multiple": "image_id",
    "wagtailimages:delete_multiple": "image_id",
    "wagtailimages_chooser:chosen": "pk",
    "wagtailimages_chooser:select_format": "image_id",
    "wagtaildocs:edit": "document_id",
    "wagtaildocs:delete": "document_id",
    "wagtaildocs:document_usage": "document_id",
    "wagtaildocs:edit_multiple": "doc_id",
    "wagtaildocs:delete_multiple": "doc_id",
    "wagtaildocs_chooser:chosen": "pk",
}
#: Views that take many things by `id`.
MANY_VIEWS = {
    "wagtailadmin_choose_page_chosen_multiple",
    "wagtailimages_chooser:chosen_multiple",
    "wagtaildocs_chooser:chosen_multiple",
}
#: Views that lead to our own sign-in, and to our own home page from the top of the tree.
ELSEWHERE = {
    "wagtailadmin_login": "wagtailadmin_home",
    "wagtailadmin_account": "mfa_index",
    "wagtailadmin_choose_page": "wagtailadmin_choose_page_child",
}
TREES = {"wagtailadmin_explore", "wagtailadmin_choose_page_child"}
COMPARE = f"{PAGES}revisions_compare"
BULK_ACTION = "wagtail_bulk_action"
#: What may be done to several things at once, by the kind of thing.
BULK = {
    ("wagtailcore", "page"): {"delete", "move", "publish", "unpublish"},
    ("wagtailimages", "image"): {"add_to_collection", "delete"},
    ("wagtaildocs", "document"): {"add_to_collection", "delete"},
}


class AdminScopeMiddleware:
    """Closes the Wagtail admin to everything but its editors' own council. After AccessMiddleware."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        match = request.resolver_match
        if match and match.route.startswith(ADMIN):
            response.headers.setdefault("Content-Security-Policy", ADMIN_CONTENT_POLICY)
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        match = request.resolver_match
        if match is None or not match.route.startswith(ADMIN):
            return None
        council = CouncilSite.objects.filter(authority=authority_of(request)).first()
        if council is None:
            raise PermissionDenied("This council has no pages yet.")
        narrow(user_of(request), council)
        instead = elsewhere(request, match, council)
        if instead is None:
            check_view(request, match, council)
        return instead


def narrow(user: User, council: CouncilSite) -> None:
    """Leave a user the rights of one council's editors for the rest of the request.

    Raises PermissionDenied for somebody who is not in its group, and for superusers, whom
    Wagtail asks nothing.
    """
    if user.is_superuser or not user.groups.filter(pk=council.editors_id).exists():
        raise PermissionDenied("Your account is not among this council's editors.")
    pages = GroupPagePermission.objects.filter(group=council.editors_id)
    files = GroupCollectionPermission.objects.filter(group=council.editors_id)
    rights = {
        page_permission_policy.permission_cache_name: list(
            pages.select_related("page", "permission")
        ),
        image_policy.permission_cache_name: list(files.select_related("collection", "permission")),
    }
    for name, held in rights.items():
        setattr(user, name, held)


def elsewhere(
    request: HttpRequest, match: ResolverMatch, council: CouncilSite
) -> HttpResponse | None:
    """Our own page in place of Wagtail's; None where Wagtail's will do."""
    name = ELSEWHERE.get(match.view_name, "")
    if match.view_name in TREES:
        top = Page.get_first_root_node().pk
        name = match.view_name if match.kwargs["parent_page_id"] == top else ""
    if name in TREES:
        return redirect(f"{reverse(name, args=[council.home_id])}?{request.GET.urlencode()}")
    return redirect(name) if name else None


def check_view(request: HttpRequest, match: ResolverMatch, council: CouncilSite) -> None:
    """Raises PermissionDenied for a closed view, Http404 for another council's object."""
    name, many = match.view_name, request.GET.getlist("id")
    if name in PAGE_VIEWS:
        _need_pages(council, [str(match.kwargs[key]) for key in PAGE_VIEWS[name]])
    elif name == COMPARE:
        _need_pages(council, [match.args[0]])
    elif name in FILE_VIEWS:
        _need_files(council, name, [str(match.kwargs[FILE_VIEWS[name]])])
    elif name in MANY_VIEWS:
        _need_things(council, name, many)
    elif name == BULK_ACTION:
        _check_bulk(request, match, council)
    elif name not in OPEN:
        raise PermissionDenied("This part of the page editor is closed.")
    # Copying and moving say the title of the page that was asked for when they refuse it.
    for field in ("new_parent_page", "chooser"):
        _need_pages(council, [pk for pk in request.POST.getlist(field) if pk])


def _check_bulk(request: HttpRequest, match: ResolverMatch, council: CouncilSite) -> None:
    kind = (match.kwargs["app_label"], match.kwargs["model_name"])
    if match.kwargs["action"] not in BULK.get(kind, set()):
        raise PermissionDenied("This part of the page editor is closed.")
    asked = request.GET.getlist("id")
    if "all" in asked:
        # All images or documents are those that the rights reach; all pages, those of a parent.
        asked = [request.GET.get("childOf", "")] if kind[1] == "page" else []
    _need_things(council, kind[0], asked)


def _need_things(council: CouncilSite, name: str, pks: list[str]) -> None:
    if name.startswith(("wagtailimages", "wagtaildocs")):
        _need_files(council, name, pks)
    else:
        _need_pages(council, pks)


def _need_pages(council: CouncilSite, pks: list[str]) -> None:
    _need(council.pages(), pks)


def _need_files(council: CouncilSite, name: str, pks: list[str]) -> None:
    model = get_image_model() if name.startswith("wagtailimages") else get_document_model()
    _need(model.objects.filter(collection__in=council.collections()), pks)


def _need(held: "QuerySet[Any]", pks: list[str]) -> None:
    """Raises Http404 unless every one of these is held."""
    wanted = {pk for pk in pks if pk.isdecimal()}
    if wanted != set(pks) or (wanted and held.filter(pk__in=wanted).count() != len(wanted)):
        raise Http404("There is nothing here by that number.")
