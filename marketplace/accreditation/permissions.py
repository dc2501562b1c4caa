"""Who may apply for a supplier, who may judge its application, and who may change what stands."""

from django.core.exceptions import PermissionDenied

from marketplace.accounts.permissions import check
from marketplace.accounts.rules import Permission
from marketplace.accreditation.models import Accreditation, Application
from marketplace.core.actors import Actor
from marketplace.suppliers.permissions import check_not_own


def check_can_judge(actor: Actor, application: Application) -> None:
    """Raises PermissionDenied unless the actor accredits for this council and is no party to it.

    Nobody judges an organisation that they act for, nor an application that they sent in.
    """
    check(actor, Permission.ACCREDIT, application.authority_id)
    check_not_own(actor, application.supplier_id)
    if actor.actor_user_id is not None and actor.actor_user_id == application.submitted_by_id:
        raise PermissionDenied("You sent this application in, so somebody else must decide.")


def can_judge(actor: Actor, application: Application) -> bool:
    """Whether the actor may judge this application."""
    try:
        check_can_judge(actor, application)
    except PermissionDenied:
        return False
    return True


def check_can_change_standing(actor: Actor, accreditation: Accreditation) -> None:
    """Raises PermissionDenied unless the actor may suspend, lift or withdraw, and is no party to it."""
    check(actor, Permission.SUSPEND_SUPPLIER, accreditation.authority_id)
    check_not_own(actor, accreditation.supplier_id)


def can_change_standing(actor: Actor, accreditation: Accreditation) -> bool:
    """Whether the actor may suspend, lift or withdraw this accreditation."""
    try:
        check_can_change_standing(actor, accreditation)
    except PermissionDenied:
        return False
    return True
