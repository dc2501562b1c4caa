"""Whatever somebody edits past the guards, of an account in cards or in the ledger, is found."""

import pytest

from tests.factories.accounts import make_other_authority
from tests.payments.reconciliation.planted_edits.books import (
    Books,
    Edits,
    account_of,
    account_to_other_fund_of_hers,
    account_to_other_support_of_hers,
    assert_found,
    run,
    stranger,
    swap_ledger_accounts,
)

pytestmark = pytest.mark.django_db
EDITS: Edits = {
    "kind of every card": (
        lambda b: run("UPDATE ledger_account SET kind = 'bank' WHERE kind = 'card'"),
        "has the kind bank in the ledger, and card where its payments are recorded",
    ),
    "kind of cards on the other side": (
        lambda b: run("UPDATE cards_moneyaccount SET kind = 'bank'"),
        "has the kind card in the ledger, and bank",
    ),
    "kind of an account of a plan line": (
        lambda b: account_of(b, "kind = 'fund'"),
        "which is not what its code says",
    ),
    "a kind that is none": (lambda b: account_of(b, "kind = 'gift'"), "of no kind that there is"),
    "account given to him": (
        lambda b: account_of(b, f"person_id = {stranger(b).pk}"),
        "moves money between the accounts of two people",
    ),
    "unallocated money given to him": (
        lambda b: account_of(b, f"person_id = {stranger(b).pk}", "unallocated"),
        "which is not what its code says",
    ),
    "all her accounts given to him": (
        lambda b: run(
            "UPDATE ledger_account SET person_id = %s WHERE person_id = %s",
            stranger(b).pk,
            b.money.person.pk,
        ),
        "which is not what its code says",
    ),
    "account to another fund of hers": (
        account_to_other_fund_of_hers,
        "which is not what its code says",
    ),
    "account to another support of hers": (
        account_to_other_support_of_hers,
        "which is not what its code says",
    ),
    "account's code": (lambda b: account_of(b, "code = 'line:1'"), "not what its code says"),
    "account's currency": (
        lambda b: account_of(b, "currency = 'EUR'"),
        "moves money between two currencies",
    ),
    "card's currency in the ledger": (
        lambda b: account_of(b, "currency = 'EUR'", "card"),
        "has the currency EUR in the ledger, and GBP",
    ),
    "card's currency": (
        lambda b: run("UPDATE cards_moneyaccount SET currency = 'EUR'"),
        "has the currency GBP in the ledger, and EUR",
    ),
    "currency of a card with matches": (
        lambda b: run("UPDATE cards_moneyaccount SET currency = 'EUR'"),
        "in pounds, and its account is in EUR",
    ),
    "account's council": (
        lambda b: account_of(b, f"authority_id = {make_other_authority().pk}"),
        "is of another council than its person",
    ),
    "card's code": (
        lambda b: account_of(b, "code = 'card:1'", "card"),
        "named for another account",
    ),
    "card with a fund": (
        lambda b: account_of(b, f"fund_id = {b.money.council.pk}", "card"),
        "names a fund or planned support",
    ),
    "card's ledger account": (swap_ledger_accounts, "named for another account"),
    "card's owner": (
        lambda b: run(
            "UPDATE cards_moneyaccount SET person_id = %s WHERE id = %s",
            stranger(b).pk,
            b.money.account.pk,
        ),
        "has the person",
    ),
    "available": (
        lambda b: run("UPDATE cards_moneyaccount SET available_pence = available_pence + 1"),
        "pence are available",
    ),
}


@pytest.mark.parametrize("edit", EDITS)
def test_edit_past_the_guards_when_planted_is_found(books: Books, edit: str) -> None:
    assert_found(books, *EDITS[edit])
