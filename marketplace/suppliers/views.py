"""Offering support: registering, an organisation's own pages, and what accreditors see of it."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from marketplace.accounts.requests import authority_of, viewer_of
from marketplace.core.errors import DomainError
from marketplace.core.gov_forms import GovForm
from marketplace.core.wording import sentences_of
from marketplace.suppliers.actions import edit_supplier, register_supplier, rename_supplier
from marketplace.suppliers.forms import DetailsForm, FindSupplierForm, NameForm
from marketplace.suppliers.models import Supplier
from marketplace.suppliers.permissions import acts_for
from marketplace.suppliers.registration import STEPS, Registration
from marketplace.suppliers.rules import SUPPLIER_KIND_LABELS, SupplierKind, public_name

PAGE = 50
OFFER_STEPS = [
    {"title": "Register", "detail": "Your name, where you are, and how to reach you."},
    {"title": "Show your papers", "detail": "Insurance, checks and training. A person reads them."},
    {"title": "Say what you offer", "detail": "Prices, times and places, in your own words."},
    {
        "title": "Be found",
        "detail": "People ring you or write to you. You agree the rest yourselves.",
    },
]


def offer(request: HttpRequest) -> HttpResponse:
    """What it means to offer support here, for anyone."""
    return render(request, "suppliers/offer.html", {"steps": OFFER_STEPS})


def register(request: HttpRequest) -> HttpResponse:
    """Goes to the first question without an answer."""
    return redirect(_next_address(Registration(request.session)))


def all_suppliers(request: HttpRequest) -> HttpResponse:
    """Every supplier of the council, or those whose name or town holds the words."""
    form = FindSupplierForm(request.GET)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    found = Supplier.objects.visible_to(viewer_of(request))
    if words:
        found = found.filter(Q(name__icontains=words) | Q(town__icontains=words))
    page = Paginator(found.order_by("name", "pk"), PAGE).get_page(request.GET.get("page"))
    return render(request, "suppliers/all.html", {"page": page, "form": form, "words": words})


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, to bind a form with: an empty send is bound too, and answered."""
    return request.POST if request.method == "POST" else None


def _next_address(registration: Registration) -> str:
    step = registration.first_unanswered()
    return (
        reverse("suppliers:register_step", args=[step])
        if step
        else reverse("suppliers:register_check")
    )


def register_step(request: HttpRequest, step: str) -> HttpResponse:
    """One question of registration."""
    if step not in STEPS:
        raise Http404("There is no such question.")
    registration = Registration(request.session)
    missing = registration.first_unanswered()
    if missing and STEPS.index(missing) < STEPS.index(step):
        return redirect(_next_address(registration))
    form = registration.form(step, posted(request))
    if form.is_valid():
        registration.keep(step, form.cleaned_data)
        return redirect(_next_address(registration))
    number = STEPS.index(step)
    back = STEPS[number - 1] if number else None
    return render(
        request,
        f"suppliers/register_{step}.html",
        {
            "form": form,
            "number": number + 1,
            "steps": len(STEPS),
            "back_url": reverse("suppliers:register_step", args=[back])
            if back
            else reverse("suppliers:offer"),
        },
    )


def register_check(request: HttpRequest) -> HttpResponse:
    """Check answers, then register."""
    registration = Registration(request.session)
    if registration.first_unanswered():
        return redirect(_next_address(registration))
    answers, form = registration.everything(), GovForm(posted(request))
    if form.is_valid():
        try:
            supplier = register_supplier(
                by=viewer_of(request), authority_id=authority_of(request).pk, **answers
            )
        except DomainError as error:
            form.add_error(None, sentences_of(error))
        else:
            registration.forget()
            messages.success(
                request, f"{supplier.name} is registered. Next: apply for accreditation."
            )
            return redirect("suppliers:mine")
    context = {
        "answers": answers,
        "form": form,
        "kind_label": SUPPLIER_KIND_LABELS[answers["kind"]],
        "public_name": public_name(answers["kind"], answers["name"]),
        "is_assistant": answers["kind"] == SupplierKind.PERSONAL_ASSISTANT,
    }
    return render(request, "suppliers/register_check.html", context)


def mine(request: HttpRequest) -> HttpResponse:
    """A supplier's home: each organisation with what to do next."""
    suppliers = Supplier.objects.run_by(viewer_of(request))
    return render(
        request, "suppliers/mine.html", {"suppliers": suppliers, "today": viewer_of(request).today}
    )


def edit(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Change how to reach an organisation and where it is."""
    supplier = get_object_or_404(Supplier.objects.run_by(viewer_of(request)), public_id=public_id)
    form = DetailsForm(posted(request), supplier=supplier)
    if form.is_valid():
        try:
            edit_supplier(by=viewer_of(request), supplier_id=supplier.pk, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, sentences_of(error))
        else:
            messages.success(request, "Your details are saved.")
            return redirect("suppliers:mine")
    return render(request, "suppliers/edit.html", {"supplier": supplier, "form": form})


def detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One supplier with its standing and history, for accreditors and for its own people."""
    supplier = _visible(request, public_id)
    return render(
        request,
        "suppliers/detail.html",
        {
            "supplier": supplier,
            "own": acts_for(viewer_of(request), supplier.pk),
            "today": viewer_of(request).today,
        },
    )


def rename(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Put a supplier's name right, for accreditors."""
    supplier = _visible(request, public_id)
    kind = SupplierKind(supplier.kind)
    form = NameForm(posted(request), initial={"name": supplier.name}, kind=kind)
    if form.is_valid():
        try:
            rename_supplier(by=viewer_of(request), supplier_id=supplier.pk, **form.cleaned_data)
        except DomainError as error:
            form.add_error("name", sentences_of(error))
        else:
            messages.success(request, "The name is changed.")
            return redirect("suppliers:detail", public_id)
    return render(request, "suppliers/rename.html", {"supplier": supplier, "form": form})


def _visible(request: HttpRequest, public_id: UUID) -> Supplier:
    return get_object_or_404(Supplier.objects.visible_to(viewer_of(request)), public_id=public_id)
