"""The sentence for each refusal and note, what people are told of their card, and how an amount of
any currency is written."""

from collections.abc import Collection, Mapping
from datetime import date
from enum import StrEnum
from typing import Any

from marketplace.accounts.viewer import Viewer
from marketplace.core.pence import format_pounds
from marketplace.core.rooms import News, NotificationKind, Sentence, Told
from marketplace.core.wording import sentence_of
from marketplace.core.words import reference, spoken_date
from marketplace.notifications.wording import TO_A_PERSON
from payments.cards.models import Card
from payments.cards.rules import (
    POUNDS,
    CardNotice,
    CardReason,
    CardState,
    LineState,
    restored,
)
from payments.gateway.statements import show_amount
from payments.gateway.wording import SENTENCES as GATEWAY_SENTENCES

TONES = {
    LineState.BOOKED: "ok",
    LineState.PENDING: "wait",
    LineState.OTHER_CURRENCY: "stop",
    LineState.GONE: "",
}
CARD_TONES = {
    CardState.ISSUED: "wait",
    CardState.ACTIVE: "ok",
    CardState.FROZEN: "stop",
    CardState.REPLACED: "",
    CardState.CLOSED: "",
}


def _state_refuses(facts: Mapping[str, Any]) -> str:
    state = CardState(facts["state"]).label.lower()
    return f"This card is {state} now. Load the page again to see what you can do."


def _maybe_same(facts: Mapping[str, Any]) -> str:
    amount = amount_words(abs(facts["amount_minor"]), facts["currency"])
    day = spoken_date(date.fromisoformat(facts["day"]))
    return (
        f"Row {facts['row']} may be a payment that is here already, in other words: {amount} on {day}. "
        "We recorded it as a new payment. Check both."
    )


#: Of this room alone.
OWN_SENTENCES: dict[str, Sentence] = {
    "account_of_another_person": "This payment agreement is another person’s.",
    "account_not_for_this_road": "{road}: this money goes into no account. Choose another agreement.",
    "account_digits_wrong": "Last 4 digits: enter 4 digits, like 4471",
    "account_fed_elsewhere": "This agreement pays into another account already.",
    "card_account_has_card": "This account has a card already. Replace or close that card first.",
    "card_delivery_of_another": "The delivery is of another account or mode.",
    "card_digits_wrong": "Last 4 digits of the new card: enter 4 digits, like 4471",
    "card_event_amount_changed": "The processor now states another amount for a payment that is "
    "already posted. Nothing was changed.",
    "card_event_carried_over": "{reason}",
    "card_event_failed": "The event could not be applied because of a fault here. "
    "It was tried {attempts} times.",
    "card_event_not_waiting": "This message is not waiting for you. Load the page again to see it.",
    "card_event_other_currency": "The event is in {currency}, another currency than the account’s "
    "{expected}. It is kept here, and nothing was posted.",
    "card_event_unknown_card": "No account here has this card. Add the card, "
    "then try the event again.",
    "card_on_bank_account": "A bank account has no cards. Open a card account for the person.",
    "card_reason_missing": "Choose why the card ends",
    "card_reference_missing": "Enter the card processor’s id of this card, like ic_1Fj2Kd. "
    "Its payments find the account by this id",
    "card_reference_taken": "Another card has this id. Check it with the card processor",
    "card_state_refuses": _state_refuses,
    "statement_carried_over": "{reason}",
    "statement_comes_by_event": "This card’s payments come from the card processor as they happen. "
    "A statement would count them twice.",
    "statement_file_lost": "We do not have the whole file any more. Discard this upload, "
    "and upload the file again.",
    "statement_note_imported_before": "You uploaded this file before. Payments that are here already do not change.",
    "statement_note_maybe_same": _maybe_same,
    "statement_note_other_account": "The file says that it is of the account ending {ending}, "
    "and this one ends {last4}. Check that it is the right file.",
    "statement_reader_failed": "Our reader stopped {tries} times at this file, and we know of it. "
    "Download the file from the bank again, or in another format. "
    "Then discard this upload, and upload the new file.",
    "statement_reading_ended": "This upload is read or discarded already. "
    "Load the page again to see it.",
}
SENTENCES: dict[str, Sentence] = GATEWAY_SENTENCES | OWN_SENTENCES


def stored_sentence(stored: Mapping[str, Any]) -> str:
    """The sentence of a Problem as a row keeps it."""
    return sentence_of(restored(stored))


NEWS = {
    CardNotice.FROZEN: "The card ending {last4} is frozen. You cannot pay with it now.",
    CardNotice.UNFROZEN: "The card ending {last4} is not frozen any more. You can pay with it.",
    CardNotice.REPLACED: "A new card ending {new} replaces the card ending {last4}. "
    "The money is on the new card.",
    CardNotice.CLOSED: "The card ending {last4} is closed. You cannot pay with it.",
}


def say_of_cards(viewer: Viewer, kind: StrEnum, told: Collection[Told]) -> dict[Told, News]:
    """Of cards that the viewer may see now. One query."""
    found = Card.objects.visible_to(viewer).select_related("replaced_by")
    rows = found.in_bulk([one.subject_id for one in told])
    sentence = NEWS[CardNotice(kind)]
    return {
        one: News(
            sentence.format(last4=row.last4, new=_successor_digits(row)),
            reference=reference(row.public_id),
        )
        for one in told
        if (row := rows.get(one.subject_id))
    }


def _successor_digits(card: Card) -> str:
    new = getattr(card, "replaced_by", None)
    return new.last4 if new else ""


def ending_words(card: Card) -> str:
    """Why a card ended, and which one took its place; nothing while it is in use. Load `replaced_by`."""
    if not card.reason:
        return ""
    new = _successor_digits(card)
    return CardReason(card.reason).label + (f". New card ending {new}" if new else "")


NOTIFICATIONS = tuple(NotificationKind(kind, TO_A_PERSON, say_of_cards) for kind in CardNotice)


def amount_words(minor: int, currency: str) -> str:
    """Pounds as everywhere; any other currency with its code and its own decimals."""
    return format_pounds(minor) if currency == POUNDS else show_amount(minor, currency)
