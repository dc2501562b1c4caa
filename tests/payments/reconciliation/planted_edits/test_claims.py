"""Whatever somebody edits past the guards, of what matches use up, is found."""

import pytest

from payments.reconciliation.models import DueClaim
from tests.payments.reconciliation.planted_edits.books import (
    Books,
    Edits,
    assert_found,
    claim_of,
    delete_claim,
    insert_claim,
    match_of,
    run,
)

pytestmark = pytest.mark.django_db


def to_his_support(books: Books) -> None:
    claim_of(books, f"target_id = {books.other.amara.pk}, due = '2026-11-04'")


def to_a_purchase(books: Books, name: str) -> None:
    """As if the match gave that payment back; a match made before it kept what it uses up."""
    run("UPDATE reconciliation_match SET features = '{}' WHERE id = %s", match_of(books).pk)
    claim_of(books, f"kind = 'refund', target_id = {books.ids[name]}, due = '2026-09-03'")


EDITS: Edits = {
    "claim gone": (delete_claim, "and no claim says so"),
    "claim more": (insert_claim, "and the match does not use it up"),
    "claim of another day": (
        lambda b: claim_of(b, "due = '2026-10-14'"),
        "and the match does not use it up",
    ),
    "claim of fewer units": (
        lambda b: claim_of(b, "units_c = units_c - 1"),
        "and the match does not use it up",
    ),
    "claim to another support of hers": (
        lambda b: claim_of(b, f"target_id = {b.money.cars.pk}, due = '2026-11-04'"),
        "and the match does not use it up",
    ),
    "claim to his support": (to_his_support, "is of planned support of nobody or another person"),
    "claim of another kind": (lambda b: claim_of(b, "kind = 'load'"), "and no claim says so"),
    "claim released": (
        lambda b: claim_of(b, "released_at = '2026-09-21 10:00:00+00:00'"),
        "is released, and its match",
    ),
    "claim of what was undone held": (
        lambda b: claim_of(b, "released_at = NULL", "undone"),
        "is held, and its match",
    ),
    "claim to another match": (
        lambda b: run(
            "UPDATE reconciliation_dueclaim SET match_id = %s WHERE match_id = %s",
            match_of(b, "cars").pk,
            match_of(b).pk,
        ),
        "and no claim says so",
    ),
    "purchase that is not matched": (
        lambda b: to_a_purchase(b, "unmatched"),
        "gives back a payment that is not matched",
    ),
    "purchase of another day": (
        lambda b: to_a_purchase(b, "split"),
        "gives back a payment of 3 September 2026, and that was on",
    ),
}


@pytest.mark.parametrize("edit", EDITS)
def test_edit_past_the_guards_when_planted_is_found(books: Books, edit: str) -> None:
    assert DueClaim.objects.filter(match=match_of(books)).exists()
    assert_found(books, *EDITS[edit])
