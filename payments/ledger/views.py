"""Finance closes periods of the books, and reopens the last one."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from marketplace.accounts.requests import viewer_of
from marketplace.core.errors import DomainError
from marketplace.core.form_runner import run
from marketplace.core.wording import one_text
from marketplace.core.words import spoken_date
from payments.ledger.actions import close_period, reopen_period
from payments.ledger.forms import ClosingForm, LastDayForm, ReopenForm
from payments.ledger.models import PeriodClose
from payments.ledger.queries import closing_preview, periods_of


def periods(request: HttpRequest) -> HttpResponse:
    """Which periods were closed and reopened, by whom, and up to which day the books are closed now."""
    closes = periods_of(viewer_of(request))
    last = next((close for close in closes if not hasattr(close, "reopening")), None)
    return render(request, "ledger/periods.html", {"closes": closes, "last": last})


def close(request: HttpRequest) -> HttpResponse:
    """Ask up to which day; then show what is still open in the period, and ask once more."""
    if request.method == "POST":
        return _closed(request)
    viewer = viewer_of(request)
    month_end = viewer.today.replace(day=1) - timedelta(days=1)
    form = LastDayForm(request.GET or None, initial={"last_day": month_end})
    if form.is_valid():
        last_day = form.cleaned_data["last_day"]
        if seen := run(form, closing_preview, viewer=viewer, last_day=last_day):
            context = {
                "form": ClosingForm(initial={"last_day": last_day}),
                "last_day": last_day,
                "first_open": last_day + timedelta(days=1),
                "still_open": seen.answer,
            }
            return render(request, "ledger/confirm_close.html", context)
    return render(request, "ledger/close_period.html", {"form": form})


def _closed(request: HttpRequest) -> HttpResponse:
    """The yes of the second page. What is refused by then is said above the first."""
    viewer, form = viewer_of(request), ClosingForm(request.POST)
    if not form.is_valid():
        return redirect("ledger:close_period")
    last_day = form.cleaned_data["last_day"]
    try:
        close_period(by=viewer, authority_id=viewer.council_id, last_day=last_day)
    except DomainError as refusal:
        messages.error(request, one_text(refusal))
        return redirect("ledger:close_period")
    messages.success(request, f"The books are closed up to {spoken_date(last_day)}.")
    return redirect("ledger:periods")


def reopen(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Ask why, and open the last period again."""
    viewer = viewer_of(request)
    period = get_object_or_404(PeriodClose.objects.visible_to(viewer), public_id=public_id)
    form = ReopenForm(request.POST or None)
    facts = {"by": viewer, "close_id": period.pk}
    if form.is_valid() and run(form, reopen_period, **facts, **form.cleaned_data):
        messages.success(request, f"The period up to {spoken_date(period.last_day)} is open again.")
        return redirect("ledger:periods")
    return render(request, "ledger/reopen_period.html", {"form": form, "period": period})
