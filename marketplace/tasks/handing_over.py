"""Tasks of a colleague who left: for whoever has their work now, else for everybody of the role.

Of a colleague who is away nothing is written: `Task.visible_to` shows theirs to whoever covers, for
those days only. Sealed tasks are in none of this: whoever covers may be somebody from whom they are
kept. The room that sealed them is told when their owner leaves or is away, and gives them to somebody
who may see them, for good.
"""

from collections.abc import Collection
from datetime import date

from django.db import transaction

from marketplace.accounts.models import HandOver, Membership
from marketplace.accounts.permissions import check
from marketplace.accounts.rules import GIVEN_HERE, ChangeState
from marketplace.accounts.viewer import Viewer
from marketplace.core.audit import record
from marketplace.core.transactions import require_transaction
from marketplace.tasks.models import Task, TaskQuerySet
from marketplace.tasks.rules import MAY_SHARE_TASKS
from marketplace.tasks.signals import sealed_tasks_left


def count(viewer: Viewer, user_id: int) -> int:
    """How many tasks of the viewer's council are assigned to a colleague."""
    return _of(user_id, viewer.council_id).count()


def lend(*, by: Viewer, away_id: int, to_id: int, from_date: date, until_date: date | None) -> None:
    """For good and from today, the tasks change hands; from later, the nightly job does it."""
    require_transaction()
    if from_date > by.today:
        return
    if until_date is None:
        _give(by, away_id, by.council_id, to_id)
    _leave_sealed(by, away_id, by.council_id, is_gone=until_date is None)


def take_back(**_: object) -> None:
    """Nothing was written when they were lent."""


def leave(*, by: Viewer, user_id: int, authority_id: int, from_date: date) -> None:
    """From today, the tasks are for everybody of their role; from later, by the nightly job."""
    require_transaction()
    if from_date > by.today:
        return
    if not _waits(user_id, authority_id):
        _give(by, user_id, authority_id, None)
    _leave_sealed(by, user_id, authority_id, is_gone=True)


@transaction.atomic
def share_out_tasks(*, by: Viewer) -> int:
    """Give the tasks of those who do not hold the role any more to whoever has their work, else to
    everybody of the role. Answers how many owners lost some."""
    check(by, MAY_SHARE_TASKS, by.council_id)
    held = Membership.objects.current(by.today).at_work()
    has_role = set(held.values_list("user", "authority", "role"))
    _share_sealed(by, has_role)
    owned = Task.objects.open().filter(owner__isnull=False, role__in=GIVEN_HERE, is_sealed=False)
    rows = owned.values_list("owner", "authority", "role").order_by().distinct()
    without = {
        (owner, council) for owner, council, role in rows if (owner, council, role) not in has_role
    }
    left = sorted(pair for pair in without if not _waits(*pair))
    for owner_id, authority_id in left:
        lost = [role for role in GIVEN_HERE if (owner_id, authority_id, role) not in has_role]
        _give(by, owner_id, authority_id, _heir(by, owner_id, authority_id), roles=lost)
    return len(left)


def _waits(user_id: int, authority_id: int) -> bool:
    """Whether a second administrator has yet to say who gets the work of somebody who left."""
    rows = HandOver.objects.for_good().filter(away=user_id, authority=authority_id)
    return rows.filter(change__state=ChangeState.PROPOSED).exists()


def _heir(by: Viewer, user_id: int, authority_id: int) -> int | None:
    """Who has the work of somebody who left, by what two administrators confirmed."""
    rows = HandOver.objects.current(by.today).filter(away=user_id, authority=authority_id)
    return rows.for_good().order_by("-pk").values_list("to", flat=True).first()


def _give(
    by: Viewer,
    user_id: int,
    authority_id: int,
    to_id: int | None,
    roles: Collection[str] | None = None,
) -> None:
    tasks = _of(user_id, authority_id).select_for_update().order_by("pk")
    if roles is not None:
        tasks = tasks.filter(role__in=roles)
    ids = list(tasks.values_list("pk", flat=True))
    if not ids:
        return
    rows = Task.objects.filter(pk__in=ids)
    # Nobody would see a task that is private to nobody.
    rows.update(owner=to_id, **({} if to_id else {"private_to_owner": False}))
    record(
        event="tasks_handed_over", by=by, subject=rows[0], ids=ids, user_id=to_id, away_id=user_id
    )


def _of(user_id: int, authority_id: int) -> TaskQuerySet:
    rows = Task.objects.open().filter(owner=user_id, authority=authority_id, is_sealed=False)
    return rows.filter(role__in=GIVEN_HERE)


def _leave_sealed(by: Viewer, user_id: int, authority_id: int, *, is_gone: bool) -> None:
    """Nobody's confirmation is waited for: whom a hand-over names does not get these."""
    rows = Task.objects.open().sealed().filter(owner=user_id, authority=authority_id)
    for kind, pk in rows.order_by("pk").values_list("subject_type", "subject_id"):
        _announce(by, kind, [pk], user_id if is_gone else None)


def _share_sealed(by: Viewer, has_role: Collection[tuple[int, int, str]]) -> None:
    """Those of owners who do not hold the role any more or are away, and those that nobody could get."""
    rows = Task.objects.open().sealed().order_by("pk")
    away = _away(by)
    columns = ("owner", "authority", "role", "subject_type", "subject_id")
    for owner_id, council, role, kind, pk in rows.values_list(*columns):
        if (owner_id, council, role) not in has_role:
            _announce(by, kind, [pk], owner_id)
        elif (owner_id, council) in away:
            _announce(by, kind, [pk], None)


def _away(by: Viewer) -> set[tuple[int, int]]:
    """Who is away today, in which council."""
    cover = HandOver.objects.current(by.today).exclude(until_date=None)
    return set(cover.values_list("away", "authority"))


def _announce(by: Viewer, kind: str, subject_ids: list[int], leaver_id: int | None) -> None:
    sealed_tasks_left.send(
        sender=Task, by=by, subject_type=kind, subject_ids=subject_ids, leaver_id=leaver_id
    )
