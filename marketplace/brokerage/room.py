"""What this room declares."""

from marketplace.accounts.rules import Role
from marketplace.brokerage.keeps import KEEPS
from marketplace.brokerage.queries import person_of_plan_page
from marketplace.brokerage.rules import (
    MAY_AGREE_PAYMENTS,
    MAY_ALLOCATE_BROKERS,
    MAY_APPROVE_OVER_BUDGET,
    MAY_APPROVE_PLANS,
    MAY_END_PLANS,
    MAY_PLAN,
    MAY_SET_BUDGETS,
    MAY_UPRATE,
    PLAN_DECIDE_DAYS,
    PLAN_WRITE_DAYS,
    SHARE_RULE,
    BudgetState,
    PlanNotice,
    PlanPurpose,
    PlanReading,
    PlanState,
    PlanTask,
    UpratedState,
    UpratingState,
)
from marketplace.brokerage.samples import SAMPLES
from marketplace.brokerage.wording import NOTIFICATIONS, SENTENCES
from marketplace.core.rooms import MenuEntry, Queue, Room, SubjectPage, WhoIsTold, nobody_told
from marketplace.people.models import Person
from marketplace.safeguarding.queries import person_on_page

KIND = Person._meta.label_lower

ROOM = Room(
    name="brokerage",
    urls="marketplace.brokerage.urls",
    pages="Support plans",
    permissions=(
        MAY_PLAN,
        MAY_APPROVE_PLANS,
        MAY_APPROVE_OVER_BUDGET,
        MAY_SET_BUDGETS,
        MAY_AGREE_PAYMENTS,
        MAY_END_PLANS,
        MAY_UPRATE,
        MAY_ALLOCATE_BROKERS,
    ),
    task_kinds=tuple(PlanTask),
    purposes=tuple(PlanPurpose),
    readings=tuple(PlanReading),
    menu=(
        MenuEntry("My people", "brokerage:caseload", MAY_PLAN.roles, order=30),
        MenuEntry("Plans to decide", "brokerage:approvals", MAY_APPROVE_PLANS.roles, order=40),
        MenuEntry("Uprating", "brokerage:upratings", MAY_UPRATE.roles, order=53),
        MenuEntry("My plan", "brokerage:my_plan", frozenset({Role.PERSON}), order=90),
    ),
    queues=(
        Queue(PlanTask.APPROVAL, "support plans to decide", "brokerage:approvals"),
        Queue(PlanTask.RETURNED, "support plans returned for changes", "brokerage:caseload"),
    ),
    notifications=NOTIFICATIONS,
    who_is_told=(
        WhoIsTold(PlanState.SUBMITTED, (PlanNotice.SENT, PlanNotice.SENT_AGAIN)),
        *nobody_told("its broker called it back, and nobody had begun", PlanState.DRAFT),
        WhoIsTold(PlanState.RETURNED, (PlanNotice.RETURNED, PlanNotice.CALLED_BACK)),
        WhoIsTold(
            PlanState.APPROVED,
            (PlanNotice.APPROVED, PlanNotice.OWN_APPROVED, PlanNotice.TELL_PERSON),
        ),
        *nobody_told("the approval of the newer plan is told", PlanState.SUPERSEDED),
        # It may be a death: whoever ends a plan tells the people around the person.
        *nobody_told("whoever ends it tells those it concerns, in person", PlanState.ENDED),
        *nobody_told(
            "the person reads their budget with their plan, whose approval is told",
            BudgetState.PROPOSED,
            BudgetState.AGREED,
            BudgetState.ENDED,
        ),
        *nobody_told(
            "the finance officer who asked for it reads it on its page",
            UpratingState.PREPARED,
            UpratingState.RECORDING,
            UpratingState.RECORDED,
            UpratingState.UNDOING,
            UpratingState.UNDONE,
        ),
        *nobody_told(
            "each person reads what holds with their budget and their money",
            UpratedState.RECORDED,
            UpratedState.LEFT_OUT,
            UpratedState.TAKEN_BACK,
            UpratedState.KEPT,
        ),
    ),
    subject_pages={
        "people/<uuid:public_id>/": SubjectPage(KIND, person_on_page),
        "people/plan/<uuid:public_id>/": SubjectPage(KIND, person_of_plan_page),
        "approvals/<uuid:public_id>/": SubjectPage(KIND, person_of_plan_page),
    },
    figures=(PLAN_WRITE_DAYS, PLAN_DECIDE_DAYS, SHARE_RULE),
    sentences=SENTENCES,
    keeps=KEEPS,
    samples=SAMPLES,
)
