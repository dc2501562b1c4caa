"""A council's own settings: its figures, its contact details and its addresses."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render

from marketplace.accounts.permissions import can
from marketplace.accounts.queries import hosts_of
from marketplace.accounts.requests import authority_of, host_in, viewer_of
from marketplace.core.errors import DomainError
from marketplace.core.form_runner import run
from marketplace.core.seen import seen_of
from marketplace.core.wording import one_text
from marketplace.core.words import spoken_date
from marketplace.council.actions import (
    add_host,
    remove_host,
    set_addresses,
    set_contact,
    set_figure,
)
from marketplace.council.forms import AddressesForm, CouncilContactForm, FigureForm, HostForm
from marketplace.council.queries import (
    FigureInForce,
    addresses_of,
    contact_of,
    figure_facts,
    figure_in_force,
    figures_in_force,
)
from marketplace.council.rules import MAY_SET_FIGURES
from marketplace.council.wording import figure_words


def figures(request: HttpRequest) -> HttpResponse:
    """Every figure that a council may set: what it is today, since when, what is coming, and why."""
    viewer = viewer_of(request)
    groups = [
        (heading, [_line(one) for one in figures]) for heading, figures in figures_in_force(viewer)
    ]
    return render(request, "council/figures.html", {"groups": groups})


def figure(request: HttpRequest, key: str) -> HttpResponse:
    """One figure: what it is, was and will be; whoever may sets it from a day."""
    viewer = viewer_of(request)
    found = figure_in_force(viewer, key)
    if found is None:
        raise Http404("Page not found.")
    seen = seen_of(figure_facts(authority_of(request).pk, key))
    form = FigureForm(request.POST or None, figure=found.declared, today=viewer.today, seen=seen)
    if form.is_valid() and run(
        form, set_figure, by=viewer, authority=authority_of(request), key=key, **form.cleaned_data
    ):
        day, words = (
            form.cleaned_data["from_date"],
            figure_words(found.declared, form.cleaned_data["value"]),
        )
        messages.success(request, f"{words} from {spoken_date(day)}.")
        return redirect("council:figure", key=key)
    context = {
        **_line(found),
        "usual": figure_words(found.declared, found.declared.usual),
        "coming_rows": [(row, figure_words(found.declared, row.value)) for row in found.coming],
        "begun_rows": [(row, figure_words(found.declared, row.value)) for row in found.begun],
        "form": form,
        "may_set": can(viewer, MAY_SET_FIGURES, viewer.council_id),
    }
    return render(request, "council/figure.html", context)


def _line(found: FigureInForce) -> dict[str, Any]:
    """A figure with its value in words, and the nearest change that is coming."""
    coming = next(iter(found.coming), None)
    return {
        "line": found,
        "today_words": figure_words(found.declared, found.value),
        "coming": coming,
        "coming_words": figure_words(found.declared, coming.value) if coming else "",
    }


def contact(request: HttpRequest) -> HttpResponse:
    """How people reach the council."""
    council = authority_of(request)
    now = contact_of(council)
    form = CouncilContactForm(request.POST or None, initial=now, seen=seen_of(now))
    if form.is_valid() and run(
        form, set_contact, by=viewer_of(request), authority=council, **form.cleaned_data
    ):
        messages.success(request, "Saved. Every page shows the new details.")
        return redirect("council:contact")
    return render(request, "council/contact.html", {"form": form})


def addresses(request: HttpRequest) -> HttpResponse:
    """Where the council is served, where its mail leads, and whom it comes from."""
    council, hosts = authority_of(request), hosts_of(authority_of(request))
    form = _addresses_form(request, request.POST or None)
    if form.is_valid() and run(
        form, set_addresses, by=viewer_of(request), authority=council, **form.cleaned_data
    ):
        messages.success(request, "Saved.")
        return redirect("council:addresses")
    return _addresses_page(request, form, HostForm(), hosts)


def host_add(request: HttpRequest) -> HttpResponse:
    """Serve the council at one more host name."""
    council, form = authority_of(request), HostForm(request.POST)
    if form.is_valid() and run(
        form,
        add_host,
        by=viewer_of(request),
        authority=council,
        host=form.cleaned_data["host"].lower(),
    ):
        messages.success(request, f"{council.short_name} is served there too.")
        return redirect("council:addresses")
    return _addresses_page(request, _addresses_form(request, None), form, hosts_of(council))


def host_remove(request: HttpRequest) -> HttpResponse:
    """Ask first; then serve the council at a host name no more."""
    council = authority_of(request)
    host = request.POST.get("host", request.GET.get("host", ""))
    if host not in hosts_of(council):
        return redirect("council:addresses")
    if request.method != "POST":
        return render(request, "council/host_remove.html", {"host": host})
    try:
        own = host_in(request.get_host())
        remove_host(by=viewer_of(request), authority=council, host=host, reached_at=own)
    except DomainError as refusal:
        messages.error(request, one_text(refusal))
    else:
        messages.success(request, f"{council.short_name} is no longer served at {host}.")
    return redirect("council:addresses")


def _addresses_form(request: HttpRequest, data: QueryDict | None) -> AddressesForm:
    council = authority_of(request)
    hosts = hosts_of(council)
    now = addresses_of(council)
    return AddressesForm(data, initial=now, seen=seen_of(now), hosts=hosts)


def _addresses_page(
    request: HttpRequest, form: AddressesForm, host_form: HostForm, hosts: list[str]
) -> HttpResponse:
    own = host_in(request.get_host())
    context = {"form": form, "host_form": host_form, "hosts": hosts, "own": own}
    return render(request, "council/addresses.html", context)
