"""Whatever somebody edits past the guards, of a payment or of its transfer, is found."""

import pytest

from tests.factories.accounts import make_other_authority
from tests.payments.reconciliation.planted_edits.books import (
    Books,
    Edits,
    assert_found,
    delete_line,
    delete_transfer_of_line,
    free_line,
    free_match,
    free_of_a_source_of_its_own,
    free_undoing,
    line_of,
    transfer_of,
    twice,
)

pytestmark = pytest.mark.django_db
EDITS: Edits = {
    "a penny more": (
        lambda b: line_of(b, "amount_pence = amount_pence - 1"),
        "differ: 2581 pence, and 2580 in the ledger",
    ),
    "the sign": (lambda b: line_of(b, "amount_pence = -amount_pence"), "the other way"),
    "the day": (
        lambda b: line_of(b, "booked_date = '2026-09-15'"),
        "in the ledger it is of 14 September 2026",
    ),
    "a line gone": (delete_line, "for a line that is not there"),
    "unbooked": (lambda b: line_of(b, "state = 'pending'"), "moves no money, and is in the ledger"),
    "another currency": (lambda b: line_of(b, "currency = 'EUR'"), "is booked in EUR"),
    "a line of nought": (lambda b: line_of(b, "amount_pence = 0"), "moves no money"),
    "to his account": (
        lambda b: line_of(b, f"account_id = {b.other.account.pk}"),
        "between other accounts than its own",
    ),
    "another council's line": (
        lambda b: line_of(b, f"authority_id = {make_other_authority().pk}"),
        "is of another council than its account",
    ),
    "the day of a matched line": (
        lambda b: line_of(b, "booked_date = '2026-09-03'", "matched"),
        "and the payment is of 3 September 2026",
    ),
    "a matched line unbooked": (
        lambda b: line_of(b, "state = 'pending'", "matched"),
        "which is not booked",
    ),
    # Its transfer.
    "transfer a penny more": (
        lambda b: transfer_of(b, "amount_pence = 2581, group_total_pence = 2581"),
        "differ: 2580 pence, and 2581 in the ledger",
    ),
    "transfer turned": (
        lambda b: transfer_of(b, "debit_id = credit_id, credit_id = debit_id"),
        "it is money out, and the ledger has it the other way",
    ),
    "transfer's day": (
        lambda b: transfer_of(b, "effective_date = '2026-04-01'"),
        "in the ledger it is of 1 April 2026",
    ),
    "transfer's code": (lambda b: transfer_of(b, "code = 'match'"), "and its code is match"),
    "transfer's reference": (lambda b: transfer_of(b, "reference = 'x'"), "of another group"),
    "transfer's source": (lambda b: transfer_of(b, "source = 'gift'"), "no payment and no match"),
    "transfer gone": (delete_transfer_of_line, "is booked, and is not in the ledger"),
    "posted twice": (twice, "is in the ledger more than once"),
    "free transfer of a line": (free_line, "for a line that is not there"),
    "free transfer of a match": (free_match, "5000000 pence for a match that is not there"),
    "free transfer": (free_of_a_source_of_its_own, "its source is “gift”"),
    "free undoing": (free_undoing, "its source is “undo:match”"),
}


@pytest.mark.parametrize("edit", EDITS)
def test_edit_past_the_guards_when_planted_is_found(books: Books, edit: str) -> None:
    assert_found(books, *EDITS[edit])
