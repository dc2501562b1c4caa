"""Keeping a concern from officers and auditors who are part of it. Parts of other actions."""

from collections.abc import Collection

from marketplace.accounts.models import User
from marketplace.accounts.queries import users_holding
from marketplace.accounts.viewer import Viewer
from marketplace.core.rooms import collected
from marketplace.core.transactions import require_transaction
from marketplace.people.models import Person
from marketplace.safeguarding.models import ConcernKeptFrom, SafeguardingConcern
from marketplace.safeguarding.queries import near_colleagues
from marketplace.safeguarding.rules import MAY_WORK_CONCERNS
from marketplace.tasks.actions import keep_tasks_to


def keep_from(*, by: Viewer, concern: SafeguardingConcern, user_ids: Collection[int]) -> None:
    """Let these users not see a concern, nor that there is work on one."""
    require_transaction()
    rows = [ConcernKeptFrom(concern=concern, user_id=pk, added_at=by.at) for pk in sorted(user_ids)]
    ConcernKeptFrom.objects.bulk_create(rows, ignore_conflicts=True)
    shield_tasks(by=by, concern=concern)


def shield_tasks(*, by: Viewer, concern: SafeguardingConcern) -> None:
    """Where a concern is kept from somebody, its task is for one officer alone: whoever acts, if they may
    see it, else the first by name who may. A task for all officers would tell those who may not."""
    kept = set(concern.kept_from.values_list("user", flat=True))
    if kept:
        keep_tasks_to(subject=concern, owner=_worker(by, kept))


def _worker(by: Viewer, kept: set[int]) -> User | None:
    officers = users_holding(MAY_WORK_CONCERNS.roles, by.council_id, by.today)
    free = [user for user in officers if user.pk not in kept]
    return min(free, key=lambda user: (user.pk != by.user_id, user.name, user.pk), default=None)


def keep_from_parties(
    *, by: Viewer, concern: SafeguardingConcern, kind: str, subject_id: int
) -> None:
    """Let those not see a concern who act for what it is about, nor whom it is about."""
    near = {user.pk for user in near_colleagues(by)} & _parties(kind, subject_id)
    if near:
        keep_from(by=by, concern=concern, user_ids=near)


def _parties(kind: str, subject_id: int) -> set[int]:
    if kind == Person._meta.label_lower:
        users = Person.objects.filter(pk=subject_id, user__isnull=False)
        return set(users.values_list("user", flat=True))
    subject = collected().case_subjects.get(kind)
    return set(subject.parties([subject_id])) if subject else set()
