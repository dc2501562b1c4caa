"""Who works with a person, and who is the person. check_ raises PermissionDenied, can_ and is_ answer."""

from django.core.exceptions import PermissionDenied

from marketplace.accounts.permissions import can, check
from marketplace.accounts.rules import Permission
from marketplace.accounts.viewer import Viewer
from marketplace.people.models import Access, Person, Relationship
from marketplace.people.rules import WRITES_RISKS, AccessCapacity, Scope


def can_work_with(by: Viewer, person: Person, permission: Permission) -> bool:
    """Whether a practitioner works with this person: by Access as that, never by role alone.

    Nobody works with their own record, nor with that of somebody for whom they speak.
    """
    seen = Person.objects.visible_to(
        by, scope=Scope.RECORD, capacity=AccessCapacity.PRACTITIONER
    ).filter(pk=person.pk)
    return (
        by.user is not None
        and can(by, permission, person.authority_id)
        and not is_close_to(by, person)
        and seen.exists()
    )


def check_works_with(by: Viewer, person: Person, permission: Permission) -> None:
    """Raises PermissionDenied unless the viewer works with this person."""
    check(by, permission, person.authority_id)
    if not can_work_with(by, person, permission):
        raise PermissionDenied("This person is not on your list.")


def is_close_to(by: Viewer, person: Person) -> bool:
    """Whether it is the viewer's own record, or that of somebody to whom they are something."""
    if by.user_id is None:
        return False
    own = by.user_id == person.user_id
    return own or Relationship.objects.filter(person=person, user=by.user_id).exists()


def is_oneself(by: Viewer, person: Person) -> bool:
    """The person with their own account, in their own council; nobody who acts for them."""
    here = by.acts_in(person.authority_id) and by.acting_as is None
    return here and by.user is not None and by.user.is_active and by.user_id == person.user_id


def check_is_oneself(by: Viewer, person: Person) -> None:
    """Raises PermissionDenied for anybody but the person."""
    if not is_oneself(by, person):
        raise PermissionDenied("Only the person can do this.")


def can_write_risks(by: Viewer, person: Person) -> bool:
    """Whether the viewer writes a person's risks: who sees them as somebody who plans, not who decides.

    Nobody who is close to a person does it as a worker or broker: they are, or act for, that person.
    """
    own = by.acting_as == person.pk or is_oneself(by, person)
    if by.user is None or not (own or not is_close_to(by, person)):
        return False
    held = Access.objects.held_by(by).current_at(by.at)
    held = held.filter(person=person, scope=Scope.RISK, capacity__in=WRITES_RISKS)
    return by.acts_in(person.authority_id) and held.exists()


def check_can_write_risks(by: Viewer, person: Person) -> None:
    """Raises PermissionDenied unless the viewer writes this person's risks."""
    if not can_write_risks(by, person):
        raise PermissionDenied("These risks are not yours to write.")
