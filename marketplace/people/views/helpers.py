"""Who helps me and who speaks for me: I see them, choose what each may see, and end it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from marketplace.accounts.requests import viewer_of
from marketplace.core.errors import DomainError
from marketplace.core.form_runner import run
from marketplace.core.wording import one_text
from marketplace.people import actions
from marketplace.people.forms import ConsentForm, HelperForm, ScopesForm
from marketplace.people.models import Consent, Relationship
from marketplace.people.queries import helper_lines
from marketplace.people.rules import KIND_RULES, Heard, RelationshipKind
from marketplace.people.views.own import own_record


def my_people(request: HttpRequest) -> HttpResponse:
    """Everybody around me, what each may see, and what I agreed to."""
    person, viewer = own_record(request), viewer_of(request)
    context = {
        "person": person,
        "helpers": helper_lines(person, viewer.at),
        "consents": person.consents.order_by("-given_at"),
    }
    return render(request, "people/my_people.html", context)


def add(request: HttpRequest) -> HttpResponse:
    """Name somebody who helps me: a worker checks it before they see anything."""
    person, form = own_record(request), HelperForm(request.POST or None)
    if form.is_valid() and run(
        form,
        actions.propose_relationship,
        by=viewer_of(request),
        person=person,
        **form.cleaned_data,
    ):
        messages.success(request, "We check this and tell you. They see nothing until then.")
        return redirect("people:my_people")
    return render(request, "people/helper.html", {"form": form})


def choose(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Choose anew what somebody sees."""
    row = _mine(request, public_id)
    data = request.POST if request.method == "POST" else None
    form = ScopesForm(data, initial={"scopes": row.scopes})
    if form.is_valid() and run(
        form,
        actions.choose_scopes,
        by=viewer_of(request),
        relationship=row,
        **form.cleaned_data,
    ):
        messages.success(request, f"What {row.name} can see is changed.")
        return redirect("people:my_people")
    may_choose = KIND_RULES[RelationshipKind(row.kind)].by_choice
    context = {"form": form, "helper": row, "may_choose": may_choose}
    return render(request, "people/choose.html", context)


def end(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """End it: from now on they see nothing."""
    row = _mine(request, public_id)
    return _done(
        request,
        f"{row.name} sees nothing of yours any more.",
        actions.end_relationship,
        relationship=row,
    )


def agree(request: HttpRequest) -> HttpResponse:
    """Agree that a broker sees my plan, or that my record is shared."""
    person, form = own_record(request), ConsentForm(request.POST or None)
    if form.is_valid() and run(
        form,
        actions.give_consent,
        by=viewer_of(request),
        person=person,
        heard=Heard.OWN_PAGE,
        **form.cleaned_data,
    ):
        messages.success(request, "We recorded that you agree.")
        return redirect("people:my_people")
    return render(request, "people/agree.html", {"form": form})


def withdraw(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Take back what I agreed to."""
    consent = get_object_or_404(
        Consent.objects.visible_to(viewer_of(request)),
        public_id=public_id,
        person=own_record(request),
    )
    done = "You withdrew this. We do not share it from now on."
    return _done(request, done, actions.withdraw_consent, consent=consent)


def _mine(request: HttpRequest, public_id: UUID) -> Relationship:
    """Somebody around me who was not ended; else 404."""
    rows = own_record(request).relationships.not_ended()
    return get_object_or_404(rows, public_id=public_id)


def _done(request: HttpRequest, done: str, action: object, **facts: object) -> HttpResponse:
    try:
        action(by=viewer_of(request), **facts)  # type: ignore[operator]
    except DomainError as error:
        messages.error(request, one_text(error))
    else:
        messages.success(request, done)
    return redirect("people:my_people")
