"""Who may write a plan, and who may decide it. check_ raises PermissionDenied, can_ answers."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied

from marketplace.accounts.permissions import check, check_is_user
from marketplace.accounts.viewer import Viewer
from marketplace.brokerage.models import PersonalBudget, SupportPlan
from marketplace.brokerage.rules import (
    MAY_AGREE_PAYMENTS,
    MAY_ALLOCATE_BROKERS,
    MAY_APPROVE_PLANS,
    MAY_END_PLANS,
    MAY_PLAN,
    MAY_SET_BUDGETS,
)
from marketplace.people.models import Person
from marketplace.people.permissions import check_works_with, is_close_to
from marketplace.people.rules import AccessCapacity, Scope


def check_can_plan(by: Viewer, person: Person) -> None:
    """Whoever has Access to write the person's plan, whatever their role; a system actor by permission."""
    if not by.user:
        check(by, MAY_PLAN, person.authority_id)
        return
    check_is_user(by)
    writes = Person.objects.visible_to(by, scope=Scope.PLAN_WRITE).filter(pk=person.pk)
    if not writes.exists():
        raise PermissionDenied("You have no access to write this person’s plan.")


def can_plan(by: Viewer, person: Person) -> bool:
    """Whether check_can_plan would pass."""
    return _passes(lambda: check_can_plan(by, person))


def check_can_end_plans(by: Viewer, person: Person) -> None:
    """The person's own broker, or whoever works with them as a practitioner, by Access and never by
    role alone; a system actor by the permission."""
    check(by, MAY_END_PLANS, person.authority_id)
    works = (AccessCapacity.BROKER, AccessCapacity.PRACTITIONER)
    if by.user and not any(_sees_as(by, person, capacity) for capacity in works):
        raise PermissionDenied("This person is on a colleague’s list.")


def can_end_plans(by: Viewer, person: Person) -> bool:
    """Whether check_can_end_plans would pass."""
    return _passes(lambda: check_can_end_plans(by, person))


def check_can_allocate(by: Viewer, person: Person) -> None:
    """Whoever works with the person as a practitioner; a system actor by the permission."""
    check(by, MAY_ALLOCATE_BROKERS, person.authority_id)
    if by.user:
        check_works_with(by, person, MAY_ALLOCATE_BROKERS)


def can_allocate(by: Viewer, person: Person) -> bool:
    """Whether check_can_allocate would pass."""
    return _passes(lambda: check_can_allocate(by, person))


def check_can_decide(by: Viewer, plan: SupportPlan) -> None:
    """A manager whose team the plan was sent to, who neither wrote anything of it nor sent it, nor is it theirs."""
    check(by, MAY_APPROVE_PLANS, plan.authority_id)
    if by.user_id in plan.writer_ids:
        raise PermissionDenied("You wrote in this plan or sent it. A colleague decides it.")
    if by.user_id == plan.person.user_id:
        raise PermissionDenied("This is your own plan. A colleague decides it.")
    if is_close_to(by, plan.person):
        raise PermissionDenied("You speak for this person. A colleague decides it.")
    if by.user_id and plan.consents.filter(recorded_by=by.user_id).exists():
        raise PermissionDenied("You recorded whose plan this is. A colleague decides it.")
    if not _sees_as(by, plan.person, AccessCapacity.APPROVER):
        raise PermissionDenied("This plan was sent to another team.")


def can_decide(by: Viewer, plan: SupportPlan) -> bool:
    """Whether check_can_decide would pass."""
    return _passes(lambda: check_can_decide(by, plan))


def check_can_agree_budget(by: Viewer, budget: PersonalBudget) -> None:
    """Whoever may agree budgets, but neither who proposed this one, nor the person it is for, nor
    anybody close to them."""
    check(by, MAY_SET_BUDGETS, budget.authority_id)
    if by.user_id is not None and by.user_id == budget.recorded_by_id:
        raise PermissionDenied("You proposed this budget. A colleague agrees it.")
    if by.user_id is not None and by.user_id == budget.person.user_id:
        raise PermissionDenied("This is your own budget. A colleague agrees it.")
    if is_close_to(by, budget.person):
        raise PermissionDenied("You are close to this person. A colleague agrees it.")


def can_agree_budget(by: Viewer, budget: PersonalBudget) -> bool:
    """Whether check_can_agree_budget would pass."""
    return _passes(lambda: check_can_agree_budget(by, budget))


def check_can_end_money(by: Viewer, person: Person) -> None:
    """Whoever may set budgets, to end one or close a fund; but neither the person nor anybody close."""
    check(by, MAY_SET_BUDGETS, person.authority_id)
    if by.user_id is not None and by.user_id == person.user_id:
        raise PermissionDenied("This is your own budget. A colleague ends it.")
    if is_close_to(by, person):
        raise PermissionDenied("You are close to this person. A colleague ends it.")


def can_end_money(by: Viewer, person: Person) -> bool:
    """Whether check_can_end_money would pass."""
    return _passes(lambda: check_can_end_money(by, person))


def check_can_agree_payments(by: Viewer, person: Person) -> None:
    """Whoever may agree how budgets are paid, but neither the person nor anybody close to them."""
    check(by, MAY_AGREE_PAYMENTS, person.authority_id)
    if is_close_to(by, person):
        raise PermissionDenied(
            "This is your own money, or of somebody close to you. A colleague agrees it."
        )


def can_agree_payments(by: Viewer, person: Person) -> bool:
    """Whether check_can_agree_payments would pass."""
    return _passes(lambda: check_can_agree_payments(by, person))


def _passes(check_it: Callable[[], None]) -> bool:
    try:
        check_it()
    except PermissionDenied:
        return False
    return True


def _sees_as(by: Viewer, person: Person, capacity: AccessCapacity) -> bool:
    return (
        Person.objects.visible_to(by, scope=Scope.PLAN, capacity=capacity)
        .filter(pk=person.pk)
        .exists()
    )
