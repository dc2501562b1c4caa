"""One colleague: what they are to the council, and what is given to them, ended or handed over."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from marketplace.accounts.actions.changes import change_limit, propose_roles
from marketplace.accounts.actions.covering import end_cover, leave_with_heir, propose_cover
from marketplace.accounts.actions.roles import end_role
from marketplace.accounts.forms import CoverForm, EndForm, LeaveForm, LimitForm, RoleForm
from marketplace.accounts.queries import (
    Colleague,
    colleague,
    colleagues_found,
    covers_of,
    is_only_administrator,
    open_teams,
    work_of,
)
from marketplace.accounts.requests import authority_of, viewer_of
from marketplace.accounts.rules import GIVEN_HERE, MAY_GIVE_ROLES, WITH_LIMIT, Role
from marketplace.core.errors import DomainError
from marketplace.core.form_runner import run
from marketplace.core.gov_forms import GovForm
from marketplace.core.wording import one_text

PROPOSED = "Proposed. It holds when a second administrator has confirmed it."


def show(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What somebody is to the council, for whom they cover, and what may be changed."""
    viewer, found = viewer_of(request), _found(request, public_id)
    context = {
        "colleague": found,
        "covers": covers_of(viewer, found.user_id),
        "may_give": viewer.may(MAY_GIVE_ROLES) and not found.is_viewer,
        "with_limit": WITH_LIMIT,
    }
    return render(request, "staff/colleague.html", context)


def role(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Propose one role, or one that they have with another limit, team or end."""
    viewer, found = viewer_of(request), _found(request, public_id)
    teams = open_teams(viewer)
    form = RoleForm(request.POST or None, teams=teams)
    if form.is_valid() and run(form, propose_roles, **_about(request, found), asked=[form.asked]):
        return _done(request, found, PROPOSED)
    return _page(request, found, form, "staff/role.html")


def limit(request: HttpRequest, public_id: UUID, role: str) -> HttpResponse:
    """A lower limit holds at once, a higher one is proposed."""
    found, of = _found(request, public_id), _role(role)
    form = LimitForm(request.POST or None)
    if form.is_valid() and (
        ran := run(
            form,
            change_limit,
            **_about(request, found),
            role=of,
            approval_limit_pence=form.cleaned_data["limit"],
        )
    ):
        return _done(request, found, PROPOSED if ran.answer else "The limit is lower from now on.")
    return _page(request, found, form, "staff/limit.html", role=of)


def end(request: HttpRequest, public_id: UUID, role: str) -> HttpResponse:
    """End one role, today or from a later day."""
    found, of = _found(request, public_id), _role(role)
    form = EndForm(request.POST or None, initial={"from_date": viewer_of(request).today})
    if form.is_valid() and run(
        form, end_role, **_about(request, found), role=of, **form.cleaned_data
    ):
        return _done(request, found, f"{of.label}: the role ends. The auditor is told.")
    return _page(request, found, form, "staff/end.html", role=of)


def cover(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Propose who does their work while they are away."""
    found = _found(request, public_id)
    form = CoverForm(request.POST or None, colleagues=_others(request, found))
    if form.is_valid() and run(
        form,
        propose_cover,
        by=viewer_of(request),
        authority_id=authority_of(request).pk,
        away_id=found.user_id,
        to_id=form.cleaned_data["colleague"].pk,
        from_date=form.cleaned_data["from_date"],
        until_date=form.cleaned_data["last_day"] + timedelta(days=1),
    ):
        return _done(request, found, PROPOSED)
    return _page(request, found, form, "staff/cover.html")


def leaves(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """End every role from a day, and propose who gets the work."""
    found = _found(request, public_id)
    first = {"from_date": viewer_of(request).today}
    form = LeaveForm(request.POST or None, initial=first, colleagues=_others(request, found))
    if form.is_valid():
        heir = form.cleaned_data["colleague"]
        if run(
            form,
            leave_with_heir,
            **_about(request, found),
            from_date=form.cleaned_data["from_date"],
            to_id=heir.pk if heir else None,
        ):
            messages.success(request, f"{found.name}: every role ends. The auditor is told.")
            return redirect("accounts:staff")
    return _page(request, found, form, "staff/leave.html")


def cover_end(request: HttpRequest, public_id: UUID, change_id: int) -> HttpResponse:
    """Whoever was away is back sooner."""
    found = _found(request, public_id)
    try:
        end_cover(by=viewer_of(request), change_id=change_id)
    except DomainError as refusal:
        messages.error(request, one_text(refusal))
    else:
        messages.success(request, "The cover has ended.")
    return redirect("accounts:colleague", found.public_id)


def _found(request: HttpRequest, public_id: UUID) -> Colleague:
    found = colleague(viewer_of(request), public_id)
    if found is None:
        raise Http404("Nobody of this council is there.")
    return found


def _role(value: str) -> Role:
    if value not in GIVEN_HERE:
        raise Http404("There is no such role.")
    return Role(value)


def _about(request: HttpRequest, found: Colleague) -> dict[str, Any]:
    council = authority_of(request)
    return {"by": viewer_of(request), "authority_id": council.pk, "user_id": found.user_id}


def _others(request: HttpRequest, found: Colleague) -> Any:
    """Whom work can be given: neither whoever is away nor whoever gives it."""
    viewer = viewer_of(request)
    return colleagues_found(viewer).exclude(pk__in=(found.user_id, viewer.user_id))


def _done(request: HttpRequest, found: Colleague, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("accounts:colleague", found.public_id)


def _page(
    request: HttpRequest, found: Colleague, form: GovForm, template: str, **more: Any
) -> HttpResponse:
    viewer = viewer_of(request)
    context = {
        "colleague": found,
        "form": form,
        "work": work_of(viewer, found.user_id),
        "is_alone": is_only_administrator(viewer),
        **more,
    }
    return render(request, template, context)
