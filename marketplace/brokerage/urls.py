"""The addresses of brokerage, each with who may take it."""

from marketplace.accounts.access import AccessRule, Whose, guarded, only
from marketplace.accounts.rules import Role
from marketplace.brokerage.rules import (
    MAY_AGREE_PAYMENTS,
    MAY_ALLOCATE_BROKERS,
    MAY_APPROVE_PLANS,
    MAY_END_PLANS,
    MAY_PLAN,
    MAY_SET_BUDGETS,
    MAY_UPRATE,
)
from marketplace.brokerage.views import (
    agreements,
    approvals,
    brokers,
    budgets,
    consents,
    decided,
    ending,
    items,
    money_ends,
    own,
    people,
    plan,
    times,
    uprating,
    uprating_file,
    withdrawing,
)
from marketplace.people.access import own_and_acting

app_name = "brokerage"

BROKER: AccessRule = only(*map(Role, sorted(MAY_PLAN.roles)), whose=Whose.OWN)
#: Whoever works with people here; which plans they write is said by Access.
WRITER: AccessRule = only(Role.BROKER, Role.PRACTITIONER, whose=Whose.OWN)
MANAGER: AccessRule = only(*map(Role, sorted(MAY_APPROVE_PLANS.roles)), whose=Whose.OWN)
FINANCE: AccessRule = only(*map(Role, sorted(MAY_UPRATE.roles)), whose=Whose.COUNCIL)
SETTER: AccessRule = only(*map(Role, sorted(MAY_SET_BUDGETS.roles)), whose=Whose.OWN)
GIVER: AccessRule = only(*map(Role, sorted(MAY_ALLOCATE_BROKERS.roles)), whose=Whose.OWN)
PAYER: AccessRule = only(*map(Role, sorted(MAY_AGREE_PAYMENTS.roles)), whose=Whose.COUNCIL)
AGREEMENT = "money/agreements/<uuid:public_id>/"
UPRATING = "money/upratings/<uuid:public_id>/"
ENDER: AccessRule = only(*map(Role, sorted(MAY_END_PLANS.roles)), whose=Whose.OWN)
SELF: AccessRule = only(Role.PERSON, whose=Whose.SELF)
PERSON = "people/<uuid:public_id>/"
PLAN = "people/plan/<uuid:public_id>/"

urlpatterns = [
    guarded("people/", people.caseload, name="caseload", get=BROKER),
    guarded(PERSON, people.person, name="person", get=ENDER),
    guarded(f"{PERSON}start/", people.start, name="start", post=WRITER),
    guarded(f"{PERSON}end-plan/", ending.end_plan, name="end_plan", get=ENDER, post=ENDER),
    guarded(f"{PERSON}pause/", ending.pause, name="pause", get=ENDER, post=ENDER, once=True),
    guarded(
        f"{PERSON}pause/<int:pause_id>/",
        ending.change_pause,
        name="change_pause",
        get=ENDER,
        post=ENDER,
    ),
    guarded("people/decided/", decided.decided_for_me, name="decided_for_me", get=BROKER),
    guarded("people/budgets/", budgets.budgets_to_agree, name="budgets_to_agree", get=SETTER),
    guarded(f"{PERSON}budgets/", budgets.budgets, name="budgets", get=SETTER),
    guarded(
        f"{PERSON}budgets/new/",
        budgets.propose,
        name="propose_budget",
        get=SETTER,
        post=SETTER,
        once=True,
    ),
    guarded(
        f"{PERSON}budgets/<int:budget_id>/", budgets.budget, name="budget", get=SETTER, post=SETTER
    ),
    guarded(
        f"{PERSON}budgets/<int:budget_id>/withdraw/",
        budgets.withdraw_budget,
        name="withdraw_budget",
        post=SETTER,
    ),
    guarded(
        f"{PERSON}funds/new/", budgets.add_fund, name="add_fund", get=SETTER, post=SETTER, once=True
    ),
    guarded(
        f"{PERSON}budgets/end/", money_ends.end_budget, name="end_budget", get=SETTER, post=SETTER
    ),
    guarded(
        f"{PERSON}funds/<int:fund_id>/close/",
        money_ends.close_fund,
        name="close_fund",
        get=SETTER,
        post=SETTER,
    ),
    guarded(f"{PERSON}broker/", brokers.broker, name="broker", get=GIVER, post=GIVER),
    guarded(f"{PERSON}broker/end/", brokers.end_broker, name="end_broker", post=GIVER),
    guarded("money/agreements/", agreements.to_pay, name="to_pay", get=PAYER),
    guarded(
        "money/people/<uuid:public_id>/agreements/",
        agreements.agreements,
        name="agreements",
        get=PAYER,
    ),
    guarded(
        "money/people/<uuid:public_id>/agreements/keep/",
        agreements.keep,
        name="keep_payments",
        post=PAYER,
    ),
    guarded(
        "money/people/<uuid:public_id>/agreements/new/",
        agreements.new,
        name="new_agreement",
        get=PAYER,
        post=PAYER,
        once=True,
    ),
    guarded(
        f"{AGREEMENT}terms/",
        agreements.change,
        name="change_terms",
        get=PAYER,
        post=PAYER,
        once=True,
    ),
    guarded(
        f"{AGREEMENT}references/",
        agreements.references,
        name="agreement_references",
        get=PAYER,
        post=PAYER,
    ),
    guarded(f"{AGREEMENT}end/", agreements.end, name="end_agreement", get=PAYER, post=PAYER),
    guarded(PLAN, plan.plan, name="plan", get=WRITER),
    guarded(
        f"{PLAN}questions/<int:number>/", plan.question, name="question", get=WRITER, post=WRITER
    ),
    guarded(
        f"{PLAN}outcomes/add/",
        plan.add_outcome,
        name="add_outcome",
        get=WRITER,
        post=WRITER,
        once=True,
    ),
    guarded(
        f"{PLAN}outcomes/<int:outcome_id>/",
        plan.change_outcome,
        name="change_outcome",
        get=WRITER,
        post=WRITER,
    ),
    guarded(
        f"{PLAN}outcomes/<int:outcome_id>/remove/",
        plan.remove_outcome,
        name="remove_outcome",
        get=WRITER,
        post=WRITER,
    ),
    guarded(f"{PLAN}outcomes/<int:outcome_id>/items/", items.add, name="add_item", get=WRITER),
    guarded(
        f"{PLAN}outcomes/<int:outcome_id>/items/listing/<uuid:listing_id>/",
        items.add_listing,
        name="add_listing",
        get=WRITER,
        post=WRITER,
        once=True,
    ),
    guarded(
        f"{PLAN}outcomes/<int:outcome_id>/items/<slug:kind>/",
        items.add_other,
        name="add_other",
        get=WRITER,
        post=WRITER,
        once=True,
    ),
    guarded(
        f"{PLAN}items/<int:item_id>/", items.change, name="change_item", get=WRITER, post=WRITER
    ),
    guarded(
        f"{PLAN}items/<int:item_id>/remove/",
        items.remove,
        name="remove_item",
        get=WRITER,
        post=WRITER,
    ),
    guarded(
        f"{PLAN}items/<int:item_id>/times/",
        times.add,
        name="add_times",
        get=WRITER,
        post=WRITER,
        once=True,
    ),
    guarded(
        f"{PLAN}items/<int:item_id>/times/<uuid:time_id>/",
        times.change,
        name="change_time",
        get=WRITER,
        post=WRITER,
    ),
    guarded(
        f"{PLAN}items/<int:item_id>/times/<uuid:time_id>/remove/",
        times.remove,
        name="remove_time",
        get=WRITER,
        post=WRITER,
    ),
    guarded(f"{PLAN}items/<int:item_id>/price/", items.refresh, name="refresh_price", post=WRITER),
    guarded(f"{PLAN}check/", plan.check, name="submit", get=WRITER, post=WRITER),
    guarded(f"{PLAN}consent/", consents.consent, name="consent", get=WRITER, post=WRITER),
    guarded(f"{PLAN}call-back/", withdrawing.call_back, name="call_back", post=WRITER),
    guarded(f"{PLAN}discard/", withdrawing.discard, name="discard", get=WRITER, post=WRITER),
    guarded(f"{PLAN}sent/", plan.sent, name="sent", get=WRITER),
    guarded("approvals/", approvals.approvals, name="approvals", get=MANAGER),
    guarded("approvals/decided/", decided.decided_by_me, name="decided_by_me", get=MANAGER),
    guarded(
        "approvals/<uuid:public_id>/", approvals.approve, name="approve", get=MANAGER, post=MANAGER
    ),
    guarded("money/upratings/", uprating.upratings, name="upratings", get=FINANCE),
    guarded(
        "money/upratings/new/",
        uprating.new,
        name="new_uprating",
        get=FINANCE,
        post=FINANCE,
        once=True,
    ),
    guarded(UPRATING, uprating.one, name="uprating", get=FINANCE),
    guarded(f"{UPRATING}people.csv", uprating_file.export, name="uprating_file", get=FINANCE),
    guarded(f"{UPRATING}record/", uprating.confirm, name="confirm_uprating", post=FINANCE),
    guarded(f"{UPRATING}discard/", uprating.discard, name="discard_uprating", post=FINANCE),
    guarded(f"{UPRATING}undo/", uprating.undo, name="undo_uprating", get=FINANCE, post=FINANCE),
    *own_and_acting("plan/", own.my_plan, name="my_plan", get=SELF, post=SELF),
]
