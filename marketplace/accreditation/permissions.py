"""Who may apply for a supplier, who may judge its application, and who may change an accreditation."""

from django.core.exceptions import PermissionDenied

from marketplace.accounts.permissions import check
from marketplace.accounts.viewer import Viewer
from marketplace.accreditation.models import Accreditation, Application
from marketplace.accreditation.rules import MAY_ACCREDIT, MAY_SUSPEND
from marketplace.suppliers.permissions import check_not_own


def check_can_judge(viewer: Viewer, application: Application) -> None:
    """Raises PermissionDenied unless the viewer accredits for this council and is no party to it.

    Nobody judges an organisation that they act for, nor an application that they sent in.
    """
    check(viewer, MAY_ACCREDIT, application.authority_id)
    check_not_own(viewer, application.supplier_id)
    if viewer.user_id is not None and viewer.user_id == application.submitted_by_id:
        raise PermissionDenied("You sent this application. A colleague decides it.")


def can_judge(viewer: Viewer, application: Application) -> bool:
    """Whether the viewer may judge this application."""
    try:
        check_can_judge(viewer, application)
    except PermissionDenied:
        return False
    return True


def check_can_change_accreditation(viewer: Viewer, accreditation: Accreditation) -> None:
    """Raises PermissionDenied unless the viewer may suspend, lift or withdraw, and is no party to it."""
    check(viewer, MAY_SUSPEND, accreditation.authority_id)
    check_not_own(viewer, accreditation.supplier_id)


def can_change_accreditation(viewer: Viewer, accreditation: Accreditation) -> bool:
    """Whether the viewer may suspend, lift or withdraw this accreditation."""
    try:
        check_can_change_accreditation(viewer, accreditation)
    except PermissionDenied:
        return False
    return True
