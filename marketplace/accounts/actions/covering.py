"""Who does the work of somebody who is away or leaves: proposed, confirmed by a second administrator,
and handed over by the rooms that it is of."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction

from marketplace.accounts.actions.announcing import ask_second, tell_auditors
from marketplace.accounts.actions.proposing import end_changes, new_change
from marketplace.accounts.actions.roles import end_membership, locked_user
from marketplace.accounts.errors import AccountError
from marketplace.accounts.models import HandOver, Membership, StaffChange
from marketplace.accounts.permissions import check
from marketplace.accounts.rules import (
    MAY_GIVE_ROLES,
    ChangeKind,
    ChangeState,
    StaffNotice,
    cover_problems,
)
from marketplace.accounts.viewer import Viewer
from marketplace.core.audit import record
from marketplace.core.errors import NotVisible, problem
from marketplace.core.rooms import collected
from marketplace.core.transactions import require_transaction


@transaction.atomic
def propose_cover(
    *,
    by: Viewer,
    away_id: int,
    to_id: int,
    authority_id: int,
    from_date: date,
    until_date: date | None,
) -> StaffChange:
    """Ask that one colleague does the work of another: for these days, or for good from a day.

    It holds when a second administrator has confirmed it. Raises AccountError.
    """
    locked_user(away_id)
    check(by, MAY_GIVE_ROLES, authority_id)
    if by.user_id == to_id:
        raise PermissionDenied("Somebody else must propose what you get.")
    roles = {
        user_id: _roles(by, user_id, authority_id, leaves=user_id == away_id)
        for user_id in (away_id, to_id)
    }
    if not roles[away_id]:
        raise NotVisible
    problems = cover_problems(
        from_date=from_date,
        until_date=until_date,
        today=by.today,
        is_self=away_id == to_id,
        shares_a_role=bool(roles[away_id] & roles[to_id]),
    )
    if _same_days(away_id, authority_id, from_date, until_date):
        problems.append(problem("cover_proposed_already", "from_date"))
    if problems:
        raise AccountError(*problems)
    kind = ChangeKind.COVER if until_date else ChangeKind.HAND_OVER
    change = new_change(by=by, authority_id=authority_id, kind=kind, user_id=to_id)
    HandOver.objects.create(
        authority_id=authority_id,
        change=change,
        away_id=away_id,
        to_id=to_id,
        from_date=from_date,
        until_date=until_date,
    )
    days = {"from": str(from_date), "until": str(until_date or "")}
    record(event="cover_proposed", by=by, subject=change, user_id=to_id, away_id=away_id, **days)
    ask_second(by, change)
    return change


def _roles(by: Viewer, user_id: int, authority_id: int, *, leaves: bool) -> set[str]:
    """The roles at which somebody works here; of who has left, those that they had."""
    held = Membership.objects.at_work().filter(user=user_id, authority=authority_id)
    rows = held if leaves else held.not_ended(by.today)
    return set(rows.values_list("role", flat=True))


def _same_days(away_id: int, authority_id: int, start: date, until: date | None) -> bool:
    """Whether somebody covers on any of these days already, or is to; for good, whether that waits."""
    rows = HandOver.objects.filter(away=away_id, authority=authority_id)
    if until is None:
        return rows.for_good().filter(change__state=ChangeState.PROPOSED).exists()
    live = rows.filter(change__state__in=(ChangeState.PROPOSED, ChangeState.CONFIRMED))
    return live.filter(from_date__lt=until, until_date__gt=start).exists()


def hand_over(*, by: Viewer, row: HandOver) -> None:
    """The rooms hand the work over. Part of the confirmation."""
    require_transaction()
    for work in collected().works:
        work.lend(
            by=by,
            away_id=row.away_id,
            to_id=row.to_id,
            from_date=row.from_date,
            until_date=row.until_date,
        )


@transaction.atomic
def end_cover(*, by: Viewer, change_id: int) -> None:
    """Whoever was away is back: the cover ends today, or does not begin. Raises AccountError."""
    row = HandOver.objects.select_for_update().filter(change=change_id).first()
    if row is None:
        raise NotVisible
    check(by, MAY_GIVE_ROLES, row.authority_id)
    is_cover = row.until_date is not None and row.until_date > by.today
    if not is_cover or not HandOver.objects.confirmed().filter(pk=row.pk).exists():
        raise AccountError(problem("cover_over"))
    _end(by, row)


def _end(by: Viewer, row: HandOver) -> None:
    for work in collected().works:
        work.take_back(
            by=by,
            away_id=row.away_id,
            to_id=row.to_id,
            from_date=row.from_date,
            until_date=row.until_date,
        )
    row.until_date = max(by.today, row.from_date)
    row.save(update_fields=["until_date"])
    record(event="cover_ended", by=by, subject=row.change, user_id=row.to_id, away_id=row.away_id)


@transaction.atomic
def leave(*, by: Viewer, user_id: int, authority_id: int, from_date: date) -> None:
    """From a day on somebody does not work here: every role ends, the rooms take back what is theirs.

    One administrator does it alone, never to themselves. Raises AccountError.
    """
    user = locked_user(user_id)
    check(by, MAY_GIVE_ROLES, authority_id)
    if by.user_id == user_id:
        raise PermissionDenied("Somebody else must end your roles.")
    if from_date < by.today:
        raise AccountError(problem("leaves_before_today", "from_date"))
    held = user.memberships.at_work().not_ended(by.today).filter(authority=authority_id)
    rows = list(held.order_by("pk"))
    if not rows:
        raise AccountError(problem("leaver_without_roles"))
    tell_auditors(by, StaffNotice.ENDED, rows[0], authority_id)
    for row in rows:
        end_membership(by=by, held=row, day=from_date)
    _stop_what_they_were_to_get(by, user_id, authority_id)
    for work in collected().works:
        work.leave(by=by, user_id=user_id, authority_id=authority_id, from_date=from_date)


@transaction.atomic
def leave_with_heir(
    *, by: Viewer, user_id: int, authority_id: int, from_date: date, to_id: int | None
) -> None:
    """`leave`, with a proposal of who gets the work for good. Raises AccountError."""
    check(by, MAY_GIVE_ROLES, authority_id)
    if to_id is not None:
        propose_cover(
            by=by,
            away_id=user_id,
            to_id=to_id,
            authority_id=authority_id,
            from_date=from_date,
            until_date=None,
        )
    leave(by=by, user_id=user_id, authority_id=authority_id, from_date=from_date)


def _stop_what_they_were_to_get(by: Viewer, user_id: int, authority_id: int) -> None:
    waiting = StaffChange.objects.waiting().filter(user=user_id, authority=authority_id)
    end_changes(by=by, changes=list(waiting.order_by("pk")), to=ChangeState.WITHDRAWN)
    covers = HandOver.objects.not_ended(by.today).filter(to=user_id, authority=authority_id)
    for row in covers.exclude(until_date=None).order_by("pk"):
        _end(by, row)
