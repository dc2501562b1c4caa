"""Whether a file is of the account that it was sent for: by number, by holder and by balance."""

from collections.abc import Collection
from dataclasses import dataclass

from marketplace.core.errors import Problem, problem
from marketplace.core.labels import LabelledEnum
from payments.cards.rules.accounts import LAST_DIGITS
from payments.cards.rules.identity import comparable

#: Not part of anybody's name. Source: how UK banks write a holder, as in reference data of theirs.
TITLES = frozenset({"mr", "mrs", "ms", "miss", "mx", "dr", "sir", "and", "the", "account", "re"})


class Proof(LabelledEnum):
    """What a file says of its owner."""

    PROVEN = "proven", "Yes"
    SILENT = "silent", "Not in the file"
    AGAINST = "against", "No"


@dataclass(frozen=True, slots=True)
class FileOwner:
    """The proofs that a file is of its account: number, holder, and balances or payments."""

    number: Proof
    holder: Proof
    balance: Proof

    @property
    def is_unproved(self) -> bool:
        return Proof.PROVEN not in (self.number, self.holder, self.balance)


def digits_of(account_id: str) -> str:
    """The last digits of the number that a file states, however it is masked; "" for none."""
    return "".join(c for c in account_id if c.isalnum())[-LAST_DIGITS:]


def number_proof(stated: str, known: Collection[str]) -> Proof:
    """Of the last digits; `known` are those of the account, its cards and its earlier statements."""
    if not stated or not any(known):
        return Proof.SILENT
    return Proof.PROVEN if stated in known else Proof.AGAINST


def holder_proof(stated: str, known: Collection[str], *, council: str = "") -> Proof:
    """Of the holder; `known` are the person, who acts for them, and earlier statements' holders.

    One name in common is enough: banks cut and turn names. Initials and titles are none. The council's
    own name says nothing, for it may hold every account of a card programme.
    """
    words = _names(stated)
    if any(words & _names(name) for name in known):
        return Proof.PROVEN
    return Proof.AGAINST if words - _names(council) else Proof.SILENT


def _names(text: str) -> set[str]:
    words = "".join(c if c.isalnum() or c in "'’-" else " " for c in comparable(text)).split()
    return {word for word in words if len(word) > 1 and word not in TITLES}


def balance_proof(*, same_lines: int, follows: bool | None) -> Proof:
    """Of payments that are here already, else of the balances before and after it."""
    if same_lines or follows:
        return Proof.PROVEN
    return Proof.SILENT if follows is None else Proof.AGAINST


def owner_problems(owner: FileOwner, *, ending: str, last4: str, holder: str) -> list[Problem]:
    """Why the file looks like another account's. A balance alone that does not follow, where the number
    is right, is a missing page and no wrong account."""
    found = []
    if owner.number is Proof.AGAINST:
        found.append(problem("statement_other_account", ending=ending, last4=last4))
    if owner.holder is Proof.AGAINST:
        found.append(problem("statement_other_holder", holder=holder))
    if owner.balance is Proof.AGAINST and owner.number is not Proof.PROVEN:
        found.append(problem("statement_other_balance"))
    return found
