"""What people are told of plans, budgets and their list."""

from collections.abc import Collection
from enum import StrEnum

from django.urls import reverse

from marketplace.accounts.viewer import Viewer
from marketplace.brokerage.models import PersonalBudget, SupportPlan
from marketplace.brokerage.rules import PlanNotice, PlanState
from marketplace.core.rooms import News, NotificationKind, Told
from marketplace.core.words import reference
from marketplace.notifications.wording import TO_A_PERSON
from marketplace.people.models import Person
from marketplace.people.rules import AccessCapacity, Scope
from marketplace.suppliers.models import Supplier

#: What brokers and managers read, and the page it leads to.
NEWS_AT_WORK = {
    PlanNotice.SENT: ("You sent a support plan to a manager.", "brokerage:plan"),
    PlanNotice.SENT_AGAIN: ("A plan that you returned is sent again.", "brokerage:approve"),
    PlanNotice.IS_THEIRS: (
        "A person says that the support plan is theirs. You can send it.",
        "brokerage:submit",
    ),
    PlanNotice.RETURNED: (
        "A support plan is returned for changes. Read the reasons.",
        "brokerage:plan",
    ),
    PlanNotice.APPROVED: ("A support plan is approved.", "brokerage:plan"),
    PlanNotice.TELL_PERSON: (
        "A support plan is approved, and the person has no account. Tell them. The plan shows how"
        " to contact them.",
        "brokerage:plan",
    ),
    PlanNotice.SUPPLIER_SUSPENDED: (
        "{supplier} is suspended. A support plan includes it.",
        "brokerage:plan",
    ),
    PlanNotice.SUPPLIER_ENDED: (
        "{supplier} is no longer accredited. A support plan includes it.",
        "brokerage:plan",
    ),
    PlanNotice.SUPPLIER_BACK: (
        "{supplier} is accredited again. A support plan includes it.",
        "brokerage:plan",
    ),
}


def say_at_work(viewer: Viewer, kind: StrEnum, told: Collection[Told]) -> dict[Told, News]:
    """Of plans that the viewer may see now. Two queries."""
    plans = SupportPlan.objects.visible_to(viewer).in_bulk([one.subject_id for one in told])
    causes = Supplier.objects.filter(authority=viewer.council_id)
    suppliers = causes.in_bulk([one.cause_id for one in told])
    sentence, page = NEWS_AT_WORK[PlanNotice(kind)]
    return {
        one: News(
            sentence.format(supplier=_name(suppliers.get(one.cause_id))),
            reverse(page, args=[plan.public_id]),
            reference(plan.public_id),
            is_over=plan.state != PlanState.SUBMITTED,
        )
        for one in told
        if (plan := plans.get(one.subject_id))
    }


def say_of_budgets(viewer: Viewer, kind: StrEnum, told: Collection[Told]) -> dict[Told, News]:
    """Of budgets that the viewer proposed and may see now. One query."""
    visible = PersonalBudget.objects.visible_to(viewer).select_related("person")
    rows = visible.in_bulk([one.subject_id for one in told])
    return {
        one: News(
            _OF_BUDGETS[PlanNotice(kind)],
            reverse("brokerage:budget", args=[row.person.public_id, row.pk]),
            reference(row.person.public_id),
            is_over=True,
        )
        for one in told
        if (row := rows.get(one.subject_id))
    }


_OF_BUDGETS = {
    PlanNotice.BUDGET_AGREED: "A budget that you proposed is agreed.",
    PlanNotice.BUDGET_RETURNED: "A budget that you proposed is returned. Read the reason.",
}


def say_of_list(viewer: Viewer, kind: StrEnum, told: Collection[Told]) -> dict[Told, News]:
    """Of people who are on the viewer's list now. One query."""
    people = Person.objects.visible_to(viewer, scope=Scope.PLAN, capacity=AccessCapacity.BROKER)
    rows = people.in_bulk([one.subject_id for one in told])
    return {
        one: News(
            _OF_LIST[PlanNotice(kind)],
            reverse("brokerage:person", args=[row.public_id]),
            reference(row.public_id),
        )
        for one in told
        if (row := rows.get(one.subject_id))
    }


_OF_LIST = {
    PlanNotice.ON_YOUR_LIST: "A person is on your list.",
    PlanNotice.BUDGET_ENDED: "The budget of a person on your list ends. Look at the plan.",
}


def say_called_back(viewer: Viewer, kind: StrEnum, told: Collection[Told]) -> dict[Told, News]:
    """Of plans that the viewer returned once and, called back, does not see today. One query."""
    plans = SupportPlan.objects.filter(
        authority_id=viewer.council_id, decisions__decided_by=viewer.user_id
    ).in_bulk([one.subject_id for one in told])
    return {
        one: News(
            "A plan that you returned is called back. The broker can send it again.",
            reverse("brokerage:approvals"),
            reference(plan.public_id),
            is_over=True,
        )
        for one in told
        if (plan := plans.get(one.subject_id))
    }


def _name(supplier: Supplier | None) -> str:
    return supplier.public_name if supplier else ""


def say_to_person(viewer: Viewer, kind: StrEnum, told: Collection[Told]) -> dict[Told, News]:
    """Of the viewer's own plan, or of the one of somebody for whom they speak. One query."""
    found = SupportPlan.objects.visible_to(viewer).select_related("person")
    plans = found.in_bulk([one.subject_id for one in told])
    return {
        one: News(
            "Your support plan is approved." if own else _OF_ANOTHER,
            reverse("brokerage:my_plan") if own else "",
            reference(plan.public_id),
        )
        for one in told
        if (plan := plans.get(one.subject_id))
        for own in [plan.person.user_id == viewer.user_id]
    }


_OF_ANOTHER = "The support plan of the person you speak for is approved."

NOTIFICATIONS = (
    NotificationKind(PlanNotice.SENT, "Plan {reference} sent", say_at_work, is_receipt=True),
    NotificationKind(PlanNotice.SENT_AGAIN, "Plan {reference} sent again", say_at_work),
    NotificationKind(PlanNotice.IS_THEIRS, "Plan {reference} confirmed", say_at_work),
    NotificationKind(PlanNotice.CALLED_BACK, "Plan {reference} called back", say_called_back),
    *(
        NotificationKind(kind, "Decision on plan {reference}", say_at_work)
        for kind in NEWS_AT_WORK
        if kind in (PlanNotice.RETURNED, PlanNotice.APPROVED, PlanNotice.TELL_PERSON)
    ),
    *(
        NotificationKind(kind, "Change to plan {reference}", say_at_work)
        for kind in (
            PlanNotice.SUPPLIER_SUSPENDED,
            PlanNotice.SUPPLIER_ENDED,
            PlanNotice.SUPPLIER_BACK,
        )
    ),
    NotificationKind(PlanNotice.BUDGET_AGREED, "Decision on budget {reference}", say_of_budgets),
    NotificationKind(PlanNotice.BUDGET_RETURNED, "Decision on budget {reference}", say_of_budgets),
    NotificationKind(PlanNotice.ON_YOUR_LIST, "New person {reference} on your list", say_of_list),
    NotificationKind(PlanNotice.BUDGET_ENDED, "Change to a budget: {reference}", say_of_list),
    NotificationKind(PlanNotice.OWN_APPROVED, TO_A_PERSON, say_to_person),
)
