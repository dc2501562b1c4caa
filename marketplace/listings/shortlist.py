"""A visitor's shortlist: public ids in their session, in the order saved. Written on POST only."""

from datetime import datetime
from uuid import UUID

from django.contrib.sessions.backends.base import SessionBase

from marketplace.listings.models import Listing

KEY = "shortlist"
MOST = 20
MOST_COMPARED = 4


def saved_ids(session: SessionBase) -> list[UUID]:
    """What was saved, whether or not it is still public."""
    return [UUID(kept) for kept in session.get(KEY, [])]


def save(session: SessionBase, public_id: UUID) -> bool:
    """Put a listing at the end. False when the list is full; saving again changes nothing."""
    kept = saved_ids(session)
    if public_id in kept:
        return True
    if len(kept) >= MOST:
        return False
    _write(session, [*kept, public_id])
    return True


def drop(session: SessionBase, public_id: UUID) -> None:
    """Take one off; nothing happens when it is not there."""
    _write(session, [kept for kept in saved_ids(session) if kept != public_id])


def drop_gone(session: SessionBase, authority_id: int, at: datetime) -> None:
    """Take off what is not public any more."""
    kept = saved_ids(session)
    public = set(
        Listing.objects.public(at)
        .filter(authority_id=authority_id, public_id__in=kept)
        .values_list("public_id", flat=True)
    )
    _write(session, [public_id for public_id in kept if public_id in public])


def _write(session: SessionBase, ids: list[UUID]) -> None:
    session[KEY] = [str(public_id) for public_id in ids]
