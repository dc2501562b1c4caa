"""Who works for a council, what each is to it, and what waits for a second administrator."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from marketplace.accounts.models import (
    AskedRole,
    HandOver,
    Invitation,
    Membership,
    StaffChange,
    Team,
    User,
)
from marketplace.accounts.queries.users import users_holding
from marketplace.accounts.rules import (
    MAY_GIVE_ROLES,
    MAY_SEE_STAFF,
    WITH_LIMIT,
    ChangeKind,
    Role,
)
from marketplace.accounts.viewer import Viewer
from marketplace.core.rooms import collected


@dataclass(frozen=True)
class RoleHeld:
    """One role of a colleague. The limit is pence a week; 0 for who approves nothing."""

    role: Role
    team: str
    limit_pence: int
    from_date: date | None
    until_date: date | None
    is_later: bool

    @property
    def label(self) -> str:
        return self.role.label


@dataclass(frozen=True)
class Colleague:
    """Somebody who works here, as the list shows them."""

    user_id: int
    public_id: UUID
    name: str
    email: str
    last_login: datetime | None
    roles: list[RoleHeld]
    is_viewer: bool


def colleagues_found(viewer: Viewer, words: str = "") -> QuerySet[User]:
    """Those who work in the viewer's council, or are to: by name or e-mail address, by name.

    Nobody for whoever may not see them.
    """
    councils = viewer.councils_with(MAY_SEE_STAFF)
    held = Membership.objects.at_work().not_ended(viewer.today).filter(authority__in=councils)
    found = User.objects.filter(pk__in=held.values("user"))
    for word in words.split():
        found = found.filter(Q(name__icontains=word) | Q(email__icontains=word))
    return found.order_by("name", "pk").prefetch_related(
        Prefetch("memberships", held.select_related("team").order_by("role"), to_attr="held_here")
    )


def colleague_lines(viewer: Viewer, users: Sequence[User]) -> list[Colleague]:
    """These, of `colleagues_found`, with what each is to the council."""
    return [
        Colleague(
            user.pk,
            user.public_id,
            user.name,
            user.email,
            user.last_login,
            [_held(row, viewer.today) for row in user.held_here],  # type: ignore[attr-defined]
            user.pk == viewer.user_id,
        )
        for user in users
    ]


def _held(row: Membership, today: date) -> RoleHeld:
    return RoleHeld(
        Role(row.role),
        row.team.name if row.team else "",
        row.approval_limit_pence if row.role in WITH_LIMIT else 0,
        row.from_date,
        row.until_date,
        bool(row.from_date and row.from_date > today),
    )


def colleague(viewer: Viewer, public_id: UUID) -> Colleague | None:
    """One who works here; None for anybody else."""
    users = list(colleagues_found(viewer).filter(public_id=public_id))
    return colleague_lines(viewer, users)[0] if users else None


def is_only_administrator(viewer: Viewer) -> bool:
    """Whether nobody is there who could confirm what the viewer proposes."""
    administrators = users_holding(MAY_GIVE_ROLES.roles, viewer.council_id, viewer.today)
    return {user.pk for user in administrators} <= {viewer.user_id}


def changes_visible(viewer: Viewer) -> QuerySet[StaffChange]:
    """What was proposed in the viewer's council, with whom it is about, newest first."""
    councils = viewer.councils_with(MAY_SEE_STAFF)
    rows = StaffChange.objects.filter(authority__in=councils)
    joined = rows.select_related(
        "user", "proposed_by", "decided_by", "invitation", "hand_over__away"
    )
    return joined.prefetch_related("asked_roles__team").order_by("-proposed_at", "-pk")


def changes_waiting(viewer: Viewer) -> list[StaffChange]:
    """What waits for a second administrator, that which is to be confirmed first at the top."""
    waiting = changes_visible(viewer).waiting().filter(lapses_on__gt=viewer.today)  # type: ignore[attr-defined]
    return list(waiting.order_by("lapses_on", "pk"))


def change_numbered(viewer: Viewer, change_id: int) -> StaffChange | None:
    """One proposal of the viewer's council; None where there is none that they may see."""
    return changes_visible(viewer).filter(pk=change_id).first()


def invitations_live(viewer: Viewer) -> QuerySet[Invitation]:
    """Who was invited and has not answered, newest first."""
    councils = viewer.councils_with(MAY_SEE_STAFF)
    rows = Invitation.objects.live().filter(authority__in=councils, expires_at__gt=viewer.at)
    return rows.select_related("change").order_by("-pk")


def teams_of(viewer: Viewer) -> QuerySet[Team]:
    """The teams of the viewer's council, closed ones too, by name."""
    return Team.objects.filter(authority__in=viewer.councils_with(MAY_SEE_STAFF))


def open_teams(viewer: Viewer) -> QuerySet[Team]:
    """The teams of the viewer's council into which somebody can be put today, by name."""
    return Team.objects.open(viewer.today).filter(authority=viewer.council_id)


@dataclass(frozen=True)
class TeamLine:
    """A team, and how many roles are in it today."""

    team: Team
    count: int


def team_lines(viewer: Viewer) -> list[TeamLine]:
    """The teams of the viewer's council, open ones first."""
    held = Membership.objects.not_ended(viewer.today).filter(authority=viewer.council_id)
    sizes = Counter(held.exclude(team=None).values_list("team", flat=True))
    lines = [TeamLine(team, sizes[team.pk]) for team in teams_of(viewer)]
    return sorted(lines, key=lambda line: line.team.closed_on is not None)


def covers_of(viewer: Viewer, user_id: int) -> list[HandOver]:
    """Who covers for a colleague, and for whom they cover, today or later."""
    councils = viewer.councils_with(MAY_SEE_STAFF)
    rows = HandOver.objects.not_ended(viewer.today).filter(authority__in=councils)
    both = rows.filter(Q(away=user_id) | Q(to=user_id)).select_related("away", "to", "change")
    return list(both.order_by("from_date", "pk"))


def work_of(viewer: Viewer, user_id: int) -> list[tuple[str, int]]:
    """What is one colleague's, as the rooms count it: what it is, and how many."""
    found = [(work, work.count(viewer, user_id)) for work in collected().works]
    return [(work.one if count == 1 else work.several, count) for work, count in found]


def kinds_of_changes(viewer: Viewer, change_ids: Collection[int]) -> dict[int, ChangeKind]:
    """What these changes give, as far as the viewer may see them. One query."""
    councils = viewer.councils_with(MAY_SEE_STAFF)
    rows = StaffChange.objects.filter(authority__in=councils, pk__in=change_ids)
    return {pk: ChangeKind(kind) for pk, kind in rows.values_list("pk", "kind")}


def roles_asked(change: StaffChange) -> list[AskedRole]:
    """The roles that a change gives, with their teams. One query."""
    return list(change.asked_roles.select_related("team"))
