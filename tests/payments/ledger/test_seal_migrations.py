"""Old seals are carried over: the first chain keeps every row, is closed, and stays proved."""

from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from marketplace.accounts.models import Authority
from payments.ledger.actions import post_transfers, seal_ledger
from payments.ledger.models import Seal, Transfer
from payments.ledger.queries import problems, sealed_rows
from payments.ledger.rules import GENESIS, seal_digest
from payments.ledger.triggers import missing_triggers
from tests.factories.accounts import as_viewer, make_authority, make_other_authority
from tests.factories.ledger import IMPORTER, NOW, drop_guards, make_account, new_transfer

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("transactional_db")]
#: The last migration under which one chain held all councils.
ONE_CHAIN = "0002"


def migrate(*back_to: str) -> None:
    """The ledger back to a migration, and with it what other rooms built on later ones; or all forward."""
    words = ("ledger", *back_to) if back_to else ()
    call_command("migrate", *words, verbosity=0, interactive=False)


def rows(table: str) -> list[dict[str, Any]]:
    """Every column of every row, by name, in the order of the keys."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} ORDER BY id")
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def post(authority: Authority, times: int = 1) -> None:
    debit, credit = make_account(authority=authority), make_account(authority=authority)
    with transaction.atomic():
        post_transfers(
            by=as_viewer(IMPORTER, NOW),
            authority_id=authority.pk,
            transfers=[new_transfer(debit, credit) for _ in range(times)],
        )


def seal_as_one_chain(first: int, last: int, previous: str) -> str:
    """Write a seal over these transfers of all councils, as it was done. Returns its digest."""
    digest = seal_digest(previous, sealed_rows(authority_id=None, after=first - 1, until=last))
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO ledger_seal (first_transfer_id, last_transfer_id, digest, previous_digest,"
            " sealed_at) VALUES (%s, %s, %s, %s, %s)",
            [first, last, digest, previous, NOW],
        )
    return digest


def councils() -> tuple[Authority, Authority]:
    return make_authority(), make_other_authority()


def test_seals_when_chains_are_divided_and_joined_again_keep_every_row() -> None:
    for council in (*councils(), *councils()):
        post(council, 2)
    posted = rows("ledger_transfer")
    numbers = [row["id"] for row in posted]
    migrate(ONE_CHAIN)
    drop_guards()
    first = seal_as_one_chain(numbers[0], numbers[2], GENESIS)
    seal_as_one_chain(numbers[3], numbers[4], first)
    old = rows("ledger_seal")

    migrate()
    kept = rows("ledger_seal")
    assert [{**row, "authority_id": None, "form": 1} for row in old] == kept[:2]
    (closing,) = kept[2:]
    assert (closing["first_transfer_id"], closing["last_transfer_id"]) == (numbers[5], numbers[7])
    assert closing["previous_digest"] == old[1]["digest"]
    assert rows("ledger_transfer") == posted
    assert missing_triggers() == []

    for council in councils():
        post(council)
    made = seal_ledger(by=as_viewer(IMPORTER, NOW))
    assert [seal.previous_digest for seal in made] == [closing["digest"]] * 2
    assert list(problems()) == []

    migrate(ONE_CHAIN)
    drop_guards()
    assert rows("ledger_seal") == [
        {name: value for name, value in row.items() if name not in ("authority_id", "form")}
        for row in kept
    ]
    migrate()
    assert Seal.objects.latest("pk").last_transfer_id == Transfer.objects.latest("pk").pk
    assert list(problems()) == []


def test_seals_when_there_were_none_begin_with_what_was_posted() -> None:
    migrate(ONE_CHAIN)
    migrate()
    assert rows("ledger_seal") == []
    post(make_authority())
    migrate(ONE_CHAIN)
    migrate()
    assert [row["authority_id"] for row in rows("ledger_seal")] == [None]
    assert list(problems()) == []
