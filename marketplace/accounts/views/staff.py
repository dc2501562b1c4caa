"""The people who work here: the list, inviting somebody, and what waits for a second administrator."""

from http import HTTPStatus

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from marketplace.accounts.actions.changes import confirm_change, stop_change
from marketplace.accounts.actions.invitations import invite as send_invitation
from marketplace.accounts.actions.invitations import withdraw_invitation
from marketplace.accounts.forms import InviteForm
from marketplace.accounts.models import StaffChange
from marketplace.accounts.queries import (
    base_address,
    change_numbered,
    changes_waiting,
    colleague_lines,
    colleagues_found,
    invitations_live,
    is_only_administrator,
    open_teams,
    work_of,
)
from marketplace.accounts.requests import authority_of, viewer_of
from marketplace.accounts.rules import MAY_GIVE_ROLES, ChangeState, confirm_problems
from marketplace.core.errors import DomainError
from marketplace.core.form_runner import run
from marketplace.core.wording import one_text, sentence_of

#: Of one page of the list. Judgement: a council has some hundreds, and searches by name.
A_PAGE = 50


def staff(request: HttpRequest) -> HttpResponse:
    """Who works here, as what, from when, until when; what waits, and who has not answered yet."""
    viewer = viewer_of(request)
    words = request.GET.get("q", "")
    page = Paginator(colleagues_found(viewer, words), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "colleagues": colleague_lines(viewer, list(page)),
        "words": words,
        "waiting": changes_waiting(viewer),
        "invitations": invitations_live(viewer),
        "may_give": viewer.may(MAY_GIVE_ROLES),
        "is_alone": viewer.may(MAY_GIVE_ROLES) and is_only_administrator(viewer),
    }
    return render(request, "staff/list.html", context)


def invite(request: HttpRequest) -> HttpResponse:
    """Ask somebody to work here. The page with the link is shown once: its status is another than
    200, so that it is not put by for Back (`accounts.drawn_pages`).
    """
    viewer, council = viewer_of(request), authority_of(request)
    teams = open_teams(viewer)
    form = InviteForm(request.POST or None, teams=teams)
    if form.is_valid():
        facts = {"email": form.cleaned_data["email"], "name": form.cleaned_data["name"]}
        roles = [form.asked]
        if ran := run(
            form, send_invitation, by=viewer, authority_id=council.pk, roles=roles, **facts
        ):
            link = base_address(council) + reverse("accounts:invitation", args=[ran.answer.token])
            context = {"invitation": ran.answer.invitation, "link": link}
            return render(request, "staff/invited.html", context, status=HTTPStatus.CREATED)
    context = {"form": form, "is_alone": is_only_administrator(viewer)}
    return render(request, "staff/invite.html", context)


def change(request: HttpRequest, change_id: int) -> HttpResponse:
    """One proposal: what is to be given to whom, by whom it was asked, and the two answers."""
    viewer, found = viewer_of(request), _change(request, change_id)
    away_id = found.hand_over.away_id if hasattr(found, "hand_over") else 0
    refused = confirm_problems(found.proposal, viewer.user_id, viewer.today)
    context = {
        "change": found,
        "work": work_of(viewer, away_id) if away_id else [],
        "may_give": viewer.may(MAY_GIVE_ROLES),
        "is_waiting": found.state == ChangeState.PROPOSED,
        "is_own": found.proposed_by_id == viewer.user_id,
        "refused": [sentence_of(one) for one in refused],
        "is_alone": viewer.may(MAY_GIVE_ROLES) and is_only_administrator(viewer),
    }
    return render(request, "staff/change.html", context)


def confirm(request: HttpRequest, change_id: int) -> HttpResponse:
    """The second administrator says yes."""
    found = _change(request, change_id)
    try:
        confirm_change(by=viewer_of(request), change_id=found.pk)
    except DomainError as refusal:
        messages.error(request, one_text(refusal))
    else:
        messages.success(request, "Confirmed. The auditor is told.")
    return redirect("accounts:change", found.pk)


def stop(request: HttpRequest, change_id: int) -> HttpResponse:
    """Refused by another administrator, or withdrawn by the one who proposed it."""
    found = _change(request, change_id)
    try:
        stopped = stop_change(by=viewer_of(request), change_id=found.pk)
    except DomainError as refusal:
        messages.error(request, one_text(refusal))
    else:
        messages.success(request, f"{ChangeState(stopped.state).label}. Nothing was given.")
    return redirect("accounts:change", found.pk)


def withdraw(request: HttpRequest, invitation_id: int) -> HttpResponse:
    """The links of an invitation work no more."""
    viewer = viewer_of(request)
    if not invitations_live(viewer).filter(pk=invitation_id).exists():
        raise Http404("There is no such invitation.")
    try:
        withdraw_invitation(by=viewer, invitation_id=invitation_id)
    except DomainError as refusal:
        messages.error(request, one_text(refusal))
    else:
        messages.success(request, "Invitation withdrawn. Its link does not work any more.")
    return redirect("accounts:staff")


def _change(request: HttpRequest, change_id: int) -> StaffChange:
    found = change_numbered(viewer_of(request), change_id)
    if found is None:
        raise Http404("There is no such proposal.")
    return found
