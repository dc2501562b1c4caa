"""What a visitor's session keeps of listings: the shortlist, as public ids in the order saved.

Whoever plans for people has one for each of them besides their own, so that what was saved for one
is never offered to another. It is written on POST only.
"""

from uuid import UUID

from django.contrib.sessions.backends.base import SessionBase
from django.urls import reverse

from marketplace.accounts.viewer import Viewer
from marketplace.listings.queries import public_ids_among

SESSION_KEY = "shortlist"
#: Judgement: more than can be looked through; each is read again whenever the page is shown.
MOST_SAVED = 20
#: Judgement: four columns fit a sheet of paper and can be kept in mind.
MOST_COMPARED = 4


def saved_ids(session: SessionBase, person_id: UUID | None = None) -> list[UUID]:
    """What was saved for this person, or for nobody in particular, whether or not it is still public."""
    return [UUID(saved) for saved in session.get(_key(person_id), [])]


def save_to_shortlist(session: SessionBase, public_id: UUID, person_id: UUID | None = None) -> bool:
    """Put a listing at the end. False when the list is full; saving again changes nothing."""
    saved = saved_ids(session, person_id)
    if public_id in saved:
        return True
    if len(saved) >= MOST_SAVED:
        return False
    _write(session, [*saved, public_id], person_id)
    return True


def drop_from_shortlist(
    session: SessionBase, public_id: UUID, person_id: UUID | None = None
) -> None:
    """Take one off; nothing happens when it is not there."""
    saved = saved_ids(session, person_id)
    _write(session, [one for one in saved if one != public_id], person_id)


def drop_gone(session: SessionBase, viewer: Viewer, person_id: UUID | None = None) -> None:
    """Take off what is not public any more."""
    saved = saved_ids(session, person_id)
    public = public_ids_among(viewer.council_id, saved, viewer.at)
    _write(session, [public_id for public_id in saved if public_id in public], person_id)


def shortlist_address(name: str, person_id: UUID | None) -> str:
    """The address `name` of the shortlist of this person, or of the visitor's own."""
    if person_id is None:
        return reverse(f"listings:{name}")
    return reverse(f"listings:{name}_for", args=[person_id])


def _write(session: SessionBase, ids: list[UUID], person_id: UUID | None) -> None:
    session[_key(person_id)] = [str(public_id) for public_id in ids]


def _key(person_id: UUID | None) -> str:
    return f"{SESSION_KEY}:{person_id}" if person_id else SESSION_KEY
