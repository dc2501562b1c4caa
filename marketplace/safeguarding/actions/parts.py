"""What several of this room's actions begin with."""

from marketplace.accounts.viewer import Viewer
from marketplace.core.errors import Problem
from marketplace.safeguarding.errors import ConcernError
from marketplace.safeguarding.models import SafeguardingConcern
from marketplace.safeguarding.permissions import check_can_work


def locked(by: Viewer, concern_id: int) -> SafeguardingConcern:
    """A concern that nobody else changes meanwhile. Raises PermissionDenied unless the viewer may."""
    concern = SafeguardingConcern.objects.select_for_update().get(pk=concern_id)
    check_can_work(by, concern)
    return concern


def refuse_if_any(problems: list[Problem]) -> None:
    """Raises ConcernError where there are any."""
    if problems:
        raise ConcernError(*problems)
