"""Publishing and taking down a page leave an audit row, as every other change does."""

from typing import Any

from django.db import transaction
from wagtail.log_actions import get_active_log_context
from wagtail.models import Page

from cms.queries import site_holding
from marketplace.accounts.models import User
from marketplace.accounts.viewer import Viewer
from marketplace.core.actors import SystemActor
from marketplace.core.audit import record
from marketplace.core.clock import now


def on_published(instance: Page, **_: Any) -> None:
    """Receiver of Wagtail's page_published."""
    _record("cms.page_published", instance)


def on_unpublished(instance: Page, **_: Any) -> None:
    """Receiver of Wagtail's page_unpublished."""
    _record("cms.page_unpublished", instance)


def _record(event: str, page: Page) -> None:
    """Who is asked of Wagtail's own log, which knows the editor of the request."""
    council = site_holding(page.path)
    authority = council.authority if council else None
    user = get_active_log_context().user
    if isinstance(user, User) and authority:
        by = Viewer.of(user, authority, now())
    else:
        by = Viewer.machine(SystemActor("cms"), now(), authority)
    with transaction.atomic():
        record(event=event, by=by, subject=page)
