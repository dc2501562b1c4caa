"""One truth, two forms: check_ raises PermissionDenied, can_ answers."""

from django.core.exceptions import PermissionDenied

from marketplace.accounts.models import User
from marketplace.accounts.viewer import Viewer
from marketplace.core.rooms import Permission


def can(viewer: Viewer, permission: Permission, authority_id: int) -> bool:
    """Whether a viewer holds a permission in a council, and acts in it now."""
    return viewer.acts_in(authority_id) and viewer.may(permission)


def check(viewer: Viewer, permission: Permission, authority_id: int) -> None:
    """Raises PermissionDenied unless the viewer holds the permission in that council."""
    if not can(viewer, permission, authority_id):
        raise PermissionDenied(f"You need the permission to {permission.label}.")


def check_is_user(viewer: Viewer) -> User:
    """The user who acts. Raises PermissionDenied for a machine, for nobody, for a closed account."""
    if viewer.user is None or not viewer.user.is_active:
        raise PermissionDenied("Only a person with an open account can do this.")
    return viewer.user
