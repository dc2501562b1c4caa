"""Which column of a bank's CSV means what, by its headings alone: whatever layout it is said to be.

It asks the gateway first, which knows what each column means to it, and adds the cousins of those
headings and the column that only a trial looks at, the running balance.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from marketplace.core.errors import Problem
from payments.gateway.errors import StatementUnreadable
from payments.gateway.statements import (
    CREDIT_WORDS,
    DEBIT_WORDS,
    CsvMapping,
    CsvPreview,
    preview_csv,
)

#: Rows above the headings. Judgement: banks write the account's name, its number and the period there.
MOST_ABOVE = 20

_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_OTHER = re.compile(r"[^a-z0-9]+")
_CURRENCIES = re.compile(r" (gbp|pounds|sterling)$")
_ABOUT = (
    *("payee", "name", "merchant", "merchant name", "counter party", "counterparty"),
    *("transaction description", "description", "transaction details", "details", "narrative"),
    *("text", "particulars", "memo", "transaction", "notes", "reference", "payment reference"),
)
_COUSINS: Mapping[str, tuple[str, ...]] = {
    "date": (
        *("date", "transaction date", "booking date", "booked", "posting date", "posted date"),
        *(
            "date posted",
            "posted",
            "entry date",
            "trans date",
            "completed date",
            "created",
            "value date",
        ),
    ),
    "amount": ("amount", "value", "transaction amount", "billing amount", "settled amount"),
    "paid_in": (
        *("paid in", "money in", "credit amount", "credit", "credits", "in", "amount in"),
        *("receipts", "deposits", "received"),
    ),
    "paid_out": (
        *("paid out", "money out", "debit amount", "debit", "debits", "out", "amount out"),
        *("payments", "withdrawals", "spent"),
    ),
    "flag": (
        *("cr dr", "dr cr", "crdr", "drcr", "credit debit", "debit credit", "credit or debit"),
        *("debit or credit", "credit debit indicator", "type of entry", "d c", "c d", "sign"),
    ),
    "merchant_category": ("mcc", "merchant category code", "merchant category", "category code"),
    "currency": ("currency", "ccy"),
    "account": ("account number", "account no"),
    "status": ("status", "state", "transaction status"),
    "reference": ("id", "transaction id", "fitid", "unique id"),
}
_BALANCE = ("balance", "running balance", "account balance", "balance after", "available balance")
_KIND = ("transaction type", "type", "transaction code", "type code", "code")


@dataclass(frozen=True, slots=True)
class Columns:
    """How a file is read: the gateway's mapping, and the column of the balance, "" for none."""

    mapping: CsvMapping
    balance: str = ""


def columns_of(data: bytes) -> Columns:
    """The columns of a CSV file. Raises StatementUnreadable where no row of headings has date and amount."""
    refused: list[Problem] = []
    for skip in range(MOST_ABOVE + 1):
        try:
            preview = preview_csv(data, skip_rows=skip)
        except StatementUnreadable as error:
            refused = refused or error.problems
            break
        columns = _columns(preview)
        problems = columns.mapping.problems(preview.headings)
        if not problems:
            return columns
        refused = refused or problems
    raise StatementUnreadable(*refused)


def _columns(preview: CsvPreview) -> Columns:
    by_name: dict[str, str] = {}
    for heading in preview.headings:
        by_name.setdefault(_plain(heading), heading)
    found = {field: _first(names, by_name) for field, names in _COUSINS.items()}
    payee, description = [*_all(_ABOUT, by_name), "", ""][:2]
    kind = _first(_KIND, by_name)
    if not found["flag"] and _says_which_way(preview, kind):
        found["flag"] = kind
    if found["amount"]:
        found["paid_in"] = found["paid_out"] = ""
    else:
        found["flag"] = ""
    named = {**found, "payee": payee, "description": description}
    mapping = CsvMapping.from_json(preview.guess.as_json() | named)
    return Columns(mapping, _first(_BALANCE, by_name))


def _plain(heading: str) -> str:
    words = _OTHER.sub(" ", _BRACKETS.sub(" ", heading.casefold())).strip()
    return _CURRENCIES.sub("", words)


def _first(names: Sequence[str], by_name: Mapping[str, str]) -> str:
    return next(_all(names, by_name), "")


def _all(names: Sequence[str], by_name: Mapping[str, str]) -> Iterator[str]:
    return (by_name[name] for name in names if name in by_name)


def _says_which_way(preview: CsvPreview, column: str) -> bool:
    """Whether a column of types says CR or DR in every row."""
    if not column:
        return False
    place = preview.headings.index(column)
    shown = {row[place].strip().upper() for row in preview.rows if place < len(row)}
    return bool(shown) and shown <= CREDIT_WORDS | DEBIT_WORDS
