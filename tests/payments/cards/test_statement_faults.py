"""Files on which readers stumbled, as they lie beside the checkout, each with the right result."""

from datetime import datetime
from pathlib import Path

import pytest

from payments.cards.actions import import_statement
from payments.cards.models import MoneyAccount, StatementImport
from tests.factories.accounts import as_viewer
from tests.factories.cards import IMPORTER, make_money_account

pytestmark = [pytest.mark.django_db, pytest.mark.real_data]
Line = tuple[int, str, str]


class Reader:
    def __init__(self, folder: Path, at: datetime) -> None:
        self.folder, self.at = folder, at
        self.account: MoneyAccount = make_money_account()

    def bring(self, name: str) -> StatementImport:
        data = (self.folder / name).read_bytes()
        by = as_viewer(IMPORTER, self.at)
        return import_statement(by=by, account=self.account, data=data, filename=name)

    def lines(self) -> list[Line]:
        rows = self.account.lines.order_by("booked_date", "pk")
        return list(rows.values_list("amount_pence", "payee", "description"))

    def amounts(self) -> list[int]:
        return [amount for amount, _, _ in self.lines()]

    def days(self) -> list[str]:
        rows = self.account.lines.order_by("pk")
        return [f"{day:%-d %B %Y}" for day in rows.values_list("booked_date", flat=True)]

    @property
    def available(self) -> int:
        self.account.refresh_from_db()
        return int(self.account.available_pence)


@pytest.fixture
def reader(shared_data: Path, at: datetime) -> Reader:
    folder = shared_data.parent / "faults" / "cases" / "money"
    if not folder.exists():
        pytest.skip("the files are not beside this checkout")
    return Reader(folder, at)


def codes(run: StatementImport) -> list[str]:
    return [note["code"] for note in run.notes]


def refusals(run: StatementImport) -> list[str]:
    return [row["code"] for row in run.problems]


def test_longer_text_is_the_same_payment(reader: Reader) -> None:
    reader.bring("csv-longer-text-1.csv")
    assert reader.bring("csv-longer-text-2.csv").created == 0
    assert reader.available == -4300


def test_unsigned_spending_with_a_credit(reader: Reader) -> None:
    reader.bring("card-spending-unsigned-with-credit.csv")
    assert reader.amounts() == [-4800, -650, 24000, -3120]


def test_original_currency(reader: Reader) -> None:
    run = reader.bring("ofx-original-currency.ofx")
    rows = reader.account.lines.order_by("pk").values_list("amount_pence", "currency", "state")
    assert list(rows) == [(-787, "GBP", "booked"), (-1000, "USD", "other_currency")]
    assert (run.other_currency, reader.available) == (1, -787)


def test_missing_row(reader: Reader) -> None:
    run = reader.bring("csv-balance-shows-a-missing-row.csv")
    (note,) = run.notes
    assert (len(reader.lines()), note["code"]) == (3, "statement_note_gap")
    assert note["facts"]["missing_minor"] == -5000
    assert (note["facts"]["first"], note["facts"]["last"]) == ("2026-06-02", "2026-06-04")


def test_names_in_cdata(reader: Reader) -> None:
    reader.bring("ofx-cdata-names.ofx")
    assert reader.lines() == [
        (-3120, "ROWAN & ROWAN HOME HELP", "June week 2"),
        (-650, "Willow Minibus", ""),
    ]


def test_wrapped_names(reader: Reader) -> None:
    reader.bring("mt940-name-wrapped.sta")
    assert reader.lines() == [
        (-4400, "HAZEL DAY CENTRE", "Bill H8 for June"),
        (-2000, "MAPLE LODGE HOLIDAYS AND SHORT STAYS FOR FAMILIES LIMITED", "stay in June"),
    ]


def test_no_information_line(reader: Reader) -> None:
    reader.bring("mt940-no-information-line.sta")
    assert [payee for _, payee, _ in reader.lines()] == [
        "WILLOW MINIBUS JUNE",
        "HAZEL DAY CENTRE",
    ]
    last = reader.account.lines.order_by("pk").last()
    assert last is not None
    assert last.provider_reference == "26060500001"
    assert "HZ-88" in last.raw_rows[0]


def test_batch_of_two(reader: Reader) -> None:
    run = reader.bring("camt-batch-of-two.xml")
    assert reader.lines() == [
        (-21250, "Hazel Day Centre, Willow Minibus", "Bill H7; Bill W3"),
        (-8200, "Maple Lodge", ""),
    ]
    assert "statement_note_details" in codes(run)


def test_ultimate_party(reader: Reader) -> None:
    reader.bring("camt-ultimate-party.xml")
    assert [line[:2] for line in reader.lines()] == [
        (-6400, "Rowan Home Help"),
        (2200, "Elm Borough Council"),
    ]


def test_reversals(reader: Reader) -> None:
    run = reader.bring("camt-reversal.xml")
    assert reader.amounts() == [1840, -960]
    assert reader.account.lines.filter(is_reversal=True).count() == 2
    assert "statement_note_reversals" in codes(run)


def test_no_namespace(reader: Reader) -> None:
    reader.bring("camt-no-namespace.xml")
    assert [line[:2] for line in reader.lines()] == [(-3120, "Hazel Day Centre")]


def test_date_stamps(reader: Reader) -> None:
    assert reader.bring("ofx-date-stamps.ofx").refused == 0
    assert reader.days() == [f"{day} March 2026" for day in range(1, 6)]


def test_empty_currency(reader: Reader) -> None:
    reader.bring("ofx-empty-currency.ofx")
    rows = reader.account.lines.values_list("amount_pence", "currency", "state")
    assert list(rows) == [(-1900, "GBP", "booked")]


def test_pending_booked_with_a_tip(reader: Reader) -> None:
    reader.bring("csv-pending-first.csv")
    reader.bring("csv-pending-booked-with-tip.csv")
    rows = reader.account.lines.order_by("amount_pence").values_list("amount_pence", "state")
    assert list(rows) == [(-4800, "booked"), (-2400, "booked")]
    assert reader.available == -7200


def test_dates(reader: Reader) -> None:
    run = reader.bring("csv-dates.csv")
    assert sorted(reader.days()) == ["14 June 2026"] * 3 + ["4 June 2026"]
    assert refusals(run) == ["statement_date_style"]


def test_debit_mark(reader: Reader) -> None:
    reader.bring("csv-debit-mark-db.csv")
    assert reader.amounts() == [-1000, 1000, -1000]


def test_two_amount_columns(reader: Reader) -> None:
    run = reader.bring("csv-two-amount-columns.csv")
    assert reader.amounts() == [-1200, -1200, -500, 0]
    assert len(refusals(run)) == 2


def test_paid_refunded_paid(reader: Reader) -> None:
    reader.bring("csv-paid-refunded-paid.csv")
    assert reader.bring("csv-paid-refunded-paid.csv").created == 0
    assert reader.amounts() == [-650, 650, -650]


def test_one_id_and_one_line_for_three_rows(reader: Reader) -> None:
    run = reader.bring("ofx-same-id-three-rows-one-line.ofx")
    assert [line[:2] for line in reader.lines()] == [
        (-500, "Willow & Son & Co"),
        (-15, "FEE ABROAD"),
    ]
    assert [(row["position"], row["number"]) for row in run.problems] == [(4, 3)]
    assert reader.bring("ofx-same-id-three-rows-one-line.ofx").created == 0
