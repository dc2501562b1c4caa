"""How many concerns there are, and the council's phone numbers for them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from marketplace.accounts.requests import authority_of, viewer_of
from marketplace.core.disclosure import HIDDEN_BELOW, published_until
from marketplace.core.form_runner import run
from marketplace.core.seen import seen_of
from marketplace.safeguarding.actions.phones import set_concern_phones
from marketplace.safeguarding.actions.reading import open_counts
from marketplace.safeguarding.forms.working import PhonesForm
from marketplace.safeguarding.queries import counts_by_year, phones_of


def counts(request: HttpRequest) -> HttpResponse:
    """How many concerns, enquiries and outcomes there were in each financial year. Nobody is named."""
    viewer = viewer_of(request)
    open_counts(by=viewer, authority=authority_of(request))
    starts, counted = counts_by_year(viewer)
    years = [f"{start.year} to {start.year + 1}" for start in starts]
    context = {
        "columns": "|".join(["What", *(f"{year}:num" for year in years)]),
        "counts": [(one.label, list(zip(years, one.told, strict=True))) for one in counted],
        "hidden_below": HIDDEN_BELOW,
        "until": published_until(viewer.today),
    }
    return render(request, "safeguarding/counts.html", context)


def phones(request: HttpRequest) -> HttpResponse:
    """Whom people are asked to phone, about adults and about children."""
    council = authority_of(request)
    now = vars(phones_of(council))
    data = request.POST if request.method == "POST" else None
    form = PhonesForm(data, initial=now, seen=seen_of(now))
    if form.is_valid() and run(
        form, set_concern_phones, by=viewer_of(request), authority=council, **form.cleaned_data
    ):
        messages.success(request, "Saved.")
        return redirect("safeguarding:phones")
    return render(request, "safeguarding/phones.html", {"form": form})
