"""Who may work on one concern."""

from django.core.exceptions import PermissionDenied

from marketplace.accounts.permissions import check
from marketplace.accounts.viewer import Viewer
from marketplace.safeguarding.models import SafeguardingConcern
from marketplace.safeguarding.rules import MAY_WORK_CONCERNS


def check_can_work(viewer: Viewer, concern: SafeguardingConcern) -> None:
    """Raises PermissionDenied unless the viewer is a safeguarding officer from whom it is not kept."""
    check(viewer, MAY_WORK_CONCERNS, concern.authority_id)
    if not SafeguardingConcern.objects.visible_to(viewer).filter(pk=concern.pk).exists():
        raise PermissionDenied("A colleague works on this concern.")


def can_work(viewer: Viewer, concern: SafeguardingConcern) -> bool:
    """Whether the viewer may work on this concern."""
    try:
        check_can_work(viewer, concern)
    except PermissionDenied:
        return False
    return True
