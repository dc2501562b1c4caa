"""The person's own view of their plans, in plain words, where they say that one is theirs."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from marketplace.accounts.requests import viewer_of
from marketplace.accounts.viewer import Viewer
from marketplace.brokerage.actions import say_my_plan
from marketplace.brokerage.forms import MyPlanForm
from marketplace.brokerage.models import SupportPlan
from marketplace.brokerage.queries import OwnPlans, deciding_of, own_plans, pauses_of
from marketplace.core.form_runner import run
from marketplace.core.paper import paper_of, render_page
from marketplace.people.access import own_address
from marketplace.people.actions import open_own_record
from marketplace.people.models import Person
from marketplace.people.queries import scopes_held
from marketplace.people.rules import Scope


def my_plan(request: HttpRequest) -> HttpResponse:
    """Of each kind of plan: the budget, the plan that holds, the one approved for later and the one
    being written; or that the plan ended; and when I am without support."""
    viewer = viewer_of(request)
    person = open_own_record(by=viewer, scope=Scope.PLAN)
    if person is None:
        return render_page(request, "brokerage/my_plan.html", {"person": None}, file_name="my-plan")
    speaks_for = person.name if viewer.acting_as else ""
    form = MyPlanForm(request.POST or None, speaks_for=speaks_for)
    plan = _plan_meant(viewer, person, form) if form.is_bound else None
    if form.is_bound and plan is None:
        messages.warning(request, "This plan is not being written any more. Read what it is now.")
    if plan and form.is_valid() and _is_mine(viewer, plan, form):
        messages.success(request, "Thank you. We recorded it.")
        return redirect(own_address(request, "brokerage:my_plan"))
    asks = paper_of(request) is None and _may_confirm(viewer, person)
    return render_page(
        request,
        "brokerage/my_plan.html",
        {
            "person": person,
            "sees_risks": Scope.RISK in scopes_held(viewer, [person.pk])[person.pk],
            "kinds": [
                (own, _form_of(own, speaks_for, form, plan) if asks else None)
                for own in own_plans(viewer=viewer, person=person)
            ],
            # What was sent and refused, for the box that says what is wrong.
            "forms": [form] if plan else [],
            "pauses": [one for one in pauses_of(person) if not one.is_over(viewer.today)],
        },
        file_name="my-plan",
    )


def _plan_meant(viewer: Viewer, person: Person, form: MyPlanForm) -> SupportPlan | None:
    """The open plan that a sent form names; where it names none, the only one."""
    plans = SupportPlan.objects.visible_to(viewer).open().filter(person=person)
    named = form.named_plan()
    return plans.filter(public_id=named).first() if named else plans.first()


def _form_of(
    own: OwnPlans, speaks_for: str, sent: MyPlanForm, plan: SupportPlan | None
) -> MyPlanForm | None:
    """The form about the plan that is being written: as it was sent, where it was about this one."""
    if own.coming is None:
        return None
    if plan and plan.public_id == own.coming.public_id:
        return sent
    return MyPlanForm(
        initial={"plan": own.coming.public_id, "content_version": own.coming.content_version},
        speaks_for=speaks_for,
        auto_id=f"id_{own.kind}_%s",
    )


def _may_confirm(viewer: Viewer, person: Person) -> bool:
    """Whether the reader says of the plan whose it is: the person, or who decides it for them."""
    if viewer.acting_as is None:
        return True
    return deciding_of(person, viewer.today).speaker_with(viewer.user_id) is not None


def _is_mine(viewer: Viewer, plan: SupportPlan, form: MyPlanForm) -> bool:
    """Record it; False leaves the refusal in the form, which speaks of the plan as it is now."""
    typed = {name: form.cleaned_data[name] for name in ("content_version", "own_view")}
    done = run(form, say_my_plan, by=viewer, plan=plan, **typed)
    if not done:
        form.retype(content_version=str(plan.content_version))
    return bool(done)
