"""The Wagtail admin, one council at a time.

Wagtail checks rights in each of some two hundred views. This stands before all of them: a view
that admin_routes does not name is closed, and an object in its address must belong to the council
of the host name. On a host, an editor holds the rights of that host's council only.
"""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import BadRequest, PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import ResolverMatch, reverse
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.permissions import permission_policy as image_policy
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from cms.admin_routes import (
    BULK,
    BULK_ACTION,
    COMPARE,
    ELSEWHERE,
    EXTERNAL_LINK,
    EXTERNAL_LINK_FIELD,
    FILE_VIEWS,
    MANY_VIEWS,
    OPEN,
    PAGE_VIEWS,
    TREES,
)
from cms.models import CouncilSite
from cms.queries import rights_of, site_of
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


class AdminScopeMiddleware:
    """Closes the Wagtail admin to everything but its editors' own council. After AccessMiddleware."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        offer_only_open_bulk_actions()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        match = request.resolver_match
        # Wagtail names the encoding of a document that has none.
        if response.headers.get("Content-Encoding") == "None":
            del response.headers["Content-Encoding"]
        if match and match.route.startswith(ADMIN):
            response.headers.setdefault("Content-Security-Policy", ADMIN_CONTENT_POLICY)
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        match = request.resolver_match
        if match is None or not match.route.startswith(ADMIN):
            return None
        council = site_of(authority_of(request))
        if council is None:
            raise PermissionDenied("This council has no pages yet.")
        narrow(user_of(request), council)
        instead = elsewhere(request, match, council)
        if instead is None:
            check_view(request, match, council)
        return instead


def offer_only_open_bulk_actions() -> None:
    """Take away the buttons of closed bulk actions: one of them writes tags, a list for all."""
    for (app, model), open_actions in BULK.items():
        offered = bulk_action_registry.get_bulk_actions_for_model(app, model)
        bulk_action_registry.actions[app][model] = {
            action.action_type: action for action in offered if action.action_type in open_actions
        }


def narrow(user: User, council: CouncilSite) -> None:
    """Leave a user the rights of one council's editors for the rest of the request.

    Raises PermissionDenied for somebody who is not in its group, and for superusers, whom
    Wagtail asks nothing.
    """
    if user.is_superuser or not user.groups.filter(pk=council.editors_id).exists():
        raise PermissionDenied("Your account is not among this council's editors.")
    pages, files = rights_of(council)
    setattr(user, page_permission_policy.permission_cache_name, pages)
    setattr(user, image_policy.permission_cache_name, files)


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
    """Raises PermissionDenied for a closed view, Http404 for another council's object, BadRequest
    where Wagtail would fail."""
    _need_address(request, match)
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


def _need_address(request: HttpRequest, match: ResolverMatch) -> None:
    """Wagtail's field fails where there is no address at all, not even an empty one."""
    posted = match.view_name == EXTERNAL_LINK and request.method == "POST"
    if posted and EXTERNAL_LINK_FIELD not in request.POST:
        raise BadRequest("Say which address the link leads to.")


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
    _need(council.files(model), pks)


def _need(held: "QuerySet[Any]", pks: list[str]) -> None:
    """Raises Http404 unless every one of these is held."""
    wanted = {pk for pk in pks if pk.isdecimal()}
    if wanted != set(pks) or (wanted and held.filter(pk__in=wanted).count() != len(wanted)):
        raise Http404("There is nothing here by that number.")
