"""The addresses of brokerage, each with who may take it."""

from marketplace.accounts.access import AccessRule, Whose, guarded, only
from marketplace.accounts.rules import Role
from marketplace.brokerage.rules import MAY_APPROVE_PLANS, MAY_PLAN
from marketplace.brokerage.views import approvals, items, own, people, plan, times, withdrawing

app_name = "brokerage"

BROKER: AccessRule = only(*map(Role, sorted(MAY_PLAN.roles)), whose=Whose.OWN)
MANAGER: AccessRule = only(*map(Role, sorted(MAY_APPROVE_PLANS.roles)), whose=Whose.OWN)
PLAN = "people/plan/<uuid:public_id>/"

urlpatterns = [
    guarded("people/", people.caseload, name="caseload", get=BROKER),
    guarded("people/<uuid:public_id>/", people.person, name="person", get=BROKER),
    guarded("people/<uuid:public_id>/start/", people.start, name="start", post=BROKER),
    guarded(PLAN, plan.plan, name="plan", get=BROKER),
    guarded(
        f"{PLAN}questions/<int:number>/", plan.question, name="question", get=BROKER, post=BROKER
    ),
    guarded(
        f"{PLAN}outcomes/add/",
        plan.add_outcome,
        name="add_outcome",
        get=BROKER,
        post=BROKER,
        once=True,
    ),
    guarded(
        f"{PLAN}outcomes/<int:outcome_id>/",
        plan.change_outcome,
        name="change_outcome",
        get=BROKER,
        post=BROKER,
    ),
    guarded(
        f"{PLAN}outcomes/<int:outcome_id>/remove/",
        plan.remove_outcome,
        name="remove_outcome",
        get=BROKER,
        post=BROKER,
    ),
    guarded(f"{PLAN}outcomes/<int:outcome_id>/items/", items.add, name="add_item", get=BROKER),
    guarded(
        f"{PLAN}outcomes/<int:outcome_id>/items/listing/<uuid:listing_id>/",
        items.add_listing,
        name="add_listing",
        get=BROKER,
        post=BROKER,
        once=True,
    ),
    guarded(
        f"{PLAN}outcomes/<int:outcome_id>/items/<slug:kind>/",
        items.add_other,
        name="add_other",
        get=BROKER,
        post=BROKER,
        once=True,
    ),
    guarded(
        f"{PLAN}items/<int:item_id>/", items.change, name="change_item", get=BROKER, post=BROKER
    ),
    guarded(
        f"{PLAN}items/<int:item_id>/remove/",
        items.remove,
        name="remove_item",
        get=BROKER,
        post=BROKER,
    ),
    guarded(
        f"{PLAN}items/<int:item_id>/times/",
        times.add,
        name="add_times",
        get=BROKER,
        post=BROKER,
        once=True,
    ),
    guarded(
        f"{PLAN}items/<int:item_id>/times/<uuid:time_id>/",
        times.change,
        name="change_time",
        get=BROKER,
        post=BROKER,
    ),
    guarded(
        f"{PLAN}items/<int:item_id>/times/<uuid:time_id>/remove/",
        times.remove,
        name="remove_time",
        get=BROKER,
        post=BROKER,
    ),
    guarded(f"{PLAN}items/<int:item_id>/price/", items.refresh, name="refresh_price", post=BROKER),
    guarded(f"{PLAN}check/", plan.check, name="submit", get=BROKER, post=BROKER),
    guarded(f"{PLAN}call-back/", withdrawing.call_back, name="call_back", post=BROKER),
    guarded(f"{PLAN}discard/", withdrawing.discard, name="discard", get=BROKER, post=BROKER),
    guarded(f"{PLAN}sent/", plan.sent, name="sent", get=BROKER),
    guarded("approvals/", approvals.approvals, name="approvals", get=MANAGER),
    guarded(
        "approvals/<uuid:public_id>/", approvals.approve, name="approve", get=MANAGER, post=MANAGER
    ),
    guarded("my/plan/", own.my_plan, name="my_plan", get=only(Role.PERSON, whose=Whose.SELF)),
]
