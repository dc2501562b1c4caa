"""The teams of those who work for a council: made, named, closed."""

from django.db import transaction

from marketplace.accounts.actions.roles import empty_team
from marketplace.accounts.errors import AccountError
from marketplace.accounts.models import Authority, Team
from marketplace.accounts.permissions import check
from marketplace.accounts.rules import MAY_GIVE_ROLES
from marketplace.accounts.viewer import Viewer
from marketplace.core.audit import record
from marketplace.core.errors import NotVisible, problem
from marketplace.core.seen import seen_problems


@transaction.atomic
def make_team(*, by: Viewer, authority_id: int, name: str) -> Team:
    """A team without anybody. Raises AccountError where the council has one of that name."""
    check(by, MAY_GIVE_ROLES, authority_id)
    name = _free_name(authority_id, name)
    team = Team.objects.create(authority_id=authority_id, name=name)
    record(event="team_made", by=by, subject=team)
    return team


@transaction.atomic
def rename_team(*, by: Viewer, team_id: int, name: str, seen: str | None = None) -> None:
    """Call a team otherwise. Raises AccountError where another one has the name."""
    team = _locked(team_id)
    check(by, MAY_GIVE_ROLES, team.authority_id)
    AccountError.refuse_if_any(seen_problems({"name": team.name}, seen))
    team.name = _free_name(team.authority_id, name, but=team.pk)
    team.save(update_fields=["name"])
    record(event="team_renamed", by=by, subject=team)


@transaction.atomic
def close_team(*, by: Viewer, team_id: int) -> None:
    """From today on nobody is in it; their roles stay. Raises AccountError when it is closed."""
    team = _locked(team_id)
    check(by, MAY_GIVE_ROLES, team.authority_id)
    if team.closed_on is not None:
        raise AccountError(problem("team_closed"))
    team.closed_on = by.today
    team.save(update_fields=["closed_on"])
    empty_team(team_id=team.pk)
    record(event="team_closed", by=by, subject=team)


def _free_name(authority_id: int, name: str, but: int = 0) -> str:
    """The name as it is kept. Two who choose it at once come one after the other."""
    Authority.objects.select_for_update().get(pk=authority_id)
    kept = " ".join(name.split())
    others = Team.objects.filter(authority=authority_id, name__iexact=kept).exclude(pk=but)
    if others.exists():
        raise AccountError(problem("team_name_taken", "name"))
    return kept


def _locked(team_id: int) -> Team:
    team = Team.objects.select_for_update().filter(pk=team_id).first()
    if team is None:
        raise NotVisible
    return team
