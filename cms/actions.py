"""Giving a council its pages, files and editors."""

from datetime import datetime

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import QuerySet
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page, Site

from cms.errors import PagesError
from cms.models import CouncilSite, HomePage
from cms.rules import MAY_EDIT_PAGES
from marketplace.accounts import permissions
from marketplace.accounts.models import Authority, User
from marketplace.accounts.rules import Role
from marketplace.accounts.viewer import Viewer
from marketplace.core.audit import record
from marketplace.core.errors import problem

PAGE_RIGHTS = ["add", "change", "publish"]
FILE_RIGHTS = [
    "add_image",
    "change_image",
    "choose_image",
    "add_document",
    "change_document",
    "choose_document",
]


@transaction.atomic
def set_up_site(*, by: Viewer, authority: Authority) -> CouncilSite:
    """A council's home page at each of its hosts, its collection, and its editors with their rights.

    Safe to call again: it adds hosts and editors that came since, and leaves the pages alone.
    Raises PagesError where the council has no host name.
    """
    Authority.objects.select_for_update().get(pk=authority.pk)
    permissions.check(by, MAY_EDIT_PAGES, authority.pk)
    hosts = list(authority.hosts.values_list("host", flat=True))
    if not hosts:
        raise PagesError(problem("pages_without_host", council=str(authority)))
    council = CouncilSite.objects.filter(authority=authority).first()
    if council is None:
        council = _new_council(authority, by.at)
        record(event="cms.site_set_up", by=by, subject=council)
    for host in hosts:
        _serve_at(host, council)
    _sync(council, User.objects.filter(memberships__authority=authority).distinct(), by)
    return council


def _new_council(authority: Authority, at: datetime) -> CouncilSite:
    home = HomePage(
        title=f"Find care and support in {authority.short_name}",
        slug=authority.slug,
        seo_title=f"Find support in {authority.short_name}",
        lede="Carers, personal assistants, equipment and things to do. Compare prices and checks. "
        "You do not need to sign in.",
        first_published_at=at,
        last_published_at=at,
    )
    Page.get_first_root_node().add_child(instance=home)
    collection = Collection(name=f"{authority.name} files")
    Collection.get_first_root_node().add_child(instance=collection)
    editors = Group.objects.create(name=f"Editors of {authority.slug}")
    _give_rights(editors, home, collection)
    return CouncilSite.objects.create(
        authority=authority, home=home, collection=collection, editors=editors
    )


def _give_rights(editors: Group, home: HomePage, collection: Collection) -> None:
    editors.permissions.add(
        Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin")
    )
    for right in PAGE_RIGHTS:
        GroupPagePermission.objects.create(group=editors, page=home, permission_type=right)
    GroupCollectionPermission.objects.bulk_create(
        GroupCollectionPermission(group=editors, collection=collection, permission=right)
        for right in Permission.objects.filter(
            content_type__app_label__in=["wagtailimages", "wagtaildocs"], codename__in=FILE_RIGHTS
        )
    )


def _serve_at(host: str, council: CouncilSite) -> None:
    Site.objects.update_or_create(
        hostname=f"[{host}]" if ":" in host else host,
        port=80,
        defaults={"root_page": council.home, "site_name": council.authority.name},
    )


def _sync(council: CouncilSite, users: "QuerySet[User]", by: Viewer) -> None:
    for user in users.order_by("pk"):
        held = user.memberships.current(by.today)
        should = held.filter(authority=council.authority_id, role=Role.EDITOR).exists()
        if should == user.groups.filter(pk=council.editors_id).exists():
            continue
        (user.groups.add if should else user.groups.remove)(council.editors)
        record(
            event="cms.editor_added" if should else "cms.editor_removed",
            by=by,
            subject=council,
            user_id=user.pk,
        )
