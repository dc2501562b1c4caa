"""What this room declares."""

from marketplace.accounts.rules import Role
from marketplace.brokerage.event_words import EVENTS, SUBJECTS
from marketplace.brokerage.keeps import KEEPS
from marketplace.brokerage.models import AccountHolder, Payer, Uprating
from marketplace.brokerage.pack import start_charging
from marketplace.brokerage.queries import person_of_plan_page, waiting_people
from marketplace.brokerage.rules import (
    BROKER_CASELOAD,
    BROKER_CHOOSE_DAYS,
    BUDGET_AGREE_DAYS,
    CHARGING,
    CHARGING_FROM,
    MAY_AGREE_PAYMENTS,
    MAY_ALLOCATE_BROKERS,
    MAY_APPROVE_OVER_BUDGET,
    MAY_APPROVE_PLANS,
    MAY_END_PLANS,
    MAY_PLAN,
    MAY_SET_BUDGETS,
    MAY_UPRATE,
    PAYMENT_AGREE_DAYS,
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
from marketplace.core.rooms import MenuEntry, Pack, Queue, Room, SubjectPage, WhoIsTold, nobody_told
from marketplace.core.words import spoken_date
from marketplace.council.models import CouncilFigure
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
        MenuEntry(
            "Budgets to agree", "brokerage:budgets_to_agree", MAY_SET_BUDGETS.roles, order=35
        ),
        MenuEntry("Payments to agree", "brokerage:to_pay", MAY_AGREE_PAYMENTS.roles, order=50),
        MenuEntry("Uprating", "brokerage:upratings", MAY_UPRATE.roles, order=53),
        MenuEntry("My plan", "brokerage:my_plan", frozenset({Role.PERSON}), order=90),
    ),
    queues=(
        Queue(PlanTask.APPROVAL, "support plans to decide", "brokerage:approvals"),
        Queue(
            PlanTask.RETURNED,
            "of my people: plan to start, write or change",
            "brokerage:caseload",
            part="?part=mine",
            waiting=waiting_people,
        ),
        Queue(PlanTask.BUDGET, "budgets to agree", "brokerage:budgets_to_agree"),
        Queue(PlanTask.AGREEMENT, "people whose payments are to be agreed", "brokerage:to_pay"),
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
        *nobody_told("it is a task of the colleagues who agree budgets", BudgetState.PROPOSED),
        # The person reads their budget with their plan, whose approval is told.
        WhoIsTold(BudgetState.AGREED, (PlanNotice.BUDGET_AGREED,)),
        WhoIsTold(BudgetState.RETURNED, (PlanNotice.BUDGET_RETURNED,)),
        *nobody_told("whoever proposed it withdrew it", BudgetState.WITHDRAWN),
        # One that another replaced is told with that one.
        WhoIsTold(BudgetState.ENDED, (PlanNotice.BUDGET_ENDED,)),
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
    figures=(
        PLAN_WRITE_DAYS,
        PLAN_DECIDE_DAYS,
        BUDGET_AGREE_DAYS,
        PAYMENT_AGREE_DAYS,
        BROKER_CHOOSE_DAYS,
        BROKER_CASELOAD,
        SHARE_RULE,
        *CHARGING,
    ),
    subject_pages={
        "people/<uuid:public_id>/": SubjectPage(KIND, person_on_page),
        "people/plan/<uuid:public_id>/": SubjectPage(KIND, person_of_plan_page),
        "approvals/<uuid:public_id>/": SubjectPage(KIND, person_of_plan_page),
    },
    sentences=SENTENCES,
    keeps=KEEPS,
    pack=Pack(
        start_charging,
        makes=(CouncilFigure,),
        begins_with=f"England’s charging figures, from {spoken_date(CHARGING_FROM)}",
        otherwise={
            Payer: "each comes with the first fund of which it is the payer",
            AccountHolder: "each comes with the first agreement that names it",
            Uprating: "finance makes one each spring",
        },
    ),
    samples=SAMPLES,
    events=EVENTS,
    subjects=SUBJECTS,
)
