"""Whatever somebody edits past the guards, of a payment, a match, an account or the ledger, is found."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from marketplace.brokerage.rules import PayerKind
from marketplace.people.models import Person
from payments.ledger.actions import seal_ledger
from payments.ledger.models import Account
from payments.reconciliation.actions import (
    MATCHER,
    Chosen,
    confirm_match,
    match_lines,
    split_line,
    unmatch,
)
from payments.reconciliation.jobs import SEALER
from payments.reconciliation.models import Match
from payments.reconciliation.queries.integrity import integrity_problems, source_problems
from payments.reconciliation.queries.sources import chunks
from payments.reconciliation.rules.values import TargetKind
from tests.factories.accounts import as_viewer, make_other_authority
from tests.factories.funding import make_fund
from tests.factories.ledger import drop_guards
from tests.factories.reconciliation import Money, make_lines, make_money

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Books:
    """Margaret's money with every kind of row: matched, split, undone, unmatched, money in; and Alfred's."""

    money: Money
    other: Money
    ids: dict[str, int]


@pytest.fixture
def books(at: datetime) -> Books:
    money, other = make_money(), make_money("Alfred Moss")
    lines = make_lines(
        money.account,
        (-4950, "AMARA OBI", 0),
        (-900, "FERNSHIRE COMM CARS", 1),
        (-4950, "AMARA OBI", 7),
        (-2580, "GARDEN CENTRE", 12),
        (+1730, "LOAD", 3),
        (-3000, "AMARA OBI AND CARS", 13),
    )
    theirs = make_lines(other.account, (-4950, "AMARA OBI", 0))
    by = as_viewer(money.finance, at)
    match_lines(by=as_viewer(MATCHER, at), line_ids=[one.pk for one in (*lines[:3], *theirs)])
    confirm_match(by=by, line_id=lines[4].pk, chosen=Chosen(TargetKind.LOAD, money.agreement.pk))
    parts = [Chosen(TargetKind.PLAN_LINE, money.amara.pk, 2000)]
    parts += [Chosen(TargetKind.PLAN_LINE, money.cars.pk, 1000)]
    split_line(by=by, line_id=lines[5].pk, chosen=parts)
    unmatch(by=by, line_id=lines[2].pk)
    seal_ledger(by=as_viewer(SEALER, at))
    names = ("matched", "cars", "undone", "unmatched", "load", "split")
    ids = {name: line.pk for name, line in zip(names, lines, strict=True)}
    assert list(integrity_problems()) == []
    return Books(money, other, ids)


def run(sql: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def line_of(books: Books, change: str, name: str = "unmatched") -> None:
    run(f"UPDATE cards_receivedline SET {change} WHERE id = %s", books.ids[name])


def transfer_of(books: Books, change: str, name: str = "unmatched") -> None:
    run(
        f"UPDATE ledger_transfer SET {change} WHERE source = 'line' AND \"group\" ="
        " (SELECT public_id FROM cards_receivedline WHERE id = %s)",
        books.ids[name],
    )


def match_of(books: Books, name: str = "matched") -> Match:
    found: Match = Match.objects.get(line=books.ids[name])
    return found


def leg_of(books: Books, change: str, name: str = "matched") -> None:
    run(
        f"UPDATE ledger_transfer SET {change} WHERE id = (SELECT MIN(id) FROM ledger_transfer"
        ' WHERE "group" = (SELECT "group" FROM reconciliation_match WHERE id = %s))',
        match_of(books, name).pk,
    )


def part_of(books: Books, change: str, name: str = "matched") -> None:
    run(
        f"UPDATE reconciliation_matchpart SET {change} WHERE id ="
        " (SELECT MIN(id) FROM reconciliation_matchpart WHERE match_id = %s)",
        match_of(books, name).pk,
    )


def account_of(books: Books, change: str, kind: str = "plan_line") -> None:
    run(
        f"UPDATE ledger_account SET {change} WHERE id ="
        " (SELECT MIN(id) FROM ledger_account WHERE kind = %s AND person_id = %s)",
        kind,
        books.money.person.pk,
    )


def delete_line(books: Books) -> None:
    pk = books.ids["unmatched"]
    run("DELETE FROM reconciliation_moneyexception WHERE line_id = %s", pk)
    run("DELETE FROM cards_receivedline WHERE id = %s", pk)


def delete_match(books: Books) -> None:
    match = match_of(books)
    run("DELETE FROM reconciliation_matchpart WHERE match_id = %s", match.pk)
    run("DELETE FROM reconciliation_match WHERE id = %s", match.pk)


def delete_transfer_of_line(books: Books) -> None:
    run(
        "DELETE FROM ledger_transfer WHERE source = 'line' AND \"group\" ="
        " (SELECT public_id FROM cards_receivedline WHERE id = %s)",
        books.ids["unmatched"],
    )


def delete_leg(books: Books) -> None:
    run(
        "DELETE FROM ledger_transfer WHERE id = (SELECT MAX(id) FROM ledger_transfer"
        ' WHERE "group" = (SELECT "group" FROM reconciliation_match WHERE id = %s))',
        match_of(books).pk,
    )


def delete_undoing(books: Books) -> None:
    run("DELETE FROM ledger_transfer WHERE code = 'reversal'")


def insert_transfer(books: Books, source: str, code: str, group: uuid.UUID, leg: int = 9) -> None:
    """£50,000 from unallocated money to planned support."""
    person = books.money.person.pk
    one = "SELECT MIN(id) FROM ledger_account WHERE person_id = %s AND kind = %s"
    kept = uuid.uuid4()
    as_id = (lambda value: value.hex) if connection.vendor == "sqlite" else str
    run(
        "INSERT INTO ledger_transfer (uuid, authority_id, debit_id, credit_id, amount_pence, code,"
        ' effective_date, recorded_at, source, reference, leg, "group", group_total_pence)'
        f" VALUES (%s, %s, ({one}), ({one}), 5000000, %s, '2026-09-02', '2026-09-02 10:00:00+00:00',"
        " %s, %s, %s, %s, 5000000)",
        as_id(kept),
        books.money.person.authority_id,
        person,
        "plan_line",
        person,
        "unallocated",
        code,
        source,
        str(group),
        leg,
        as_id(group),
    )


def free_match(books: Books) -> None:
    insert_transfer(books, "match", "match", uuid.uuid4())


def free_line(books: Books) -> None:
    insert_transfer(books, "line", "line", uuid.uuid4())


def free_of_a_source_of_its_own(books: Books) -> None:
    insert_transfer(books, "gift", "line", uuid.uuid4())


def free_undoing(books: Books) -> None:
    insert_transfer(books, "undo:match", "reversal", uuid.uuid4())


def twice(books: Books) -> None:
    line = books.money.account.lines.get(pk=books.ids["unmatched"])
    insert_transfer(books, "line", "line", line.public_id)


def one_leg_more(books: Books) -> None:
    insert_transfer(books, "match", "match", match_of(books).group)


def stranger(books: Books) -> Person:
    return books.other.person


def shift_between_parts(books: Books) -> None:
    first, second = match_of(books).parts.order_by("pk")[:2]
    run(
        "UPDATE reconciliation_matchpart SET amount_pence = amount_pence - 1 WHERE id = %s",
        first.pk,
    )
    run(
        "UPDATE reconciliation_matchpart SET amount_pence = amount_pence + 1 WHERE id = %s",
        second.pk,
    )


def other_fund_of_hers(books: Books) -> None:
    nhs = make_fund(books.money.person, PayerKind.NHS)
    part_of(books, f"fund_id = {nhs.pk}")


def account_to_other_fund_of_hers(books: Books) -> None:
    nhs = make_fund(books.money.person, PayerKind.NHS)
    account_of(books, f"fund_id = {nhs.pk}")


def account_to_other_support_of_hers(books: Books) -> None:
    amara, cars = books.money.amara.pk, books.money.cars.pk
    account_of(books, f"plan_line_id = {amara} + {cars} - plan_line_id")


def leg_to_another_account_of_hers(books: Books) -> None:
    other = Account.objects.get(
        code=f"line:{books.money.cars.pk}:{books.money.council.pk}",
    )
    leg_of(books, f"debit_id = {other.pk}")


def swap_ledger_accounts(books: Books) -> None:
    mine, his = books.money.account, books.other.account
    spare = Account.objects.filter(kind="plan_line").first()
    assert spare is not None
    for account, ledger in (
        (mine, spare.pk),
        (his, mine.ledger_account_id),
        (mine, his.ledger_account_id),
    ):
        run(
            "UPDATE cards_moneyaccount SET ledger_account_id = %s WHERE id = %s", ledger, account.pk
        )


Edit = Callable[[Books], None]
#: What is edited, and what the proof says of it, beside whatever else it says.
EDITS: dict[str, tuple[Edit, str]] = {
    # A payment that was received.
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
    # A match and its parts.
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
    # An account.
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
    plant, says = EDITS[edit]
    drop_guards()
    with connection.constraint_checks_disabled():
        plant(books)
    found = list(integrity_problems())
    assert any(says in one for one in found), found


def queries_of_proof() -> int:
    with CaptureQueriesContext(connection) as asked:
        assert list(source_problems()) == []
    return len(asked)


def test_queries_of_the_proof_are_as_many_for_each_range_whatever_is_in_it(
    books: Books, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = queries_of_proof()
    lines = make_lines(books.money.account, *((-100, "SHOP", day) for day in range(40)))
    by = as_viewer(books.money.finance, at)
    for line in lines[:10]:
        confirm_match(by=by, line_id=line.pk, chosen=Chosen(TargetKind.OFF_PLAN))
    assert queries_of_proof() == before
    monkeypatch.setattr(chunks, "CHUNK", 10)
    assert list(source_problems()) == []
