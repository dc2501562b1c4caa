"""Publishing and taking down a page leave an audit row, as every other change does; a picture that was
put aside is handed to the worker."""

from datetime import datetime
from typing import Any

from django.db import transaction
from wagtail.log_actions import get_active_log_context
from wagtail.models import Page

from cms.actions import follow_editors, follow_hosts, keep_picture
from cms.jobs import EDITORS, prepare_picture
from cms.queries import council_holding, site_holding
from cms.rules import MAY_EDIT_PAGES
from marketplace.accounts.models import Authority, Membership, User
from marketplace.accounts.queries import council_numbered
from marketplace.accounts.rules import Role
from marketplace.accounts.viewer import Viewer
from marketplace.core.actors import SystemActor
from marketplace.core.audit import record
from marketplace.core.clock import now

FOLLOWER = SystemActor("cms_hosts", frozenset({MAY_EDIT_PAGES}))


def on_published(instance: Page, **_: Any) -> None:
    """Receiver of Wagtail's page_published."""
    _record("cms.page_published", instance)


def on_unpublished(instance: Page, **_: Any) -> None:
    """Receiver of Wagtail's page_unpublished."""
    _record("cms.page_unpublished", instance)


def on_hosts_changed(*, authority_id: int, at: datetime, **_: Any) -> None:
    """Receiver of the council's own news, in its transaction."""
    by = Viewer.machine(FOLLOWER, at, council_numbered(authority_id))
    follow_hosts(by=by, authority_id=authority_id)


def on_role_changed(*, by: Viewer, membership: Membership, **_: Any) -> None:
    """Receiver of the accounts' news, in its transaction: who is made editor can edit at once."""
    if membership.role == Role.EDITOR:
        council = membership.authority
        machine = Viewer.machine(EDITORS, by.at, council)
        follow_editors(by=machine, authority_id=council.pk, user_ids=[membership.user_id])


@transaction.atomic
def on_image_saved(instance: Any, **_: Any) -> None:
    """Receiver of post_save of an image: what `file_forms` put aside becomes the worker's."""
    original = instance.__dict__.pop("put_aside", "")
    council = council_holding(instance.collection)
    if original and council:
        by = _editor(council.authority)
        keep_picture(by=by, image_id=instance.pk, original=original)
        prepare_picture.enqueue(instance.pk)


def _record(event: str, page: Page) -> None:
    council = site_holding(page.path)
    authority = council.authority if council else None
    by = _editor(authority)
    with transaction.atomic():
        record(event=event, by=by, subject=page)


def _editor(authority: Authority | None) -> Viewer:
    """Wagtail's own log knows the editor of the request; where nobody is signed in, the machine."""
    user = get_active_log_context().user
    if isinstance(user, User) and authority:
        return Viewer.of(user, authority, now())
    return Viewer.machine(SystemActor("cms"), now(), authority)
