from marketplace.core.errors import problem
from payments.gateway.statements.csv_mapping import CsvMapping, guess_date_style, guess_mapping
from payments.gateway.statements.dates import DateStyle


def test_monzo_headings_are_understood() -> None:
    headings = [
        "id",
        "created",
        "amount",
        "currency",
        "local_amount",
        "category",
        "description",
        "notes",
    ]
    row = ["tx_1", "2026-02-25 12:34:56 +0000", "-10", "GBP", "-10", "general", "CORNER SHOP", ""]
    mapping = guess_mapping(headings, [row])
    assert (mapping.date, mapping.date_style) == ("created", DateStyle.ISO)
    assert (mapping.amount, mapping.currency) == ("amount", "currency")
    assert (mapping.payee, mapping.reference) == ("description", "id")


def test_barclays_number_is_not_taken_for_an_id() -> None:
    mapping = guess_mapping(["Number", "Date", "Account", "Amount", "Subcategory", "Memo"], [])
    assert mapping.reference == ""
    assert (mapping.description, mapping.account) == ("Memo", "Account")


def test_lloyds_headings_are_understood() -> None:
    mapping = guess_mapping(
        ["Transaction Date", "Transaction Description", "Debit Amount", "Credit Amount"], []
    )
    assert (mapping.paid_out, mapping.paid_in) == ("Debit Amount", "Credit Amount")
    assert mapping.payee == "Transaction Description"


def test_date_style_is_the_one_that_reads_every_date() -> None:
    assert guess_date_style(["01/02/2026", "13/02/2026"]) == DateStyle.DAY_FIRST
    assert guess_date_style(["01/02/2026", "01/13/2026"]) == DateStyle.MONTH_FIRST
    assert guess_date_style(["01/02/2026"]) == DateStyle.DAY_FIRST
    assert guess_date_style([]) == DateStyle.DAY_FIRST


def test_mapping_survives_storing_and_forgets_unknown_names() -> None:
    mapping = CsvMapping(date="Date", amount="Amount", date_style=DateStyle.ISO)
    assert CsvMapping.from_json({**mapping.as_json(), "colour": "red"}) == mapping


def test_mapping_without_date_or_amount_says_so() -> None:
    problems = CsvMapping(payee="Who").problems(["Date"])
    assert problems == [
        problem("statement_columns_no_date", "date"),
        problem("statement_columns_no_amount", "amount"),
        problem("statement_columns_missing", missing=["Who"]),
    ]
    both = CsvMapping(date="Date", amount="A", paid_in="B").problems(["Date", "A", "B"])
    assert len(both) == 1
