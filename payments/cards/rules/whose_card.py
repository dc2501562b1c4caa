"""Whose a row of a card programme's file is: by the card's own reference, else by its last digits."""

from collections.abc import Collection
from dataclasses import dataclass
from hashlib import sha256

from marketplace.core.errors import Problem, problem
from payments.cards.rules.accounts import LAST_DIGITS
from payments.cards.rules.owners import digits_of
from payments.gateway.contract import CardNamed

#: Characters of an unknown reference that a refusal repeats. Judgement: enough to find it in the file.
SHOWN = 30


@dataclass(frozen=True, slots=True)
class KnownCard:
    """A card of the council, or a bank account, by what a file may call it."""

    account_id: int
    digits: str
    reference: str = ""
    comes_by_event: bool = False
    is_shared: bool = False


def whose_card(named: CardNamed, known: Collection[KnownCard]) -> int | Problem:
    """The id of the one account that it can be, or why it can be none.

    Two accounts that share digits are told apart by the reference alone: a guess would put one
    person's payments on another's page.
    """
    if not (named.number or named.reference):
        return problem("statement_row_no_card")
    written = {named.number, named.reference} - {""}
    sure = [card for card in known if card.reference in written]
    digits = _digits(named.number)
    if sure:
        return _agreed(named, digits, sure, known)
    alike = [card for card in known if card.digits == digits]
    if named.reference:
        # A card whose reference is known is not this one.
        alike = [card for card in alike if not card.reference]
    accounts = {card.account_id for card in alike}
    if any(card.is_shared for card in alike):
        return problem("statement_row_of_a_share", ending=digits)
    if len(accounts) > 1:
        return problem("statement_row_card_of_several", ending=digits, accounts=len(accounts))
    if not alike:
        return _unknown(named, digits)
    return _placed(alike)


def _agreed(
    named: CardNamed, digits: str, sure: list[KnownCard], known: Collection[KnownCard]
) -> int | Problem:
    """By reference, unless the row's number is another account's."""
    account = sure[0].account_id
    own = {card.digits for card in known if card.account_id == account}
    is_number = named.number and named.number != sure[0].reference
    if len(sure) > 1 or (is_number and digits not in own):
        return problem("statement_row_card_contradicts", ending=digits)
    return _placed(sure)


def _placed(cards: list[KnownCard]) -> int | Problem:
    if cards[0].comes_by_event:
        return problem("statement_row_comes_by_event")
    return cards[0].account_id


def _unknown(named: CardNamed, digits: str) -> Problem:
    if named.reference:
        shown = named.reference[:SHOWN]
        return problem("statement_row_unknown_reference", reference=shown, ending=digits)
    return problem("statement_row_unknown_card", ending=digits)


def _digits(number: str) -> str:
    """The last digits; a spreadsheet drops the noughts before a short number."""
    return digits_of(number.zfill(LAST_DIGITS) if number.isdecimal() else number)


def stated_number(number: str, own: Collection[str]) -> str:
    """The last digits that a part states, where it is one of its account's; a row may name its card by
    a reference instead."""
    digits = _digits(number)
    return digits if digits in own else ""


def card_key(named: CardNamed) -> str:
    """A name as it is kept from the preview to the yes, without the number, which may be a whole one."""
    return sha256("\x1f".join((named.number, named.reference)).encode()).hexdigest()[:24]
