"""Who is told of what becomes of a plan. Part of the action that does it."""

from datetime import date

from marketplace.accounts.models import User
from marketplace.accounts.viewer import Viewer
from marketplace.brokerage.models import PlanDecision, SupportPlan
from marketplace.brokerage.queries import broker_of, brokers_of, live_plans_with
from marketplace.brokerage.rules import Decision, PlanNotice
from marketplace.core.transactions import require_transaction
from marketplace.notifications.actions import tell
from marketplace.people.queries import speaks_for_themselves, users_around
from marketplace.people.rules import Scope
from marketplace.suppliers.models import Supplier


def tell_sent(*, by: Viewer, plan: SupportPlan, due_date: date) -> None:
    """A receipt for whoever sent it; and the manager who returned it learns that it is back."""
    tell(by=by, kind=PlanNotice.SENT, subject=plan, users=[by.user], due_date=due_date)
    last = last_decision(plan)
    if last is not None and last.decision == Decision.RETURNED:
        tell(by=by, kind=PlanNotice.SENT_AGAIN, subject=plan, users=[last.decided_by])


def last_decision(plan: SupportPlan) -> PlanDecision | None:
    """What a manager decided on it last."""
    return PlanDecision.objects.filter(plan=plan).select_related("decided_by").first()


def tell_called_back(*, by: Viewer, plan: SupportPlan) -> None:
    """The manager who was told that the plan is back, because they had returned it."""
    last = last_decision(plan)
    if last is not None:
        tell(by=by, kind=PlanNotice.CALLED_BACK, subject=plan, users=[last.decided_by])


def tell_returned(*, by: Viewer, plan: SupportPlan) -> None:
    """The broker on whose list the person is."""
    broker = _broker(plan, by.today)
    tell(by=by, kind=PlanNotice.RETURNED, subject=plan, users=[broker])


def tell_approved(*, by: Viewer, plan: SupportPlan) -> None:
    """The broker, the person, and who speaks for them; of a person without an account the broker is
    asked to tell them."""
    broker = _broker(plan, by.today)
    tell(by=by, kind=PlanNotice.APPROVED, subject=plan, users=[broker])
    around = users_around(plan.person, scope=Scope.PLAN, on=by.today)
    tell(by=by, kind=PlanNotice.OWN_APPROVED, subject=plan, users=around)
    if not speaks_for_themselves(plan.person):
        tell(by=by, kind=PlanNotice.TELL_PERSON, subject=plan, users=[broker])


def tell_of_suppliers(*, by: Viewer, kind: PlanNotice, supplier_ids: list[int]) -> None:
    """The brokers of all live plans in which these suppliers are."""
    require_transaction()
    suppliers = Supplier.objects.in_bulk(supplier_ids)
    live = live_plans_with(supplier_ids)
    brokers = brokers_of({plan.person_id for plan, _ in live}, by.today)
    for plan, supplier_id in live:
        cause, broker = suppliers[supplier_id], brokers.get(plan.person_id, plan.author)
        tell(by=by, kind=kind, subject=plan, cause=cause, users=[broker])


def _broker(plan: SupportPlan, on: date) -> User:
    return broker_of(plan.person, on) or plan.author
