"""The sentence for each refusal, and what finance is told of periods."""

from collections.abc import Collection, Mapping
from datetime import date
from enum import StrEnum
from typing import Any

from django.urls import reverse

from marketplace.accounts.viewer import Viewer
from marketplace.core.rooms import News, NotificationKind, Sentence, Told
from marketplace.core.words import spoken_date
from payments.ledger.models import PeriodClose
from payments.ledger.periods import PeriodNotice

_TRANSFER = "Transfer {source} {reference} leg {leg}"


def _closed_already(facts: Mapping[str, Any]) -> str:
    last_day = spoken_date(date.fromisoformat(facts["last_day"]))
    return f"The books are closed up to {last_day} already. Enter a later day"


def _period_closed(facts: Mapping[str, Any]) -> str:
    day, first = (spoken_date(date.fromisoformat(facts[name])) for name in ("day", "open_from"))
    return f"The period of {day} is closed. The first open day is {first}."


SENTENCES: dict[str, Sentence] = {
    "ledger_account_not_there": _TRANSFER + " names an account that is not there.",
    "ledger_amount_not_positive": _TRANSFER + " must move a positive whole number of pence.",
    "ledger_closed_already": _closed_already,
    "ledger_given_twice": _TRANSFER + " is given twice in one posting.",
    "ledger_group_unbalanced": "Group {group} moves {moved} pence, and its line says {expected}.",
    "ledger_not_last_period": "A later period is closed. Reopen the last period first.",
    "ledger_nothing_to_undo": "There is nothing in the ledger to undo for this.",
    "ledger_period_closed": _period_closed,
    "ledger_period_not_over": "Enter a day before today",
    "ledger_posted_otherwise": "{source} {reference} was posted before with other facts.",
    "ledger_reason_length": "Enter why the seal is broken, in {most} characters or fewer.",
    "ledger_reopened_already": "This period is open again already. Load the page again to see it.",
    "ledger_reopened_by_closer": "You closed this period, so another finance officer must reopen it.",
    "ledger_reopening_reason": "Enter why the period must be reopened, in {most} characters or fewer",
    "ledger_same_account": _TRANSFER + " has the same account on both sides.",
    "ledger_seal_examined_already": "Seal {seal} was examined before, and nothing has changed since.",
    "ledger_seal_holds": "Seal {seal} is not broken, so there is nothing to record.",
    "ledger_seal_not_there": "There is no seal {seal}.",
    "ledger_two_councils": _TRANSFER + " would move money between two councils.",
    "ledger_two_currencies": _TRANSFER + " would move money between two currencies.",
    "ledger_two_people": _TRANSFER + " would move money between two people.",
    "ledger_undone_already": "This was undone already. Load the page again to see it.",
}


NEWS = {
    PeriodNotice.CLOSED: "The books are closed up to {last_day}. "
    "Payments that come late are recorded on the next day.",
    PeriodNotice.REOPENED: "The period up to {last_day} is open again. The reason is on the page of periods.",
}


def say_of_periods(viewer: Viewer, kind: StrEnum, told: Collection[Told]) -> dict[Told, News]:
    """Of periods of the viewer's council. One query."""
    rows = PeriodClose.objects.visible_to(viewer).in_bulk([one.subject_id for one in told])
    sentence, address = NEWS[PeriodNotice(kind)], reverse("ledger:periods")
    return {
        one: News(sentence.format(last_day=spoken_date(row.last_day)), address)
        for one in told
        if (row := rows.get(one.subject_id))
    }


NOTIFICATIONS = (
    NotificationKind(PeriodNotice.CLOSED, "A period of the books is closed", say_of_periods),
    NotificationKind(PeriodNotice.REOPENED, "A period of the books is open again", say_of_periods),
)
