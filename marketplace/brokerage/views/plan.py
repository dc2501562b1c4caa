"""The plan builder: the board, one page for each question and outcome, check and send."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from marketplace.accounts.requests import viewer_of
from marketplace.brokerage import actions
from marketplace.brokerage.forms import AnswerForm, OutcomeForm, PlanForm, SubmitForm
from marketplace.brokerage.models import SupportPlan
from marketplace.brokerage.permissions import can_plan
from marketplace.brokerage.queries import (
    can_call_back,
    decide_by,
    items_only_for,
    outcome_choices,
    plan_board,
    plans_beside,
)
from marketplace.brokerage.requests import take_in_hand
from marketplace.brokerage.rules import (
    MAY_PLAN,
    SEVEN_QUESTIONS,
    PlanPurpose,
    PlanTask,
)
from marketplace.brokerage.wording import MISSING_ANSWERS
from marketplace.people.queries import reach_of, risks_of, scopes_held
from marketplace.people.rules import Scope
from marketplace.tasks.queries import open_task
from marketplace.vocabulary.queries import find_place


def plan(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What the person wants, what will do it, and what it costs beside the budget."""
    viewer = viewer_of(request)
    found = actions.open_plan(by=viewer, public_id=public_id, purpose=PlanPurpose.PLANNING)
    board = plan_board(viewer=viewer, plan=found)
    may_edit = board.is_editable and can_plan(viewer, found.person)
    reach = reach_of(found.person, viewer.today)
    if may_edit:
        take_in_hand(request.session, found)
    return render(
        request,
        "brokerage/plan.html",
        {
            "plan": found,
            "person": found.person,
            "age": found.person.age(viewer.today),
            "reach": reach,
            "sees_risks": Scope.RISK in scopes_held(viewer, [found.person_id])[found.person_id],
            "risks": [(risk, "") for risk in risks_of(viewer, found.person)],
            "board": board,
            "beside": plans_beside(found, viewer.today),
            "may_edit": may_edit,
            "has_list": viewer.may(MAY_PLAN),
            "can_call_back": can_call_back(found) and can_plan(viewer, found.person),
            "near": reach.town if reach.town and find_place(found.authority_id, reach.town) else "",
            "today": viewer.today,
        },
    )


def question(request: HttpRequest, public_id: UUID, number: int) -> HttpResponse:
    """One of the seven questions, on a page of its own."""
    if number not in SEVEN_QUESTIONS:
        raise Http404("A plan answers seven questions.")
    viewer = viewer_of(request)
    found = actions.open_plan(by=viewer, public_id=public_id, purpose=PlanPurpose.PLANNING)
    board = plan_board(viewer=viewer, plan=found)
    line = board.questions[number - 1]
    form = AnswerForm(request.POST or None, plan=found, initial={"text": line.text})
    if form.is_valid() and form.run_action(
        actions.answer_question,
        by=viewer,
        question=number,
        text=form.cleaned_data["text"],
    ):
        _say_saved(request, form, number)
        if request.POST.get("do") == "next" and number < len(SEVEN_QUESTIONS):
            return redirect("brokerage:question", public_id, number + 1)
        return redirect(f"{_address(found)}#questions")
    saved = found.answers.filter(question=number).first() if form.is_stale else None
    return render(
        request,
        "brokerage/question.html",
        {
            "plan": found,
            "person": found.person,
            "form": form,
            "board": board,
            "line": line,
            "next_number": number + 1 if number < len(SEVEN_QUESTIONS) else None,
            "returned_for": MISSING_ANSWERS[number],
            "back_url": f"{_address(found)}#questions",
            "saved_now": [("Saved now", saved.text)] if saved else [],
        },
    )


def _say_saved(request: HttpRequest, form: AnswerForm, number: int) -> None:
    """What became of an answer that was sent, in words: saved, taken away, or nothing."""
    if form.plan.version != form.cleaned_data["version"]:
        done = "saved" if form.cleaned_data["text"].strip() else "removed"
        messages.success(request, f"Your answer to question {number} is {done}.")
    elif form.cleaned_data["text"].strip():
        messages.info(request, f"Question {number}: you changed nothing.")
    else:
        messages.info(request, f"Question {number}: nothing was saved. The answer is empty.")


def add_outcome(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What the person wants, in their words."""
    viewer = viewer_of(request)
    found = actions.open_plan(by=viewer, public_id=public_id, purpose=PlanPurpose.PLANNING)
    terms = outcome_choices(found, viewer.today)
    form = OutcomeForm(request.POST or None, plan=found, terms=terms)
    if form.is_valid() and form.run_action(actions.add_outcome, by=viewer, **_outcome_facts(form)):
        return redirect(f"{_address(found)}#outcomes")
    return _edit(request, found, form, "brokerage/outcome.html", heading="Add an outcome")


def change_outcome(request: HttpRequest, public_id: UUID, outcome_id: int) -> HttpResponse:
    """Change the words, the part of life or the scores of an outcome."""
    viewer = viewer_of(request)
    found = actions.open_plan(by=viewer, public_id=public_id, purpose=PlanPurpose.PLANNING)
    outcome = get_object_or_404(found.outcomes, pk=outcome_id)
    form = OutcomeForm(
        request.POST or None,
        plan=found,
        terms=outcome_choices(found, viewer.today, outcome),
        initial={
            "words": outcome.words,
            "term": outcome.term_id,
            "baseline": outcome.baseline,
            "target": outcome.target,
        },
    )
    if form.is_valid() and form.run_action(
        actions.change_outcome, by=viewer, outcome_id=outcome_id, **_outcome_facts(form)
    ):
        return redirect(f"{_address(found)}#outcome-{outcome_id}")
    saved = [("In their words", outcome.words), ("Now", outcome.baseline), ("Aim", outcome.target)]
    return _edit(
        request,
        found,
        form,
        "brokerage/outcome.html",
        heading="Change outcome",
        saved_now=saved if form.is_stale else [],
    )


def remove_outcome(request: HttpRequest, public_id: UUID, outcome_id: int) -> HttpResponse:
    """Ask once, then take an outcome out with everything planned for it."""
    viewer = viewer_of(request)
    found = actions.open_plan(by=viewer, public_id=public_id, purpose=PlanPurpose.PLANNING)
    outcome = get_object_or_404(found.outcomes, pk=outcome_id)
    form = PlanForm(request.POST or None, plan=found)
    if form.is_valid() and form.run_action(
        actions.remove_outcome, by=viewer, outcome_id=outcome_id
    ):
        messages.success(request, "The outcome is removed from the plan.")
        return redirect(f"{_address(found)}#outcomes")
    return _edit(
        request,
        found,
        form,
        "brokerage/remove.html",
        heading="Remove this outcome",
        what=f"“{outcome.words}”",
        also=[item.title for item in items_only_for(outcome)],
        button="Remove this outcome",
    )


def check(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Check the answers, read what will happen and who decides, and send."""
    viewer = viewer_of(request)
    found = actions.open_plan(by=viewer, public_id=public_id, purpose=PlanPurpose.PLANNING)
    earlier = {"from_date": found.from_date} if found.from_date else {}
    form = SubmitForm(request.POST or None, plan=found, today=viewer.today, initial=earlier)
    if form.is_valid() and form.run_action(
        actions.submit_plan,
        by=viewer,
        from_date=form.cleaned_data["from_date"],
    ):
        return redirect("brokerage:sent", public_id)
    board = plan_board(viewer=viewer, plan=found)
    return _edit(
        request,
        found,
        form,
        "brokerage/check.html",
        board=board,
        beside=plans_beside(found, viewer.today),
        decide_by=decide_by(found.authority_id, viewer.today),
    )


def sent(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """That a plan was sent: its reference, what happens next and by when."""
    viewer = viewer_of(request)
    found = actions.open_plan(by=viewer, public_id=public_id, purpose=PlanPurpose.PLANNING)
    task = open_task(PlanTask.APPROVAL, found)
    if task is None:
        return redirect("brokerage:plan", public_id)
    context = {"plan": found, "due_date": task.due_date, "has_list": viewer.may(MAY_PLAN)}
    return render(request, "brokerage/sent.html", context)


def _outcome_facts(form: OutcomeForm) -> dict[str, object]:
    typed = form.cleaned_data
    return {
        "words": typed["words"],
        "term_id": typed["term"],
        "baseline": typed["baseline"],
        "target": typed["target"],
    }


def _address(plan: SupportPlan) -> str:
    return reverse("brokerage:plan", args=[plan.public_id])


def _edit(
    request: HttpRequest, plan: SupportPlan, form: PlanForm, template: str, **context: object
) -> HttpResponse:
    return render(
        request,
        template,
        {"plan": plan, "person": plan.person, "form": form, "back_url": _address(plan), **context},
    )
