"""An organisation's own pages, and what accreditors see and put right of it."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from marketplace.accounts.requests import viewer_of
from marketplace.core.form_runner import run
from marketplace.suppliers.actions import edit_supplier, rename_supplier
from marketplace.suppliers.forms import DetailsForm, FindSupplierForm, NameForm
from marketplace.suppliers.models import Supplier
from marketplace.suppliers.permissions import acts_for
from marketplace.suppliers.rules import SupplierKind
from marketplace.suppliers.views.binding import form_data

#: Suppliers on one page of the list: judgement, some two screens.
PAGE = 50


def all_suppliers(request: HttpRequest) -> HttpResponse:
    """Every supplier of the council, or those whose name or town holds the words."""
    form = FindSupplierForm(request.GET)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    found = Supplier.objects.visible_to(viewer_of(request))
    if words:
        found = found.filter(Q(name__icontains=words) | Q(town__icontains=words))
    page = Paginator(found.order_by("name", "pk"), PAGE).get_page(request.GET.get("page"))
    return render(request, "suppliers/all.html", {"page": page, "form": form, "words": words})


def mine(request: HttpRequest) -> HttpResponse:
    """A supplier's home: each organisation with what to do next."""
    viewer = viewer_of(request)
    context = {"suppliers": Supplier.objects.run_by(viewer), "today": viewer.today}
    return render(request, "suppliers/mine.html", context)


def edit(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Change how to reach an organisation and where it is."""
    viewer = viewer_of(request)
    supplier = get_object_or_404(Supplier.objects.run_by(viewer), public_id=public_id)
    form = DetailsForm(form_data(request), supplier=supplier)
    if form.is_valid() and run(
        form, edit_supplier, by=viewer, supplier_id=supplier.pk, **form.cleaned_data
    ):
        messages.success(request, "Your details are saved.")
        return redirect("suppliers:mine")
    return render(request, "suppliers/edit.html", {"supplier": supplier, "form": form})


def detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One supplier with its accreditations and history, for accreditors and for its own people."""
    viewer = viewer_of(request)
    supplier = get_object_or_404(Supplier.objects.visible_to(viewer), public_id=public_id)
    context = {
        "supplier": supplier,
        "own": acts_for(viewer, supplier.pk),
        "today": viewer.today,
    }
    return render(request, "suppliers/detail.html", context)


def rename(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Put a supplier's name right, for accreditors."""
    viewer = viewer_of(request)
    supplier = get_object_or_404(Supplier.objects.visible_to(viewer), public_id=public_id)
    kind = SupplierKind(supplier.kind)
    form = NameForm(form_data(request), initial={"name": supplier.name}, kind=kind)
    if form.is_valid() and run(
        form, rename_supplier, by=viewer, supplier_id=supplier.pk, **form.cleaned_data
    ):
        messages.success(request, "The name is changed.")
        return redirect("suppliers:detail", public_id)
    return render(request, "suppliers/rename.html", {"supplier": supplier, "form": form})
