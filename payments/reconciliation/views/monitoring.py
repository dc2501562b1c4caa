"""How closely a person's payments are checked: what holds, what held, and deciding otherwise."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from marketplace.accounts.requests import viewer_of
from marketplace.core.form_runner import run
from marketplace.council.queries import figures
from marketplace.people.actions import open_person
from marketplace.people.rules import Scope
from payments.cards.rules import MoneyPurpose
from payments.reconciliation.actions import decide_monitoring
from payments.reconciliation.forms import MonitoringForm
from payments.reconciliation.models import MonitoringDecision
from payments.reconciliation.queries.monitoring import asking_of
from payments.reconciliation.rules.asking import Monitoring
from payments.reconciliation.rules.figures import LIGHT_FROM, LIGHT_SAMPLE
from payments.reconciliation.wording import monitoring_hints


def monitoring(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """How closely, since when, why and by whose decision; a press decides anew."""
    viewer = viewer_of(request)
    person = open_person(
        by=viewer, public_id=public_id, scope=Scope.MONEY, purpose=MoneyPurpose.MONEY
    )
    keys = [LIGHT_FROM.key, LIGHT_SAMPLE.key]
    hints = monitoring_hints(figures(person.authority_id, keys, viewer.today))
    asking = asking_of(person.authority_id, [person.pk], viewer.today)[person.pk]
    data = request.POST if request.method == "POST" else None
    initial = {"level": asking.level, "from_date": viewer.today}
    form = MonitoringForm(data, hints=hints, initial=initial)
    if form.is_valid() and run(
        form,
        decide_monitoring,
        by=viewer,
        person_id=person.pk,
        level=Monitoring(form.cleaned_data["level"]),
        reason=form.cleaned_data["reason"],
        from_date=form.cleaned_data["from_date"],
    ):
        messages.success(request, "Recorded. What is open is looked at again in the night.")
        return redirect("reconciliation:monitoring", public_id=public_id)
    rows = MonitoringDecision.objects.visible_to(viewer).filter(person=person)
    facts = {
        "person": person,
        "form": form,
        "level": asking.level,
        "hint": hints[asking.level],
        "rows": rows.select_related("decided_by"),
    }
    return render(request, "reconciliation/monitoring.html", facts)
