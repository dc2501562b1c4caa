"""Keeping a concern from officers and auditors who are part of it. Parts of other actions."""

from collections.abc import Collection

from marketplace.accounts.models import User
from marketplace.accounts.queries import users_away, users_holding
from marketplace.accounts.viewer import Viewer
from marketplace.core.audit import record
from marketplace.core.rooms import collected
from marketplace.core.transactions import require_transaction
from marketplace.people.models import Person
from marketplace.people.queries import users_near
from marketplace.safeguarding.models import ConcernKeptFrom, SafeguardingConcern
from marketplace.safeguarding.queries import near_colleagues
from marketplace.safeguarding.rules import MAY_READ_CONCERNS, MAY_WORK_CONCERNS
from marketplace.tasks.actions import keep_tasks_to, unseal_tasks
from marketplace.tasks.queries import owners_of


def keep_from(*, by: Viewer, concern: SafeguardingConcern, user_ids: Collection[int]) -> None:
    """Let these users not see a concern, nor that there is work on one."""
    require_transaction()
    rows = [ConcernKeptFrom(concern=concern, user_id=pk, added_at=by.at) for pk in sorted(user_ids)]
    ConcernKeptFrom.objects.bulk_create(rows, ignore_conflicts=True)
    shield_tasks(by=by, concern=concern)


def shield_tasks(*, by: Viewer, concern: SafeguardingConcern) -> None:
    """Where a concern is kept from somebody, its task is for one officer alone, as a task for all officers
    would tell those who may not: whoever has it, else whoever acts, else the first by name, of those who
    may see it; somebody who is away only where all are. Where it is kept from nobody, it is for all officers."""
    require_transaction()
    if kept := _kept_out(by, concern):
        keep_tasks_to(subject=concern, owner=_worker(by, concern, kept))
    else:
        unseal_tasks(subject=concern)


def give_to_others(*, by: Viewer, concern_ids: Collection[int], leaver_id: int | None) -> None:
    """The sealed tasks of concerns, which nobody does now, are for another officer who may see each.

    Of who left, nobody has one where there is no such officer, and the next night asks again; who is
    only away keeps it then.
    """
    require_transaction()
    rows = SafeguardingConcern.objects.select_for_update().filter(pk__in=concern_ids)
    for concern in rows.order_by("pk"):
        _give_to_another(by, concern, leaver_id)


def _give_to_another(by: Viewer, concern: SafeguardingConcern, leaver_id: int | None) -> None:
    kept = _kept_out(by, concern) | ({leaver_id} if leaver_id else set())
    to = _worker(by, concern, kept)
    if leaver_id or (to and owners_of(concern) != {to.pk}):
        keep_tasks_to(subject=concern, owner=to)
        record(event="concern_task_given", by=by, subject=concern, user_id=to.pk if to else None)


def _kept_out(by: Viewer, concern: SafeguardingConcern) -> set[int]:
    """From whom a concern is kept, and today's officers and auditors who are near to its person."""
    kept = set(concern.kept_from.values_list("user", flat=True))
    near = {user for pk in _people_of(concern) for user in users_near(pk)}
    readers = users_holding(MAY_READ_CONCERNS.roles, concern.authority_id, by.today) if near else []
    return kept | ({user.pk for user in readers} & near)


def _people_of(concern: SafeguardingConcern) -> set[int]:
    """The person whom a concern is about, and the one from whose page it was raised."""
    is_from_page = concern.opened_from_kind == Person._meta.label_lower
    ids = {concern.person_id, concern.opened_from_id if is_from_page else None}
    return {pk for pk in ids if pk is not None}


def _worker(by: Viewer, concern: SafeguardingConcern, kept: set[int]) -> User | None:
    officers = users_holding(MAY_WORK_CONCERNS.roles, concern.authority_id, by.today)
    free = [user for user in officers if user.pk not in kept]
    has, away = owners_of(concern), users_away(concern.authority_id, by.today) - {by.user_id}
    return min(
        free,
        key=lambda user: (
            user.pk in away,
            user.pk not in has,
            user.pk != by.user_id,
            user.name,
            user.pk,
        ),
        default=None,
    )


def keep_from_parties(
    *, by: Viewer, concern: SafeguardingConcern, kind: str, subject_id: int
) -> None:
    """Let those not see a concern who act for what it is about, nor whom it is about and who is
    something to that person."""
    near = {user.pk for user in near_colleagues(by)} & _parties(kind, subject_id)
    if near:
        keep_from(by=by, concern=concern, user_ids=near)


def _parties(kind: str, subject_id: int) -> set[int]:
    if kind == Person._meta.label_lower:
        return users_near(subject_id)
    subject = collected().case_subjects.get(kind)
    return set(subject.parties([subject_id])) if subject else set()
