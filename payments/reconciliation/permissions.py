"""Who may match money, and who may explain it."""

from datetime import date

from django.core.exceptions import PermissionDenied

from marketplace.accounts.models import User
from marketplace.accounts.permissions import can, check
from marketplace.accounts.rules import Permission
from marketplace.core.actors import Actor
from marketplace.people.models import Person
from marketplace.people.rules import Capacity, Scope
from payments.cards.models import ReceivedLine


def check_can_reconcile(actor: Actor, line: ReceivedLine, on: date) -> None:
    """Raises PermissionDenied unless the actor reconciles in the line's council.

    A user must also be let see this person's money, and it is never their own; a system actor is
    not held to that.
    """
    check(actor, Permission.RECONCILE, line.authority_id)
    if not isinstance(actor, User):
        return
    seen = Person.objects.visible_to(actor, scope=Scope.MONEY, on=on)
    owners = list(seen.filter(pk=line.account.person_id).values_list("user_id", flat=True))
    if not owners:
        raise PermissionDenied("You are not let see this person’s money.")
    if owners == [actor.pk]:
        raise PermissionDenied("This is your own money, so somebody else decides.")


def can_explain(actor: Actor, line: ReceivedLine, on: date) -> bool:
    """Whether the actor may say what a payment was for: the person, or who sees their money for them.

    Seeing it for the council is not that: who checks the money does not answer for its owner.
    """
    return (
        isinstance(actor, User)
        and can(actor, Permission.EXPLAIN_SPENDING, line.authority_id)
        and _sees_it_for_the_person(actor, line, on)
    )


def check_can_explain(actor: Actor, line: ReceivedLine, on: date) -> None:
    """Raises PermissionDenied unless the actor may say what a payment was for."""
    if not can_explain(actor, line, on):
        raise PermissionDenied(
            "Only the person, or someone who sees their money, may explain this."
        )


def _sees_it_for_the_person(user: User, line: ReceivedLine, on: date) -> bool:
    return any(
        Person.objects.visible_to(user, scope=Scope.MONEY, on=on, capacity=capacity)
        .filter(pk=line.account.person_id)
        .exists()
        for capacity in (Capacity.SELF, Capacity.REPRESENTATIVE)
    )
