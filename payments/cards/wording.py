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
from marketplace.core.words import counted, reference, spoken_date
from marketplace.notifications.wording import TO_A_PERSON
from payments.cards.actions import ReadStatement
from payments.cards.models import Card
from payments.cards.rules import (
    POUNDS,
    CardNotice,
    CardReason,
    CardState,
    Gap,
    LineState,
    Proof,
    SharedLineState,
    restored,
)
from payments.gateway.statements import show_amount
from payments.gateway.wording import SENTENCES as GATEWAY_SENTENCES
from payments.ledger.periods import LateInPeriod

TONES = {
    LineState.BOOKED: "ok",
    LineState.PENDING: "wait",
    LineState.OTHER_CURRENCY: "stop",
    LineState.GONE: "",
    LineState.WITHDRAWN: "",
}
SHARED_TONES = {
    SharedLineState.WAITING: "wait",
    SharedLineState.DIVIDED: "ok",
    SharedLineState.SET_ASIDE: "",
}
#: The questions by which a file is known for its account's, as a preview asks them.
PROOFS = (
    ("number", "Is the account number right?"),
    ("holder", "Is the account holder right?"),
    ("balance", "Does it follow from what is here?"),
)
PROOF_TONES = {Proof.PROVEN: "ok", Proof.SILENT: "", Proof.AGAINST: "stop"}
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
        "We take it for a new payment. Check both."
    )


def _gap_words(facts: Mapping[str, Any]) -> tuple[str, str]:
    after, until = (spoken_date(date.fromisoformat(facts[name])) for name in ("after", "until"))
    missing = facts["missing_minor"]
    way = "in" if missing > 0 else "out"
    return f"{format_pounds(abs(missing))} of money {way}", f"after {after} and before {until}"


def _gap_before(facts: Mapping[str, Any]) -> str:
    missing, when = _gap_words(facts)
    return (
        f"The file does not begin with the balance that the last statement ended with: {missing} is missing, "
        f"{when}. A page or a statement may be missing."
    )


def _gap_after(facts: Mapping[str, Any]) -> str:
    missing, when = _gap_words(facts)
    return (
        f"The next statement does not begin with the balance that this file ends with: {missing} is missing, "
        f"{when}. A page or a statement may be missing."
    )


def gap_sentence(gap: Gap) -> str:
    """What is missing between two statements of an account."""
    after, until = spoken_date(gap.after), spoken_date(gap.until)
    way = "in" if gap.missing_minor > 0 else "out"
    return (
        f"{format_pounds(abs(gap.missing_minor))} of money {way} is missing after {after} and before {until}. "
        "Upload the statement of these days."
    )


def read_sentence(read: ReadStatement) -> str:
    """What came of a statement of a shared account."""
    new = counted(read.new, "new payment", "new payments")
    said = [f"{new}: say whose each is." if read.new else "No new payments."]
    if read.known:
        said.append(f"Here already: {read.known:,}.")
    if read.left_out:
        said.append(f"Left out, because pending or in another currency: {read.left_out:,}.")
    if read.refused:
        said.append(f"Not readable: {counted(len(read.refused), 'row', 'rows')}.")
    return " ".join(said)


def late_sentence(late: LateInPeriod) -> str:
    """What becomes of payments of a closed period, before somebody confirms them."""
    is_one = late.count == 1
    are = "1 new payment is" if is_one else f"{late.count:,} new payments are"
    start = f"from {spoken_date(late.first)} " if late.first else ""
    which = f"the period {start}to {spoken_date(late.last)}, which is closed"
    keep = "It keeps its own date" if is_one else "Each keeps its own date"
    return (
        f"{are} of {which}. If you confirm, {'it is' if is_one else 'they are'} recorded on "
        f"{spoken_date(late.open_from)}, the first open day. {keep}."
    )


def _closed(facts: Mapping[str, Any]) -> str:
    day = spoken_date(date.fromisoformat(facts["day"]))
    return f"The period of {day} is closed, and this statement has a payment in it. Reopen the period first."


def _others_not_known(facts: Mapping[str, Any]) -> str:
    day = spoken_date(date.fromisoformat(facts["day"]))
    return (
        f"We do not know which of these payments are in {facts['file']} of {day} too, so they would all go. "
        f"Upload {facts['file']} again and confirm it. Then take this statement back."
    )


def _card_of_several(facts: Mapping[str, Any]) -> str:
    return (
        f"{facts['accounts']} accounts here end in {facts['ending']}, and the row does not say which it is. "
        "Choose the column with the card’s reference, or upload these rows as a file of their own "
        "and choose the account."
    )


#: Of this room alone.
OWN_SENTENCES: dict[str, Sentence] = {
    "account_of_another_person": "This payment agreement is another person’s.",
    "account_of_another_holder": "This shared account is held by somebody else than the agreement says. "
    "Choose another account, or change the agreement.",
    "account_not_for_this_road": "{road}: this money goes into no account. Choose another agreement.",
    "account_digits_wrong": "Last 4 digits: enter 4 digits, like 4471",
    "account_closed_already": "This account is closed already. A closed account stays closed.",
    "account_has_money": lambda facts: (
        f"The account holds {format_pounds(facts['pence'])}. Have the money paid back to the council, or moved "
        "to another account. Then upload the statement that shows it."
    ),
    "account_has_pending": lambda facts: (
        f"Pending card payments: {format_pounds(facts['pence'])}. Wait until the shops take or release them."
    ),
    "account_is_closed": "This account is closed. Choose another account, or open a new one.",
    "account_overdrawn": lambda facts: (
        f"The account is {format_pounds(facts['pence'])} overdrawn. Have the money paid in. "
        "Then upload the statement that shows it."
    ),
    "account_paid_into_when_closed": "The account of this agreement is closed, so nothing can be paid into it. "
    "Make a new agreement, and open an account for it.",
    "account_statements_unread": "A statement of this account is not read to its end. "
    "Finish or discard it under Statements.",
    "account_still_paid_into": lambda facts: (
        "A payment agreement pays into this account. End its payments first."
        if facts["count"] == 1
        else f"{facts['count']} payment agreements pay into this account. End their payments first."
    ),
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
    "card_reference_stays": "The card processor gives this id, so it stays as it is.",
    "card_reference_taken": "Another card has this id. Check it with the card processor or programme",
    "card_state_refuses": _state_refuses,
    "shared_account_known": "Last 4 digits: this holder has a shared account with these digits already",
    "shared_columns_unknown": "We do not know the columns of this file. Name them Date, Payee, Description and "
    "Amount, with money out below 0, or ask the bank for an OFX or camt.053 file",
    "shared_decided_already": "Somebody has said whose this payment is, or has set it aside. "
    "Load the page again to see it.",
    "shared_nobody_chosen": "Choose whose payment it is",
    "shared_not_of_this_account": "Choose people of this account who are on your list",
    "shared_not_recorded": "This payment is nobody’s yet, so there is nothing to undo.",
    "shared_not_set_aside": "This payment is not set aside. Load the page again to see it.",
    "shared_part_erased": "A part of this payment was of a person whose record was erased. It cannot be undone.",
    "shared_part_not_above_zero": "Enter amounts above £0.00",
    "shared_part_not_yours": "A part of this payment is of a person who is not on your list. "
    "Ask a colleague to undo it.",
    "shared_parts_differ": lambda facts: (
        f"The amounts come to {format_pounds(facts['divided'])}. They must come to "
        f"{format_pounds(facts['total'])}"
    ),
    "shared_statement_long": "The file has more than {most:,} rows. Ask the bank for a shorter period",
    "shared_statement_of_another": "The file says that it is of the account ending {ending}, and this one ends "
    "{last4}. Choose the file of this account",
    "shared_why_missing": "Enter why it is nobody’s, in {most} characters or fewer",
    "statement_account_busy": "Another statement of this account is being recorded or taken back. "
    "Wait some minutes, then look at the preview again.",
    "statement_carried_over": "{reason}",
    "statement_comes_by_event": "This card’s payments come from the card processor as they happen. "
    "A statement would count them twice.",
    "statement_confirmed_already": "Somebody has confirmed this statement already.",
    "statement_file_lost": "We do not have the whole file any more. Discard this upload, "
    "and upload the file again.",
    "statement_gap_after": _gap_after,
    "statement_gap_before": _gap_before,
    "statement_nothing_to_confirm": "You left out every account. Record 1 or more, or discard the file.",
    "statement_not_confirmed": "This statement is being taken back. No more of it is recorded.",
    "statement_not_in_the_books": "This statement was taken back already.",
    "statement_note_imported_before": "You uploaded this file before. Payments that are here already do not change.",
    "statement_note_maybe_same": _maybe_same,
    "statement_note_not_as_previewed": "The preview said {created} new, {changed} changed and {unchanged} "
    "here already. It came to something else: check the figures above.",
    "statement_others_not_known": _others_not_known,
    "statement_of_a_share": "This person shares a bank account with others. "
    "Upload the statement under Shared accounts",
    "statement_other_account": "The file says that it is of the account ending {ending}, and this one ends "
    "{last4}.",
    "statement_other_balance": "The balances of the file do not fit those of this account.",
    "statement_other_holder": "The file says that it is the account of {holder}.",
    "statement_period_closed": _closed,
    "statement_read_again": "Another statement of this account was recorded or taken back, so we are reading "
    "this file again. Then look at the new preview.",
    "statement_reader_failed": "Our reader stopped {tries} times at this file, and we know of it. "
    "Download the file from the bank again, or in another format. "
    "Then discard this upload, and upload the new file.",
    "statement_reading_ended": "This upload is complete or discarded already. "
    "Load the page again to see it.",
    "statement_reads_otherwise": "We read this file in another way now than when it was confirmed. "
    "Take the statement back, and upload the file again.",
    "statement_reason_missing": "Enter why it is the right account, in {most} characters or fewer",
    "statement_row_card_contradicts": "The card’s number and its reference are of two accounts.",
    "statement_row_card_of_several": _card_of_several,
    "statement_row_comes_by_event": "This card’s payments come from the card processor as they happen.",
    "statement_row_no_card": "The row does not say which card or account it is of.",
    "statement_row_of_a_share": "The account ending {ending} is shared by several people. "
    "Upload its statement under Shared accounts.",
    "statement_row_unknown_card": "No card or account here ends in {ending}. If it is one of ours, "
    "add it, then upload the same file again.",
    "statement_row_unknown_reference": "No card here has the reference {reference}. If it is one of ours, "
    "add it, then upload the same file again.",
    "statement_take_back_instead": "This statement was confirmed. Take it back instead.",
    "statement_why_missing": "Enter why you take this statement back, in {most} characters or fewer",
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
