"""A plan is ended from a day, for a reason; and times without support are recorded and changed."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from marketplace.accounts.requests import viewer_of
from marketplace.brokerage import actions
from marketplace.brokerage.forms import EndPlanForm, PauseEndForm, PauseForm
from marketplace.brokerage.models import Pause
from marketplace.brokerage.permissions import check_can_end_plans
from marketplace.brokerage.queries import kinds_to_end, pauses_of, plans_of
from marketplace.brokerage.rules import PauseReason, PlanPurpose
from marketplace.core.form_runner import run
from marketplace.core.words import last_day_words
from marketplace.people.actions import open_person
from marketplace.people.models import Person
from marketplace.people.rules import Scope


def end_plan(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Ask for the last day and the reason, show what will happen, then end the plan."""
    viewer, person = viewer_of(request), _load(request, public_id)
    kinds = kinds_to_end(person, viewer.today)
    if not kinds:
        return _page(request, person, "brokerage/end_plan.html", kinds=kinds)
    form = EndPlanForm(request.POST or None, kinds=kinds, today=viewer.today)
    step = request.POST.get("do", "check")
    if form.is_valid() and step == "check":
        return _check(request, person, form)
    if form.is_valid() and step == "end" and _ended(request, person, form):
        return redirect("brokerage:person", public_id)
    return _page(request, person, "brokerage/end_plan.html", kinds=kinds, form=form)


def _check(request: HttpRequest, person: Person, form: EndPlanForm) -> HttpResponse:
    """What will happen, before it does."""
    plans = plans_of(viewer=viewer_of(request), person=person)
    return _page(
        request,
        person,
        "brokerage/end_plan_check.html",
        form=form,
        has_several=len(form.kinds) > 1,
        has_open_plan=any(plan.is_open for plan in plans),
        **form.facts(),
    )


def _ended(request: HttpRequest, person: Person, form: EndPlanForm) -> bool:
    """End it; False leaves the refusal in the form."""
    facts = form.facts()
    if not run(form, actions.end_plan, by=viewer_of(request), person=person, **facts):
        return False
    last = last_day_words(facts["day"])
    messages.success(request, f"The end of {person.name}’s plan is recorded. Last day: {last}.")
    return True


def pause(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Record from when until when nothing planned comes, and why."""
    viewer, person = viewer_of(request), _load(request, public_id)
    form = PauseForm(request.POST or None, today=viewer.today)
    if form.is_valid() and run(
        form, actions.pause_support, by=viewer, person=person, **form.facts()
    ):
        messages.success(request, "The time without support is recorded.")
        return redirect(_pauses(person))
    return _page(
        request,
        person,
        "brokerage/pause.html",
        form=form,
        pauses=pauses_of(person),
    )


def change_pause(request: HttpRequest, public_id: UUID, pause_id: int) -> HttpResponse:
    """Say until when a time without support really was, or that it did not happen."""
    viewer, person = viewer_of(request), _load(request, public_id)
    found = get_object_or_404(
        Pause.objects.visible_to(viewer), pk=pause_id, person=person, withdrawn_at=None
    )
    form = PauseEndForm(request.POST or None, first=found.from_date, today=viewer.today)
    if form.is_valid() and run(
        form, actions.end_pause, by=viewer, pause=found, until_date=form.until()
    ):
        done = "removed" if form.is_removed else "saved"
        messages.success(request, f"The time without support is {done}.")
        return redirect(_pauses(person))
    return _page(
        request,
        person,
        "brokerage/change_pause.html",
        form=form,
        pause=found,
        reason=PauseReason(found.reason),
    )


def _load(request: HttpRequest, public_id: UUID) -> Person:
    viewer = viewer_of(request)
    person = open_person(
        by=viewer, public_id=public_id, scope=Scope.PLAN, purpose=PlanPurpose.PLANNING
    )
    check_can_end_plans(viewer, person)
    return person


def _pauses(person: Person) -> str:
    return f"{reverse('brokerage:person', args=[person.public_id])}#without"


def _page(request: HttpRequest, person: Person, template: str, **context: object) -> HttpResponse:
    back_url = reverse("brokerage:person", args=[person.public_id])
    return render(request, template, {"person": person, "back_url": back_url, **context})
