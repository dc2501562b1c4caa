"""Who may lend. check_ raises PermissionDenied."""

from django.core.exceptions import PermissionDenied
from marketplace.loans.rules import MAY_LEND

from marketplace.accounts.permissions import check
from marketplace.accounts.viewer import Viewer
from marketplace.people.models import Person
from marketplace.people.rules import AccessCapacity, Scope


def check_can_lend(by: Viewer, person: Person) -> None:
    """The person's own broker; a system actor by its permission."""
    check(by, MAY_LEND, person.authority_id)
    seen = Person.objects.visible_to(by, scope=Scope.PLAN, capacity=AccessCapacity.BROKER)
    if by.user and not seen.filter(pk=person.pk).exists():
        raise PermissionDenied("This person is on another broker’s list.")
