"""Whatever somebody edits past the guards, of a match, its parts or their transfers, is found."""

import pytest

from tests.factories.accounts import make_other_authority
from tests.payments.reconciliation.planted_edits.books import (
    Books,
    Edits,
    assert_found,
    delete_leg,
    delete_match,
    delete_undoing,
    leg_of,
    leg_to_another_account_of_hers,
    match_of,
    one_leg_more,
    other_fund_of_hers,
    part_of,
    run,
    shift_between_parts,
)

pytestmark = pytest.mark.django_db
EDITS: Edits = {
    "match gone": (delete_match, "for a match that is not there"),
    "leg gone": (delete_leg, "puts"),
    "leg more": (one_leg_more, "which does not say so"),
    "undoing gone": (delete_undoing, "is undone, and 0 pence of it were undone"),
    "a penny between parts": (shift_between_parts, "and the ledger does not"),
    "part a penny more": (
        lambda b: part_of(b, "amount_pence = amount_pence + 1"),
        "in parts of 4951",
    ),
    "part to another fund of hers": (other_fund_of_hers, "which does not say so"),
    "part to another support of hers": (
        lambda b: part_of(b, f"plan_line_id = {b.money.cars.pk}"),
        "and the ledger does not",
    ),
    "part off the plan": (lambda b: part_of(b, "plan_line_id = NULL"), "puts"),
    "part to his fund": (
        lambda b: part_of(b, f"fund_id = {b.other.council.pk}"),
        "names a fund or planned support of another person",
    ),
    "match to his line": (
        lambda b: run(
            "UPDATE reconciliation_match SET line_id = %s WHERE id = %s",
            b.ids["unmatched"],
            match_of(b).pk,
        ),
        "for a line of 2580",
    ),
    "match of another council": (
        lambda b: run(
            "UPDATE reconciliation_match SET authority_id = %s WHERE id = %s",
            make_other_authority().pk,
            match_of(b).pk,
        ),
        "is of another council than its payment",
    ),
    "leg to another support of hers": (leg_to_another_account_of_hers, "and the ledger does not"),
    "leg's day": (
        lambda b: leg_of(b, "effective_date = '2026-04-01'"),
        "is of 1 April 2026, and the payment is of 2 September 2026",
    ),
    "undoing's day": (
        lambda b: run(
            "UPDATE ledger_transfer SET effective_date = '2026-04-01' WHERE code = 'reversal'"
        ),
        "is of 1 April 2026, and what it undoes of 9 September 2026",
    ),
    "undoing's name": (
        lambda b: run("UPDATE ledger_transfer SET leg = leg + 7 WHERE code = 'reversal'"),
        "is not named for the transfer",
    ),
    "undoing's code": (
        lambda b: run("UPDATE ledger_transfer SET code = 'match' WHERE code = 'reversal'"),
        "undoes a transfer, and its code is match",
    ),
}


@pytest.mark.parametrize("edit", EDITS)
def test_edit_past_the_guards_when_planted_is_found(books: Books, edit: str) -> None:
    assert_found(books, *EDITS[edit])
