"""The sentence for each refusal."""

from marketplace.core.rooms import Sentence

_TRANSFER = "Transfer {source} {reference} leg {leg}"

SENTENCES: dict[str, Sentence] = {
    "ledger_account_not_there": _TRANSFER + " names an account that is not there.",
    "ledger_amount_not_positive": _TRANSFER + " must move a positive whole number of pence.",
    "ledger_given_twice": _TRANSFER + " is given twice in one posting.",
    "ledger_group_unbalanced": "Group {group} moves {moved} pence, and its line says {expected}.",
    "ledger_nothing_to_undo": "There is nothing in the ledger to undo for this.",
    "ledger_posted_otherwise": "{source} {reference} was posted before with other facts.",
    "ledger_reason_length": "Enter why the seal is broken, in {most} characters or fewer.",
    "ledger_same_account": _TRANSFER + " has the same account on both sides.",
    "ledger_seal_examined_already": "Seal {seal} was examined before, and nothing has changed since.",
    "ledger_seal_holds": "Seal {seal} is not broken, so there is nothing to record.",
    "ledger_seal_not_there": "There is no seal {seal}.",
    "ledger_two_councils": _TRANSFER + " would move money between two councils.",
    "ledger_two_currencies": _TRANSFER + " would move money between two currencies.",
    "ledger_two_people": _TRANSFER + " would move money between two people.",
    "ledger_undone_already": "This was undone already. Load the page again to see it.",
}
