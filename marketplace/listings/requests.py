"""What a visitor's session keeps of listings: the shortlist, as public ids in the order saved.

It is written on POST only.
"""

from uuid import UUID

from django.contrib.sessions.backends.base import SessionBase

from marketplace.accounts.viewer import Viewer
from marketplace.listings.queries import public_ids_among

SESSION_KEY = "shortlist"
#: Judgement: more than can be looked through; each is read again whenever the page is shown.
MOST_SAVED = 20
#: Judgement: four columns fit a sheet of paper and can be kept in mind.
MOST_COMPARED = 4


def saved_ids(session: SessionBase) -> list[UUID]:
    """What was saved, whether or not it is still public."""
    return [UUID(saved) for saved in session.get(SESSION_KEY, [])]


def save_to_shortlist(session: SessionBase, public_id: UUID) -> bool:
    """Put a listing at the end. False when the list is full; saving again changes nothing."""
    saved = saved_ids(session)
    if public_id in saved:
        return True
    if len(saved) >= MOST_SAVED:
        return False
    _write(session, [*saved, public_id])
    return True


def drop_from_shortlist(session: SessionBase, public_id: UUID) -> None:
    """Take one off; nothing happens when it is not there."""
    _write(session, [saved for saved in saved_ids(session) if saved != public_id])


def drop_gone(session: SessionBase, viewer: Viewer) -> None:
    """Take off what is not public any more."""
    saved = saved_ids(session)
    public = public_ids_among(viewer.council_id, saved, viewer.at)
    _write(session, [public_id for public_id in saved if public_id in public])


def _write(session: SessionBase, ids: list[UUID]) -> None:
    session[SESSION_KEY] = [str(public_id) for public_id in ids]
