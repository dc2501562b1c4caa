"""Counting failed tries to sign in. A try is counted before the password is looked at, so that a
thousand at once are a thousand, and taken back when it was right."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import F

from marketplace.accounts.lockouts import (
    FORGET_AFTER,
    CountedBy,
    latest,
    wait_after,
    window_is_over,
)
from marketplace.accounts.models import Authority, FailedTries, User
from marketplace.accounts.permissions import check
from marketplace.accounts.rules import MAY_COUNT_TRIES
from marketplace.accounts.viewer import Viewer
from marketplace.core.audit import record


@transaction.atomic
def count_try(*, by: Viewer, counted: Mapping[str, CountedBy]) -> datetime | None:
    """Count a try under each key, unless one of them is held: then until when, and nothing counts.

    Whoever goes on trying while held does not make the wait longer.
    """
    check(by, MAY_COUNT_TRIES, by.council_id)
    # Always in one order: two tries that share a key wait for one another, and never for ever.
    rows = [_locked(key, counted[key], by.at) for key in sorted(counted)]
    held_until = latest([row.held_until for row in rows], by.at)
    if held_until is None:
        for row in rows:
            _count(row, by.at)
    return held_until


def _locked(key: str, counted_by: CountedBy, at: datetime) -> FailedTries:
    row, _ = FailedTries.objects.select_for_update().get_or_create(
        key=key, defaults={"counted_by": counted_by, "began_at": at, "last_at": at}
    )
    return row


def _count(row: FailedTries, at: datetime) -> None:
    counted_by = CountedBy(row.counted_by)
    if window_is_over(counted_by, row.began_at, at):
        row.tries, row.began_at = 0, at
    row.tries += 1
    wait = wait_after(counted_by, row.tries)
    row.last_at, row.held_until = at, at + wait if wait else None
    row.save(update_fields=["tries", "began_at", "last_at", "held_until"])


@transaction.atomic
def take_back_try(*, by: Viewer, counted: Mapping[str, CountedBy]) -> None:
    """The try was right: what its account is counted by starts anew, its address loses this one.

    The address is not cleared: a guesser could sign in to an account of their own in between.
    """
    check(by, MAY_COUNT_TRIES, by.council_id)
    shared = [key for key, counted_by in counted.items() if counted_by == CountedBy.ADDRESS]
    FailedTries.objects.filter(key__in=set(counted) - set(shared)).delete()
    FailedTries.objects.filter(key__in=shared, tries__gt=0).update(
        tries=F("tries") - 1, held_until=None
    )


@transaction.atomic
def note_failure(
    *, by: Viewer, event: str, user: User | None, council: Authority, keys: Collection[str]
) -> None:
    """Write down that a try failed, and that somebody has to wait from now on.

    The row is about the account where there is one, else about the council; what was typed is kept
    nowhere.
    """
    check(by, MAY_COUNT_TRIES, council.pk)
    subject = user or council
    record(event=event, by=by, subject=subject)
    for row in FailedTries.objects.filter(key__in=keys, held_until__gt=by.at).order_by("pk"):
        record(
            event="sign_in_held",
            by=by,
            subject=subject,
            counted_by=row.counted_by,
            tries=row.tries,
            until=row.held_until.isoformat() if row.held_until else "",
        )


@transaction.atomic
def forget_tries(*, by: Viewer) -> int:
    """Delete the counts to which nothing was added for two days. Returns how many."""
    check(by, MAY_COUNT_TRIES, by.council_id)
    gone, _ = FailedTries.objects.filter(last_at__lt=by.at - FORGET_AFTER).delete()
    return gone
