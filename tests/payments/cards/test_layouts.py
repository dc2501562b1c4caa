"""How a bank's CSV is written is asked once for the council, and known again by its headings."""

from datetime import datetime

import pytest

from marketplace.accounts.models import User
from marketplace.accounts.rules import Role
from payments.cards.actions import import_statement, save_csv_mapping, take_upload
from payments.cards.models import CsvLayout, MoneyAccount
from payments.cards.queries import known_columns
from payments.gateway.statements import CsvMapping, read_csv
from tests.factories.accounts import as_viewer, make_other_authority, make_user
from tests.factories.cards import IMPORTER, make_cardholder, make_money_account

pytestmark = pytest.mark.django_db
ROWS = b"When,Whom,Much\n05/11/2026,A,5.00\n"
MAPPING = CsvMapping(date="When", amount="Much", payee="Whom", out_is_positive=True)


def teach(account: MoneyAccount, at: datetime) -> None:
    layout = read_csv(ROWS, MAPPING).layout
    by = as_viewer(IMPORTER, at)
    save_csv_mapping(by=by, account_id=account.pk, mapping=MAPPING, layout=layout)


def test_layout_when_learnt_from_one_account_reads_the_files_of_another(at: datetime) -> None:
    teach(make_money_account(), at)
    other = make_money_account()
    import_statement(by=as_viewer(IMPORTER, at), account=other, data=ROWS, filename="f")
    assert other.lines.get().amount_pence == -500


@pytest.mark.usefixtures("own_private_files")
def test_upload_when_its_headings_are_known_asks_nothing(at: datetime) -> None:
    teach(make_money_account(), at)
    officer: User = make_user(Role.FINANCE)
    by = as_viewer(officer, at)
    known = take_upload(by=by, account=make_money_account(), data=ROWS, filename="f")
    column_more = ROWS.replace(b"Much", b"Much,New").replace(b"5.00", b"5.00,x")
    new = take_upload(by=by, account=make_money_account(), data=column_more, filename="f")
    assert (known.state, new.state) == ("reading", "columns")


def test_headings_are_found_below_other_rows(at: datetime) -> None:
    account = make_money_account()
    teach(account, at)
    same = known_columns(account, b"Fen Bank,,\nAccount 1,,\n" + ROWS)
    assert same is not None
    assert same.skip_rows == 2


def test_layout_of_another_council_is_not_used(at: datetime) -> None:
    teach(make_money_account(), at)
    stranger = make_money_account(
        person=make_cardholder("Someone Else", authority=make_other_authority())
    )
    assert known_columns(stranger, ROWS) is None


def test_file_without_headings_is_known_by_its_account_alone(at: datetime) -> None:
    account, other = make_money_account(), make_money_account()
    bare = CsvMapping(date="Column 1", payee="Column 2", amount="Column 3", has_headings=False)
    save_csv_mapping(by=as_viewer(IMPORTER, at), account_id=account.pk, mapping=bare)
    rows = b"05/11/2026,A,-5.00\n06/11/2026,B,-6.00\n"
    assert known_columns(account, rows) == bare
    assert known_columns(other, rows) is None
    assert CsvLayout.objects.count() == 1
