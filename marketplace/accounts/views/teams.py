"""The teams of those who work for a council."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from marketplace.accounts.actions.teams import close_team, make_team, rename_team
from marketplace.accounts.forms import TeamForm, TeamNameForm
from marketplace.accounts.queries import team_lines, teams_of
from marketplace.accounts.requests import authority_of, viewer_of
from marketplace.core.errors import DomainError
from marketplace.core.form_runner import run
from marketplace.core.seen import seen_of
from marketplace.core.wording import one_text


def teams(request: HttpRequest) -> HttpResponse:
    """Every team, and a new one."""
    viewer = viewer_of(request)
    form = TeamForm(request.POST or None)
    if form.is_valid() and run(
        form, make_team, by=viewer, authority_id=authority_of(request).pk, **form.cleaned_data
    ):
        messages.success(request, "Team made. Put colleagues into it with their roles.")
        return redirect("accounts:teams")
    return render(request, "staff/teams.html", {"teams": team_lines(viewer), "form": form})


def rename(request: HttpRequest, team_id: int) -> HttpResponse:
    """Call a team otherwise."""
    team = get_object_or_404(teams_of(viewer_of(request)), pk=team_id)
    now = {"name": team.name}
    form = TeamNameForm(request.POST or None, initial=now, seen=seen_of(now))
    if form.is_valid() and run(
        form, rename_team, by=viewer_of(request), team_id=team.pk, **form.cleaned_data
    ):
        messages.success(request, "Saved.")
        return redirect("accounts:teams")
    return render(request, "staff/team.html", {"team": team, "form": form})


def close(request: HttpRequest, team_id: int) -> HttpResponse:
    """Nobody is in it any more; their roles stay."""
    team = get_object_or_404(teams_of(viewer_of(request)), pk=team_id)
    try:
        close_team(by=viewer_of(request), team_id=team.pk)
    except DomainError as refusal:
        messages.error(request, one_text(refusal))
    else:
        messages.success(request, f"{team.name} is closed. The roles of its colleagues stay.")
    return redirect("accounts:teams")
