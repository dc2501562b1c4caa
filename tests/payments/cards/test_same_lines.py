"""The same movement in another file: in other words, another order, another format; pending and booked."""

from datetime import datetime

import pytest
from django.db.models import Sum

from payments.cards.actions import import_statement
from payments.cards.models import MoneyAccount, ReceivedLine, StatementImport
from payments.ledger.models import Transfer
from tests.factories.accounts import as_viewer
from tests.factories.cards import IMPORTER, make_money_account

pytestmark = pytest.mark.django_db
BALANCED = "Date,Description,Amount,Balance"
PLAIN = "Date,Description,Amount"
STATED = "Date,Description,Amount,Status"


class Account:
    """An account into which files are brought, one after the other."""

    def __init__(self, at: datetime) -> None:
        self.row: MoneyAccount = make_money_account()
        self.at = at

    def bring(self, head: str, *rows: str) -> StatementImport:
        data = "\n".join([head, *rows]).encode()
        return import_statement(
            by=as_viewer(IMPORTER, self.at), account=self.row, data=data, filename="f.csv"
        )

    def words(self) -> list[str]:
        return list(self.row.lines.order_by("booked_date", "pk").values_list("payee", flat=True))

    def state(self, payee: str) -> str:
        return str(self.row.lines.get(payee=payee).state)

    @property
    def available(self) -> int:
        self.row.refresh_from_db()
        moved = self.row.lines.filter(state="booked").aggregate(all=Sum("amount_pence", default=0))
        assert self.row.available_pence == moved["all"]
        assert Transfer.objects.count() == self.row.lines.filter(state="booked").count()
        return int(self.row.available_pence)


@pytest.fixture
def account(at: datetime) -> Account:
    return Account(at)


def codes(run: StatementImport) -> list[str]:
    return [note["code"] for note in run.notes]


def test_line_when_the_bank_lengthens_its_words_is_the_same_by_its_balance(
    account: Account,
) -> None:
    fen = "05/11/2026,FEN CARE,-20.00,70.00"
    account.bring(BALANCED, "04/11/2026,CARD OAK TAXIS,-10.00,90.00", fen)
    again = account.bring(BALANCED, "04/11/2026,CARD OAK TAXIS 3 NOV FENTON,-10.00,90.00", fen)
    assert (again.created, again.changed, again.unchanged) == (0, 1, 1)
    assert account.available == -3000
    line = account.row.lines.get(amount_pence=-1000)
    assert line.payee == "CARD OAK TAXIS 3 NOV FENTON"
    assert any("CARD OAK TAXIS\n" in row for row in line.raw_rows)
    assert any("FENTON" in row for row in line.raw_rows)


def test_line_when_reworded_between_unchanged_neighbours_is_the_same_without_balances(
    account: Account,
) -> None:
    fen = "05/11/2026,FEN CARE,-20.00"
    account.bring(PLAIN, "04/11/2026,OAK TAXIS,-10.00", "04/11/2026,SHOP,-1.00", fen)
    new = "04/11/2026,OAK TAXIS FENTON 3NOV,-10.00"
    again = account.bring(PLAIN, new, "04/11/2026,SHOP,-1.00", fen)
    assert (again.created, again.changed, codes(again)) == (0, 1, [])
    older = account.bring(PLAIN, "04/11/2026,OAK TAXIS,-10.00", "04/11/2026,SHOP,-1.00", fen)
    assert older.created == 0
    assert account.available == -3100


def test_line_when_reworded_inside_the_days_of_the_file_is_the_same(account: Account) -> None:
    around = ("03/11/2026,A,-1.00", "06/11/2026,B,-2.00")
    account.bring(PLAIN, around[0], "04/11/2026,OAK TAXIS,-10.00", around[1])
    again = account.bring(PLAIN, around[0], "04/11/2026,TAXI FENTON,-10.00", around[1])
    assert (again.created, again.changed) == (0, 1)
    assert account.available == -1300


def test_line_when_nothing_says_which_it_is_is_recorded_and_told(account: Account) -> None:
    account.bring(PLAIN, "03/11/2026,A,-1.00", "04/11/2026,OAK TAXIS,-10.00")
    later = account.bring(PLAIN, "04/11/2026,TAXI FENTON,-10.00", "05/11/2026,B,-2.00")
    assert (later.created, codes(later)) == (2, ["statement_note_maybe_same"])
    assert account.available == -2300


def test_equal_payment_when_the_file_goes_on_from_the_balance_is_another(account: Account) -> None:
    account.bring(BALANCED, "04/11/2026,OAK TAXIS,-10.00,90.00")
    later = account.bring(BALANCED, "04/11/2026,OAK TAXIS,-10.00,80.00")
    assert (later.created, codes(later)) == (1, [])
    assert account.available == -2000


def test_payment_returned_and_made_again_over_two_files_stays_three(account: Account) -> None:
    shop, back = "04/11/2026,SHOP,-6.50,", "04/11/2026,SHOP BACK,6.50,"
    account.bring(BALANCED, "03/11/2026,A,-1.00,100.00", shop + "93.50")
    rest = (back + "100.00", shop + "93.50")
    later = account.bring(BALANCED, *rest)
    assert (later.created, account.available) == (2, -750)
    assert account.bring(BALANCED, *rest).created == 0
    whole = account.bring(BALANCED, "03/11/2026,A,-1.00,100.00", shop + "93.50", *rest)
    assert (whole.created, account.available) == (0, -750)


def test_day_when_the_bank_orders_it_otherwise_holds_the_same_lines(account: Account) -> None:
    ends = ("03/11/2026,A,-1.00,99.00", "05/11/2026,B,-2.00,67.00")
    account.bring(
        BALANCED, ends[0], "04/11/2026,OAK,-10.00,89.00", "04/11/2026,FEN,-20.00,69.00", ends[1]
    )
    again = account.bring(
        BALANCED, ends[0], "04/11/2026,FEN,-20.00,79.00", "04/11/2026,OAK,-10.00,69.00", ends[1]
    )
    assert again.created == 0
    assert account.available == -3300


def test_day_when_the_bank_puts_a_row_in_before_others_gets_one_more(account: Account) -> None:
    account.bring(BALANCED, "03/11/2026,A,-1.00,99.00", "04/11/2026,OAK,-10.00,89.00")
    again = account.bring(
        BALANCED,
        "03/11/2026,A,-1.00,99.00",
        "04/11/2026,FEN,-20.00,79.00",
        "04/11/2026,OAK,-10.00,69.00",
    )
    assert (again.created, account.available) == (1, -3100)


def test_file_when_newest_first_brings_the_same_lines(account: Account) -> None:
    rows = ("03/11/2026,A,-1.00,99.00", "04/11/2026,OAK,-10.00,89.00", "04/11/2026,B,-2.00,87.00")
    account.bring(BALANCED, *rows)
    assert account.bring(BALANCED, *rows[::-1]).created == 0
    assert account.words() == ["A", "OAK", "B"]


def test_line_when_here_without_its_balance_gets_it(account: Account) -> None:
    account.bring(PLAIN, "04/11/2026,OAK TAXIS,-10.00")
    again = account.bring(BALANCED, "04/11/2026,OAK TAXIS,-10.00,90.00")
    assert again.created == 0
    assert account.row.lines.get().balance_pence == 9000
    assert account.bring(PLAIN, "04/11/2026,OAK TAXIS,-10.00").created == 0


def test_line_when_the_bank_gives_its_id_later_is_the_same(account: Account) -> None:
    account.bring(PLAIN, "04/11/2026,OAK TAXIS,-10.00")
    again = account.bring("Id,Date,Description,Amount", "7,04/11/2026,OAK TAXIS,-10.00")
    assert again.created == 0
    assert account.row.lines.get().provider_reference == "7"


def test_row_when_missing_is_told_and_the_others_are_recorded(account: Account) -> None:
    run = account.bring(
        BALANCED, "03/11/2026,A,-1.00,99.00", "04/11/2026,B,-2.00,97.00", "09/11/2026,C,-3.00,90.00"
    )
    assert (run.created, codes(run)) == (3, ["statement_note_gap"])


def test_pending_line_when_a_later_file_does_not_show_it_was_not_charged(account: Account) -> None:
    account.bring(STATED, "04/11/2026,OAK,-1.00,Booked", "05/11/2026,CAFE,-20.00,Pending")
    run = account.bring(STATED, "04/11/2026,OAK,-1.00,Booked", "07/11/2026,FEN,-2.00,Booked")
    assert (account.state("CAFE"), run.created) == ("gone", 1)
    assert account.available == -300


def test_pending_line_when_booked_at_another_amount_or_in_other_words_is_followed(
    account: Account,
) -> None:
    account.bring(
        STATED,
        "04/11/2026,OAK,-1.00,Booked",
        "05/11/2026,CAFE,-20.00,Pending",
        "05/11/2026,PUMP 7,-30.00,Pending",
    )
    run = account.bring(
        STATED,
        "04/11/2026,OAK,-1.00,Booked",
        "07/11/2026,CAFE,-24.00,Booked",
        "07/11/2026,FUEL FENTON,-30.00,Booked",
    )
    assert (run.created, run.changed) == (0, 2)
    assert account.available == -5500
    assert account.row.lines.filter(state="booked").count() == account.row.lines.count() == 3


def test_pending_line_when_two_fit_is_followed_by_neither(account: Account) -> None:
    account.bring(STATED, "05/11/2026,CAFE,-20.00,Pending")
    account.bring(
        STATED,
        "05/11/2026,OAK,-1.00,Booked",
        "07/11/2026,CAFE,-24.00,Booked",
        "07/11/2026,CAFE,-3.00,Booked",
    )
    assert account.row.lines.get(amount_pence=-2000).state == "gone"
    assert account.available == -2800


def test_pending_line_when_gone_and_booked_after_all_is_posted_once(account: Account) -> None:
    pending = "05/11/2026,CAFE,-20.00,Pending"
    account.bring(STATED, "04/11/2026,OAK,-1.00,Booked", pending)
    account.bring(STATED, "04/11/2026,OAK,-1.00,Booked", "06/11/2026,FEN,-2.00,Booked")
    again = account.bring(STATED, "06/11/2026,FEN,-2.00,Booked", pending)
    assert (again.changed, account.state("CAFE")) == (1, "pending")
    account.bring(STATED, "06/11/2026,FEN,-2.00,Booked", "08/11/2026,CAFE,-20.00,Booked")
    assert (account.state("CAFE"), account.available) == ("booked", -2300)


def test_pending_line_of_the_files_last_day_waits_on(account: Account) -> None:
    account.bring(STATED, "05/11/2026,CAFE,-20.00,Pending")
    account.bring(STATED, "04/11/2026,OAK,-1.00,Booked", "05/11/2026,FEN,-2.00,Booked")
    assert account.state("CAFE") == "pending"


def test_reversal_is_kept_with_its_line(account: Account) -> None:
    data = (
        b'<Document><BkToCstmrStmt><Stmt><Acct><Ccy>GBP</Ccy></Acct><Ntry><Amt Ccy="GBP">1.00</Amt>'
        b"<CdtDbtInd>CRDT</CdtDbtInd><RvslInd>true</RvslInd><Sts>BOOK</Sts><BookgDt>"
        b"<Dt>2026-11-03</Dt></BookgDt><AddtlNtryInf>Came back</AddtlNtryInf></Ntry></Stmt>"
        b"</BkToCstmrStmt></Document>"
    )
    by = as_viewer(IMPORTER, account.at)
    import_statement(by=by, account=account.row, data=data, filename="f.xml")
    line = ReceivedLine.objects.get()
    assert line.is_reversal
    assert "RvslInd: true" in line.raw_rows[0]
