"""A council's own settings: its figures and its addresses."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from marketplace.accounts.queries import hosts_of
from marketplace.accounts.requests import authority_of, viewer_of
from marketplace.core.form_runner import run
from marketplace.council.actions import set_addresses
from marketplace.council.forms import AddressesForm
from marketplace.council.queries import figures_in_force


def figures(request: HttpRequest) -> HttpResponse:
    """Every figure that a council may set: what it is today, since when, and on what it rests."""
    return render(request, "council/figures.html", {"lines": figures_in_force(viewer_of(request))})


def addresses(request: HttpRequest) -> HttpResponse:
    """Where the council's mail leads, and whom it comes from."""
    council = authority_of(request)
    hosts = hosts_of(council)
    first = {"main_host": next(iter(hosts), ""), "mail_from": council.mail_from}
    form = AddressesForm(request.POST or None, initial=first, hosts=hosts)
    if form.is_valid() and run(
        form, set_addresses, by=viewer_of(request), authority=council, **form.cleaned_data
    ):
        messages.success(request, "Saved.")
        return redirect("council:addresses")
    return render(request, "council/addresses.html", {"form": form})
