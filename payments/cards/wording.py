"""The sentence for each refusal and note, and how an amount of any currency is written."""

from collections.abc import Mapping
from typing import Any

from marketplace.core.pence import format_pounds
from marketplace.core.rooms import Sentence
from marketplace.core.wording import sentence_of
from payments.cards.rules import POUNDS, LineState, restored
from payments.gateway.statements import show_amount
from payments.gateway.wording import SENTENCES as GATEWAY_SENTENCES

TONES = {LineState.BOOKED: "ok", LineState.PENDING: "wait", LineState.OTHER_CURRENCY: "stop"}

#: Of this room alone.
OWN_SENTENCES: dict[str, Sentence] = {
    "account_of_another_person": "This payment agreement is another person’s.",
    "account_not_for_this_road": "{road}: this money goes into no account. Choose another agreement.",
    "account_fed_elsewhere": "This agreement pays into another account already.",
    "card_delivery_of_another": "The delivery is of another account or mode.",
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
    "statement_carried_over": "{reason}",
    "statement_comes_by_event": "This card’s payments come from the card processor as they happen. "
    "A statement would count them twice.",
    "statement_file_lost": "We do not have the whole file any more. Discard this upload, "
    "and upload the file again.",
    "statement_note_imported_before": "You uploaded this file before. Payments that are here already do not change.",
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


def amount_words(minor: int, currency: str) -> str:
    """Pounds as everywhere; any other currency with its code and its own decimals."""
    return format_pounds(minor) if currency == POUNDS else show_amount(minor, currency)
