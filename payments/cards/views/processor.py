"""A council's own account with the card processor: whose events are taken, and how they are signed."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from marketplace.accounts.queries import hosts_of
from marketplace.accounts.requests import authority_of, viewer_of
from marketplace.core.form_runner import run
from marketplace.core.seen import seen_of
from marketplace.council.actions import set_card_processor
from marketplace.council.queries import card_processor, processor_facts
from marketplace.council.rules import ProcessorMode
from payments.cards.forms import ProcessorForm


def processor(request: HttpRequest) -> HttpResponse:
    """Which account of the card processor is the council's, and where that delivers to."""
    council = authority_of(request)
    known = card_processor(council.pk)
    first = (
        {"account": known.account, "mode": known.mode} if known else {"mode": ProcessorMode.TEST}
    )
    seen = seen_of(processor_facts(council.pk))
    form = ProcessorForm(request.POST or None, initial=first, seen=seen)
    if form.is_valid():
        answers = {**form.cleaned_data, "mode": ProcessorMode(form.cleaned_data["mode"])}
        if run(form, set_card_processor, by=viewer_of(request), authority=council, **answers):
            messages.success(request, "Saved.")
            return redirect("cards:processor")
    host = next(iter(hosts_of(council)), "")
    context = {
        "form": form,
        "secrets": len(known.secrets) if known else 0,
        "delivers_to": f"https://{host}{reverse('cards:stripe_issuing')}",
    }
    return render(request, "cards/processor.html", context)
