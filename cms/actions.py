"""Giving a council its pages, files and editors."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from uuid import uuid4

from django.contrib.auth.models import Group, Permission
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import transaction
from django.db.models import QuerySet
from wagtail.images import get_image_model
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page, Site

from cms.errors import PagesError
from cms.models import NOTE, CouncilSite, HomePage, PicturePreparation
from cms.pictures import Master
from cms.queries import council_holding
from cms.rules import MAY_EDIT_PAGES
from marketplace.accounts import permissions
from marketplace.accounts.models import Authority, User
from marketplace.accounts.rules import Role
from marketplace.accounts.viewer import Viewer
from marketplace.core.audit import record
from marketplace.core.errors import NotVisible, problem
from marketplace.core.orphans import undone_with

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


@transaction.atomic
def follow_hosts(*, by: Viewer, authority_id: int) -> None:
    """Have a council's pages at its host names and at no others; nothing where it has no pages yet."""
    permissions.check(by, MAY_EDIT_PAGES, authority_id)
    council = CouncilSite.objects.filter(authority=authority_id).select_for_update().first()
    if council is None:
        return
    hosts = list(council.authority.hosts.values_list("host", flat=True))
    for host in hosts:
        _serve_at(host, council)
    names = [_site_name(host) for host in hosts]
    Site.objects.filter(root_page=council.home).exclude(hostname__in=names).delete()
    record(event="cms.hosts_followed", by=by, subject=council, hosts=len(hosts))


@transaction.atomic
def follow_editors(*, by: Viewer, authority_id: int, user_ids: Sequence[int]) -> None:
    """Let those of these users edit a council's pages who are its editors today, and the others not."""
    permissions.check(by, MAY_EDIT_PAGES, authority_id)
    council = CouncilSite.objects.filter(authority=authority_id).select_for_update().first()
    if council is not None:
        _sync(council, User.objects.filter(pk__in=user_ids), by)


def _site_name(host: str) -> str:
    return f"[{host}]" if ":" in host else host


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
        hostname=_site_name(host),
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


@transaction.atomic
def keep_picture(*, by: Viewer, image_id: int, original: str) -> None:
    """Note which private file an image is to be made of. Safe to call again: the newest counts."""
    council = _council_of_picture(by, image_id)
    fields = {"original": original, "prepared_at": None, "refused": ""}
    before = PicturePreparation.objects.select_for_update().filter(image_id=image_id).first()
    if before and before.original and before.original.name != original:
        transaction.on_commit(partial(storages["private"].delete, before.original.name))
    PicturePreparation.objects.update_or_create(image_id=image_id, defaults=fields)
    record(event="cms.picture_sent", by=by, subject=council, image=image_id)


@transaction.atomic
def put_picture(*, by: Viewer, image_id: int, original: str, master: Master) -> bool:
    """Put the kept picture in the place of its note. False where the editor sent another meanwhile."""
    council = _council_of_picture(by, image_id)
    if not _take_original(image_id, original):
        return False
    _replace_file(image_id, ContentFile(master.data, f"{uuid4()}.{master.ending}"))
    record(event="cms.picture_kept", by=by, subject=council, image=image_id)
    return True


@transaction.atomic
def refuse_picture(*, by: Viewer, image_id: int, original: str, code: str, note: bytes) -> None:
    """Say in a picture's place that it could not be used. Nothing where another was sent meanwhile."""
    council = _council_of_picture(by, image_id)
    if _take_original(image_id, original):
        PicturePreparation.objects.filter(image_id=image_id).update(refused=code)
        _replace_file(image_id, ContentFile(note, f"{NOTE}{uuid4()}.png"))
        record(event="cms.picture_refused", by=by, subject=council, image=image_id, reason=code)


@transaction.atomic
def show_picture(*, by: Viewer, image_id: int) -> None:
    """Pages may show a picture, now that every size of it is made. Safe to repeat."""
    council = _council_of_picture(by, image_id)
    made = PicturePreparation.objects.filter(image_id=image_id, original="", refused="")
    if made.filter(prepared_at=None).update(prepared_at=by.at):
        record(event="cms.picture_shown", by=by, subject=council, image=image_id)


def _council_of_picture(by: Viewer, image_id: int) -> CouncilSite:
    """Raises NotVisible for a picture of no council, PermissionDenied for one of another's."""
    image = get_image_model().objects.select_related("collection").filter(pk=image_id).first()
    council = image and council_holding(image.collection)
    if council is None:
        raise NotVisible("There is no such picture.")
    permissions.check(by, MAY_EDIT_PAGES, council.authority_id)
    return council


def _take_original(image_id: int, original: str) -> bool:
    """Whether this is still the file that the image is to be made of; then it is not any more."""
    held = PicturePreparation.objects.select_for_update().filter(image_id=image_id)
    if not held.filter(original=original).update(original=""):
        return False
    transaction.on_commit(partial(storages["private"].delete, original))
    return True


def _replace_file(image_id: int, content: "ContentFile[bytes]") -> None:
    """Another file in an image's place; the sizes of the one before go, and its focal point with it."""
    image = get_image_model().objects.select_for_update().get(pk=image_id)
    store, before = image.file.storage, image.file.name
    with undone_with(store) as written:
        image.file = content
        image.file_size = content.size
        image.focal_point_x = image.focal_point_y = None
        image.focal_point_width = image.focal_point_height = None
        image.save()
        written.append(image.file.name)
        image.renditions.all().delete()
    transaction.on_commit(partial(store.delete, before))
