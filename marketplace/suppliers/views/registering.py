"""Offering support: what it means, and registering, one question a page."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from marketplace.accounts.requests import authority_of, viewer_of
from marketplace.core.form_runner import run
from marketplace.core.gov_forms import GovForm
from marketplace.suppliers.actions import register_supplier
from marketplace.suppliers.rules import SupplierKind, public_name
from marketplace.suppliers.views.answers import STEPS, Registration
from marketplace.suppliers.views.binding import form_data

OFFER_STEPS = [
    {"title": "Register", "detail": "Enter your name, address and contact details."},
    {
        "title": "Send your evidence",
        "detail": "Insurance, checks and training. The accreditation team checks your evidence.",
    },
    {"title": "Add your listings", "detail": "Enter your prices, availability and areas."},
    {
        "title": "Show in search",
        "detail": "People phone or email you. You agree the support with each person.",
    },
]


def offer(request: HttpRequest) -> HttpResponse:
    """What it means to offer support here, for anyone."""
    return render(request, "suppliers/offer.html", {"steps": OFFER_STEPS})


def register(request: HttpRequest) -> HttpResponse:
    """Goes to the first question without an answer."""
    return redirect(_next_address(Registration(request.session)))


def register_step(request: HttpRequest, step: str) -> HttpResponse:
    """One question of registration."""
    if step not in STEPS:
        raise Http404("Page not found.")
    registration = Registration(request.session)
    missing = registration.first_unanswered()
    if missing and STEPS.index(missing) < STEPS.index(step):
        return redirect(_next_address(registration))
    form = registration.form(step, form_data(request))
    if form.is_valid():
        registration.keep(step, form.cleaned_data)
        return redirect(_next_address(registration))
    number = STEPS.index(step)
    context = {
        "form": form,
        "number": number + 1,
        "steps": len(STEPS),
        "back_url": _step_address(STEPS[number - 1]) if number else reverse("suppliers:offer"),
    }
    return render(request, f"suppliers/register_{step}.html", context)


def register_check(request: HttpRequest) -> HttpResponse:
    """Check answers, then register."""
    registration, viewer = Registration(request.session), viewer_of(request)
    if registration.first_unanswered():
        return redirect(_next_address(registration))
    answers, form = registration.everything(), GovForm(form_data(request))
    if form.is_valid():
        ran = run(
            form, register_supplier, by=viewer, authority_id=authority_of(request).pk, **answers
        )
        if ran:
            registration.forget()
            name = ran.answer.name
            messages.success(request, f"{name} is registered. Next: apply for accreditation.")
            return redirect("suppliers:mine")
    context = {
        "answers": answers,
        "form": form,
        "kind_label": answers["kind"].label,
        "public_name": public_name(answers["kind"], answers["name"]),
        "is_assistant": answers["kind"] == SupplierKind.PERSONAL_ASSISTANT,
    }
    return render(request, "suppliers/register_check.html", context)


def register_discard(request: HttpRequest) -> HttpResponse:
    """Ask once, then forget what was answered: it was kept for this browser only, and sent to nobody."""
    registration = Registration(request.session)
    if not registration.answers:
        return redirect("suppliers:offer")
    if request.method == "POST":
        registration.forget()
        messages.success(request, "Your answers are discarded.")
        return redirect("suppliers:offer")
    back_url = _next_address(registration)
    return render(request, "suppliers/register_discard.html", {"back_url": back_url})


def _next_address(registration: Registration) -> str:
    step = registration.first_unanswered()
    return _step_address(step) if step else reverse("suppliers:register_check")


def _step_address(step: str) -> str:
    return reverse("suppliers:register_step", args=[step])
