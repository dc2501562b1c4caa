"""Who may write a plan, and who may decide it. check_ raises PermissionDenied, can_ answers."""

from collections.abc import Callable
from datetime import date

from django.core.exceptions import PermissionDenied

from marketplace.accounts.models import User
from marketplace.accounts.permissions import check
from marketplace.accounts.rules import Permission
from marketplace.brokerage.models import SupportPlan
from marketplace.core.actors import Actor
from marketplace.people.models import Person
from marketplace.people.rules import Capacity, Scope


def check_can_plan(by: Actor, person: Person, on: date) -> None:
    """The person's own broker, with the permission to plan; a system actor by its permission."""
    check(by, Permission.PLAN, person.authority_id)
    if isinstance(by, User) and not _sees_as(by, person, Capacity.BROKER, on):
        raise PermissionDenied("This person is on another broker’s list.")


def can_plan(by: Actor, person: Person, on: date) -> bool:
    """Whether check_can_plan would pass."""
    return _passes(lambda: check_can_plan(by, person, on))


def check_can_decide(by: User, plan: SupportPlan, on: date) -> None:
    """A manager whose team the plan was sent to, who neither wrote nor sent it, nor is it theirs."""
    check(by, Permission.APPROVE_PLAN, plan.authority_id)
    if by.pk in (plan.author_id, plan.submitted_by_id):
        raise PermissionDenied("You wrote or sent this plan, so somebody else decides it.")
    if by.pk == plan.person.user_id:
        raise PermissionDenied("This is your own plan, so somebody else decides it.")
    if not _sees_as(by, plan.person, Capacity.APPROVER, on):
        raise PermissionDenied("This plan was sent to another team.")


def can_decide(by: User, plan: SupportPlan, on: date) -> bool:
    """Whether check_can_decide would pass."""
    return _passes(lambda: check_can_decide(by, plan, on))


def _passes(check_it: Callable[[], None]) -> bool:
    try:
        check_it()
    except PermissionDenied:
        return False
    return True


def _sees_as(by: User, person: Person, capacity: Capacity, on: date) -> bool:
    return (
        Person.objects.visible_to(by, scope=Scope.PLAN, on=on, capacity=capacity)
        .filter(pk=person.pk)
        .exists()
    )
