"""A search over all payments, matched or not."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from marketplace.accounts.requests import viewer_of
from marketplace.people.actions import open_people
from marketplace.people.rules import Scope
from payments.cards.rules import MoneyPurpose
from payments.reconciliation.forms import PaymentSearchForm
from payments.reconciliation.queries.lines import payments_in_order
from payments.reconciliation.queries.payments import payments_found
from payments.reconciliation.rules.duties import PaymentReading


def payments(request: HttpRequest) -> HttpResponse:
    """Every booked payment that the viewer may see, as far as it is asked for."""
    viewer = viewer_of(request)
    form = PaymentSearchForm(request.GET)
    wanted = form.wanted()
    found = payments_found(viewer, wanted)
    page = Paginator(found, form.page_size()).get_page(request.GET.get("page"))
    listed = payments_in_order(found, [line.pk for line in page.object_list])
    open_people(
        by=viewer,
        people_ids=[payment.line.account.person_id for payment in listed],
        scope=Scope.MONEY,
        kind=PaymentReading.SEARCH,
        purpose=MoneyPurpose.MONEY,
        filters=wanted.codes() | {"page": page.number},
    )
    facts = {"form": form, "page": page, "payments": listed}
    return render(request, "reconciliation/payments.html", facts)
