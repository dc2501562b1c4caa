"""Who did it is carried from one code to two columns and back: every row, compared whole.

The trail is guarded against every change, so the guards are looked at too.
"""

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from marketplace.accounts.rules import Role
from marketplace.accreditation.actions.accrediting import suspend_accreditation
from marketplace.core.actors import SystemActor
from marketplace.core.audit import record
from marketplace.people.rules import AccessCapacity
from payments.cards.models import StatementImport
from payments.cards.rules import ImportState
from payments.ledger.triggers import missing_triggers
from payments.reconciliation.actions import MATCHER, match_lines, unmatch
from tests.factories.accounts import NOW, as_viewer, make_authority, make_user
from tests.factories.accreditation import make_accreditation
from tests.factories.people import let_see, make_person
from tests.factories.reconciliation import make_lines, make_money
from tests.factories.suppliers import make_supplier

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("transactional_db")]
#: The last migration of each app before its codes were split, and the table with its pairs.
BEFORE = {
    "core": ("0001", "core_auditevent", {"actor": ("by_user_id", "by_system")}),
    "tasks": ("0001", "tasks_task", {"done_by": ("done_by_id", "done_by_system")}),
    "people": ("0001", "people_access", {"granted_by": ("granted_by_id", "granted_by_system")}),
    "accreditation": (
        "0001",
        "accreditation_accreditationchange",
        {"changed_by": ("changed_by_id", "changed_by_system")},
    ),
    "brokerage": (
        "0001",
        "brokerage_personalbudget",
        {"agreed_by": ("agreed_by_id", "agreed_by_system")},
    ),
    "cards": (
        "0001",
        "cards_statementimport",
        {"imported_by": ("imported_by_id", "imported_by_system")},
    ),
    "reconciliation": (
        "0003",
        "reconciliation_match",
        {
            "made_by": ("made_by_id", "made_by_system"),
            "undone_by": ("undone_by_id", "undone_by_system"),
        },
    ),
}
OLD_NAME = {"accreditation_accreditationchange": "accreditation_standingchange"}


def migrate(*words: str) -> None:
    call_command("migrate", *words, verbosity=0, interactive=False)


#: Scopes of Access that came later: going back they go, and coming forward they are given anew.
CAME_LATER = ("plan_write", "risk", "equality")


def rows(table: str) -> list[dict[str, object]]:
    """Every column of every row that is there before and after, by name, in the order of the keys."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} ORDER BY id")
        names = [column[0] for column in cursor.description]
        found = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return [row for row in found if row.get("scope") not in CAME_LATER]


def code_of(user_id: object, system: object) -> str:
    return f"user:{user_id}" if user_id is not None else f"system:{system}" if system else ""


def make_rows() -> None:
    """Rows of both kinds of actor in the tables that name one."""
    money, accreditor = make_money(), make_user(Role.ACCREDITOR)
    let_see(make_person(), AccessCapacity.BROKER, user=accreditor)
    (line,) = make_lines(money.account, (-4950, "AMARA OBI", 0))
    match_lines(by=as_viewer(MATCHER, NOW), line_ids=[line.pk])
    unmatch(by=as_viewer(money.finance, NOW), line_id=line.pk)
    accreditation = make_accreditation(make_supplier())
    suspend_accreditation(
        by=as_viewer(accreditor, NOW), accreditation_id=accreditation.pk, reason="Planted"
    )
    StatementImport.objects.create(
        authority=make_authority(),
        account=money.account,
        file_name="planted.csv",
        state=ImportState.CONFIRMED,
        imported_at=NOW,
        imported_by=money.finance,
        confirmed_at=NOW,
        confirmed_by=money.finance,
        finished_at=NOW,
    )
    with transaction.atomic():
        for who in (accreditor, SystemActor("tests")):
            record(event="planted", by=as_viewer(who, NOW), subject=make_authority())


def test_rows_when_carried_back_and_forth_are_the_same_and_guarded() -> None:
    make_rows()
    after = {table: rows(table) for _, table, _ in BEFORE.values()}
    assert {bool(row["by_system"]) for row in after["core_auditevent"]} == {True, False}
    for app, (name, _, _) in BEFORE.items():
        migrate(app, name)
    for _, table, pairs in BEFORE.values():
        old = rows(OLD_NAME.get(table, table))
        assert len(old) == len(after[table])
        for was, now in zip(old, after[table], strict=True):
            for code, (user, system) in pairs.items():
                assert was[code] == code_of(now[user], now[system])
    migrate()
    assert {table: rows(table) for table in after} == after
    assert missing_triggers() == []
