"""The database itself refuses to change or delete what is append-only."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, models, transaction

from marketplace.core.audit import record
from marketplace.core.models import AuditEvent
from payments.ledger.actions import post_transfers, seal_ledger
from payments.ledger.models import Seal, Transfer
from payments.ledger.queries import problems
from payments.ledger.triggers import guards, make_triggers, missing_triggers
from tests.factories.accounts import as_viewer
from tests.factories.ledger import IMPORTER, drop_guards, make_account, new_transfer

pytestmark = pytest.mark.django_db


@pytest.fixture
def _rows(at: datetime) -> None:
    account = make_account()
    post_transfers(
        by=as_viewer(IMPORTER, at),
        authority_id=account.authority_id,
        transfers=[new_transfer(account, make_account())],
    )
    seal_ledger(
        by=as_viewer(IMPORTER, at),
    )
    record(
        event="test",
        by=as_viewer(IMPORTER, at),
        subject=account,
    )


CHANGES: dict[str, Callable[[type[models.Model]], object]] = {
    "update": lambda model: model._default_manager.update(id=999),
    "delete": lambda model: model._default_manager.all()._raw_delete("default"),
}


@pytest.mark.usefixtures("_rows")
@pytest.mark.parametrize("model", [Transfer, Seal, AuditEvent])
@pytest.mark.parametrize("change", ["update", "delete"])
def test_changing_or_deleting_is_refused_by_the_database(
    model: type[models.Model], change: str
) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        CHANGES[change](model)
    assert model._default_manager.exists()


def test_every_guard_is_in_the_migrated_database() -> None:
    assert missing_triggers() == []


def test_guards_that_are_gone_are_reported_and_migrate_puts_them_back() -> None:
    drop_guards()
    names = [guard.name for guard in guards(connection.vendor)]
    assert missing_triggers() == names
    said = " ".join(problems())
    for name in (names[0], "brokerage_planitem_no_update"):
        assert f"The guard {name} is missing" in said
    call_command("migrate", "ledger", verbosity=0, interactive=False)
    assert missing_triggers() == []


def test_guards_are_made_only_for_tables_that_exist() -> None:
    drop_guards()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE ledger_seal RENAME TO ledger_seal_gone")
    make_triggers()
    assert missing_triggers() == [
        guard.name for guard in guards(connection.vendor) if "seal" in guard.table
    ]
