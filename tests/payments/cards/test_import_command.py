from io import StringIO
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command

from payments.cards.actions import save_csv_mapping
from payments.cards.models import MoneyAccount, ReceivedLine, StatementImport
from payments.gateway.statements import CsvMapping
from tests.factories.accounts import as_viewer
from tests.factories.cards import IMPORTER, OPENED, SAMPLES, make_money_account

pytestmark = pytest.mark.django_db
STATEMENTS = SAMPLES / "statements"


def run(file: Path, account: MoneyAccount, **options: str) -> str:
    out = StringIO()
    call_command(
        "import_statement",
        str(file),
        f"--account={account.public_id}",
        "--confirm",
        *(f"--{name}={value}" for name, value in options.items()),
        stdout=out,
        stderr=StringIO(),
    )
    return out.getvalue()


def test_command_reports_what_it_did() -> None:
    account = make_money_account()
    words = run(STATEMENTS / "november.xml", account)
    assert "read 5, created 5, changed 0, unchanged 0, refused 0, in another currency 0" in words
    assert "created 0, changed 0, unchanged 5" in run(STATEMENTS / "november.xml", account)


def test_command_without_a_yes_says_what_it_would_do_and_does_nothing() -> None:
    out, account = StringIO(), make_money_account()
    file = str(STATEMENTS / "november.xml")
    call_command("import_statement", file, f"--account={account.public_id}", stdout=out)
    assert "5 payments. Here already: 0. New: 5" in out.getvalue()
    assert "Nothing is recorded. Add --confirm to record it." in out.getvalue()
    assert not ReceivedLine.objects.exists()


def test_command_records_a_file_of_another_account_for_a_reason_only() -> None:
    account = make_money_account(last4="9999")
    with pytest.raises(CommandError, match="looks like another account’s"):
        run(STATEMENTS / "november.ofx", account)
    assert not ReceivedLine.objects.exists()
    run(STATEMENTS / "november.ofx", account, despite="The bank changed the number")
    found = StatementImport.objects.get()
    assert (found.despite, found.confirmed_by_system) == (
        "The bank changed the number",
        "import_statement",
    )


def test_refused_lines_end_the_command_with_status_one() -> None:
    out = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command(
            "import_statement",
            str(STATEMENTS / "refused.csv"),
            f"--account={make_money_account().public_id}",
            "--confirm",
            stdout=out,
            stderr=StringIO(),
        )
    assert ended.value.code == 1
    assert "Line 3: “12..34” is not an amount." in out.getvalue()
    assert ReceivedLine.objects.count() == 2


def test_long_list_of_refusals_is_cut_and_counted(tmp_path: Path) -> None:
    file = tmp_path / "bad.csv"
    file.write_text("Date,Payee,Amount\n" + "01/11/2026,A,x\n" * 23)
    out = StringIO()
    with pytest.raises(SystemExit):
        call_command(
            "import_statement",
            str(file),
            f"--account={make_money_account().public_id}",
            "--confirm",
            stdout=out,
            stderr=StringIO(),
        )
    assert "and 3 more, on the import's page" in out.getvalue()


def test_progress_is_shown() -> None:
    err = StringIO()
    call_command(
        "import_statement",
        str(STATEMENTS / "november.csv"),
        f"--account={make_money_account().public_id}",
        "--confirm",
        stdout=StringIO(),
        stderr=err,
    )
    assert "5 of 5 lines" in err.getvalue()


def test_columns_of_another_account_may_be_used(tmp_path: Path) -> None:
    taught, account = make_money_account(), make_money_account()
    mapping = CsvMapping(date="When", amount="Much", payee="Whom")
    save_csv_mapping(by=as_viewer(IMPORTER, OPENED), account_id=taught.pk, mapping=mapping)
    file = tmp_path / "x.csv"
    file.write_text("When,Whom,Much\n05/11/2026,A,-1.00\n")
    assert "created 1" in run(file, account, mapping=str(taught.public_id), format="csv")
    with pytest.raises(CommandError, match="No columns are kept"):
        run(file, taught, mapping=str(account.public_id))


def test_wrong_account_file_or_content_is_said(tmp_path: Path) -> None:
    account = make_money_account()
    with pytest.raises(CommandError, match="cannot be read: No such file"):
        run(tmp_path / "none.csv", account)
    with pytest.raises(CommandError, match="There is no account"):
        call_command("import_statement", str(STATEMENTS / "november.csv"), f"--account={uuid4()}")
    (tmp_path / "x.pdf").write_bytes(b"%PDF-1.7")
    with pytest.raises(CommandError, match="PDF"):
        run(tmp_path / "x.pdf", account)


def test_file_over_the_cap_is_refused(tmp_path: Path, settings: object) -> None:
    settings.STATEMENT_MAX_BYTES = 10  # type: ignore[attr-defined]
    with pytest.raises(CommandError, match="over 0 MB"):
        run(STATEMENTS / "november.csv", make_money_account())
