"""The three layouts of the trial format, and nothing else: change a heading here and nowhere."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date

from .model import Person, pounds


@dataclass
class Row:
    """One row as the bank shows it."""

    date: date
    pence: int
    text: str
    code: str
    mcc: str
    pending: bool
    balance: int


def thousands(pence: int) -> str:
    """£1,234.56 CR, or DR for money out."""
    return f"£{abs(pence) // 100:,}.{abs(pence) % 100:02d} {'DR' if pence < 0 else 'CR'}"


def signed(pence: int) -> str:
    """-12.30"""
    return ("-" if pence < 0 else "") + pounds(pence)


def paid_in_out(person: Person, rows: list[Row]) -> list[list[str]]:
    """DD/MM/YYYY, apostrophe before the sort code, two amount columns, balance, an empty last column."""
    table = [
        [
            "Transaction Date",
            "Transaction Type",
            "Sort Code",
            "Account Number",
            "Transaction Description",
            "Debit Amount",
            "Credit Amount",
            "Balance",
            "",
        ]
    ]
    for row in rows:
        out, back = (pounds(row.pence), "") if row.pence < 0 else ("", pounds(row.pence))
        table.append(
            [
                row.date.strftime("%d/%m/%Y"),
                row.code,
                "'" + person.sort,
                person.number,
                row.text,
                out,
                back,
                signed(row.balance),
                "",
            ]
        )
    return table


def iso_signed(person: Person, rows: list[Row]) -> list[list[str]]:
    """ISO dates, status, merchant code, signed amount."""
    table = [["Date", "Status", "Description", "MCC", "Amount"]]
    table += [
        [
            row.date.isoformat(),
            "PENDING" if row.pending else "SETTLED",
            row.text,
            row.mcc,
            signed(row.pence),
        ]
        for row in rows
    ]
    return table


def crdr_balance(person: Person, rows: list[Row]) -> list[list[str]]:
    """Pounds with thousands, CR or DR, balance or the word Pending."""
    table = [["Date", "Description", "Amount", "Balance"]]
    table += [
        [
            row.date.strftime("%d/%m/%Y"),
            row.text,
            thousands(row.pence),
            "Pending" if row.pending else thousands(row.balance),
        ]
        for row in rows
    ]
    return table


LAYOUTS = {"paid_in_out": paid_in_out, "iso_signed": iso_signed, "crdr_balance": crdr_balance}


def as_bytes(person: Person, rows: list[Row]) -> bytes:
    """The file of an account's rows in its layout."""
    held = io.StringIO(newline="")
    csv.writer(held, lineterminator="\n").writerows(LAYOUTS[person.layout](person, rows))
    return (b"\xef\xbb\xbf" if person.layout == "crdr_balance" else b"") + held.getvalue().encode()
