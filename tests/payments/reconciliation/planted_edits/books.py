"""Edits of Margaret's books past the guards, by one who may write SQL."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import connection

from marketplace.brokerage.rules import PayerKind
from marketplace.people.models import Person
from payments.ledger.models import Account
from payments.reconciliation.models import Match
from payments.reconciliation.queries.integrity import integrity_problems
from tests.factories.funding import make_fund
from tests.factories.ledger import drop_guards
from tests.factories.reconciliation import Money


@dataclass(frozen=True)
class Books:
    """Margaret's money with every kind of row: matched, split, undone, unmatched, money in; and Alfred's."""

    money: Money
    other: Money
    ids: dict[str, int]


#: What is edited, and what the proof says of it, beside whatever else it says.
Edits = dict[str, tuple[Callable[[Books], None], str]]


def assert_found(books: Books, plant: Callable[[Books], None], says: str) -> None:
    drop_guards()
    with connection.constraint_checks_disabled():
        plant(books)
    found = list(integrity_problems())
    assert any(says in one for one in found), found


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


def claim_of(books: Books, change: str, name: str = "matched") -> None:
    run(
        f"UPDATE reconciliation_dueclaim SET {change} WHERE id ="
        " (SELECT MIN(id) FROM reconciliation_dueclaim WHERE match_id = %s)",
        match_of(books, name).pk,
    )


def delete_claim(books: Books) -> None:
    run("DELETE FROM reconciliation_dueclaim WHERE match_id = %s", match_of(books).pk)


def insert_claim(books: Books) -> None:
    """Another period of her support, said to be paid by the match of a trip."""
    run(
        "INSERT INTO reconciliation_dueclaim (match_id, kind, target_id, due, units_c, instalment)"
        " VALUES (%s, 'plan_line', %s, '2026-10-07', 300, 0)",
        match_of(books, "cars").pk,
        books.money.amara.pk,
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
    run("DELETE FROM reconciliation_moneyfinding WHERE line_id = %s", pk)
    run("DELETE FROM reconciliation_moneyexception WHERE line_id = %s", pk)
    run("DELETE FROM cards_receivedline WHERE id = %s", pk)


def delete_match(books: Books) -> None:
    match = match_of(books)
    run("DELETE FROM reconciliation_matchpart WHERE match_id = %s", match.pk)
    run("DELETE FROM reconciliation_dueclaim WHERE match_id = %s", match.pk)
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
