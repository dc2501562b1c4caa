"""One truth, two forms: check_ raises PermissionDenied, can_ answers."""

from django.core.exceptions import PermissionDenied

from marketplace.accounts.models import User
from marketplace.accounts.rules import Permission, permissions_of
from marketplace.core.actors import Actor


def can(actor: Actor, permission: Permission, authority_id: int) -> bool:
    """Whether an actor holds a permission in a council: users by role, system actors by name."""
    if isinstance(actor, User):
        return actor.is_active and permission in permissions_of(actor.roles_in(authority_id))
    return permission in getattr(actor, "permissions", frozenset())


def check(actor: Actor, permission: Permission, authority_id: int) -> None:
    """Raises PermissionDenied unless the actor holds the permission in that council."""
    if not can(actor, permission, authority_id):
        raise PermissionDenied(f"This needs the permission to {permission.replace('_', ' ')}.")
