"""The sentence for each refusal, how things of a copy are said, and that one is ready."""

from collections.abc import Collection
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from django.urls import reverse

from marketplace.accounts.viewer import Viewer
from marketplace.core.pence import format_pounds
from marketplace.core.rooms import News, NotificationKind, Sentence, Told
from marketplace.core.words import reference, spoken_date, spoken_time
from marketplace.notifications.wording import TO_A_PERSON
from marketplace.records.queries.contents import POUNDS, Section, ShownAmount
from marketplace.records.queries.copies import copies_numbered
from marketplace.records.rules import CopyNotice

SENTENCES: dict[str, Sentence] = {
    "record_not_found": "We have no record for “{reference}”. Check the number, or the whole name.",
    "record_not_one": "More than one record has the name “{reference}”. Enter the record number.",
    "record_erased": lambda facts: (
        f"This record was erased on {spoken_date(facts['day'])}. It cannot be kept any more."
    ),
    "hold_without_reason": "Enter the reason for the hold, like the claim or inquiry it is for.",
    "hold_already": lambda facts: (
        f"This record has been on hold since {spoken_date(facts['day'])}."
    ),
    "hold_ended_already": lambda facts: f"This hold ended on {spoken_date(facts['day'])}.",
    "trail_too_long": "A file holds at most {most:,} events. Choose fewer days.",
    "trail_actor_not_found": "Who did it: we know nobody called “{reference}”. Enter a whole name or an email address.",
    "trail_actor_not_one": "Who did it: more than one person is called “{reference}”. Enter the email address.",
    "trail_record_not_found": (
        "Whose record: we have no record for “{reference}”. Enter a record number, or a whole name."
    ),
    "trail_record_not_one": (
        "Whose record: more than one record has the name “{reference}”. Enter the record number."
    ),
    "copy_asked_already": "We are already making a copy. You can get it when it is ready.",
}


def in_words(section: Section) -> list[list[tuple[str, str]]]:
    """The rows of a section as somebody reads them."""
    return [[(label, words_of(value)) for label, value in row] for row in section.rows]


def words_of(value: Any) -> str:
    """One value as somebody reads it. Of a foreign amount we do not know how its currency is written."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, datetime):
        return f"{spoken_date(value)}, {spoken_time(value)}"
    if isinstance(value, date):
        return spoken_date(value)
    if isinstance(value, ShownAmount):
        known = value.currency == POUNDS
        return format_pounds(value.minor) if known else f"{value.minor} of {value.currency}"
    return str(value)


def say_of_copies(viewer: Viewer, kind: StrEnum, told: Collection[Told]) -> dict[Told, News]:
    """Of copies that the viewer asked for and may still fetch. One query."""
    rows = copies_numbered(viewer, [one.subject_id for one in told])
    return {
        one: News(
            "The copy of everything we hold is ready. Download it.",
            reverse(
                "records:my_copy" if row.person.user_id == viewer.user_id else "records:copies"
            ),
            reference(row.public_id),
            is_over=True,
        )
        for one in told
        if (row := rows.get(one.subject_id))
    }


NOTIFICATIONS = (NotificationKind(CopyNotice.READY, TO_A_PERSON, say_of_copies),)
