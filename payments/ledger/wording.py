"""The sentence for each refusal."""

from marketplace.core.rooms import Sentence

_TRANSFER = "Transfer {source} {reference} leg {leg}"

SENTENCES: dict[str, Sentence] = {
    "ledger_amount_not_positive": _TRANSFER + " must move a positive whole number of pence.",
    "ledger_given_twice": _TRANSFER + " is given twice in one posting.",
    "ledger_group_unbalanced": "Group {group} moves {moved} pence, and its line says {expected}.",
    "ledger_nothing_to_undo": "There is nothing in the ledger to undo for this.",
    "ledger_posted_otherwise": "{source} {reference} was posted before with other facts.",
    "ledger_same_account": _TRANSFER + " has the same account on both sides.",
    "ledger_undone_already": "This was undone already. Load the page again to see it.",
}
