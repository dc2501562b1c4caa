"""Which format a file is in, by what it holds and never by its name."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from enum import StrEnum

from marketplace.core.errors import problem
from payments.gateway.contract import CardFiles, StatementFile, WhoseCard
from payments.gateway.errors import StatementUnreadable
from payments.gateway.statements.camt053_reader import read_camt053, read_camt053_accounts
from payments.gateway.statements.csv_cards import read_csv_cards
from payments.gateway.statements.csv_mapping import CsvMapping
from payments.gateway.statements.csv_reader import read_csv
from payments.gateway.statements.mt940_reader import read_mt940, read_mt940_accounts
from payments.gateway.statements.ofx_reader import read_ofx, read_ofx_accounts
from payments.gateway.statements.reading import StatementReader, taken_apart
from payments.gateway.statements.text import decode

HEAD = 4000
_MT940 = re.compile(r"^:(60[FM]|61):", re.MULTILINE)
_CAMT053 = re.compile(r"<(?:[\w.-]+:)?BkToCstmrStmt\b")
#: Messages of a bank that are no statement, by the element that holds them.
CAMT_KINDS = {"BkToCstmrAcctRpt": "camt.052", "BkToCstmrDbtCdtNtfctn": "camt.054"}
_OTHER_CAMT = re.compile(r"(camt\.\d{3})|<(?:[\w.-]+:)?(" + "|".join(CAMT_KINDS) + r")\b")
_BINARY = (b"%PDF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


class StatementFormat(StrEnum):
    """The formats that can be read; CSV covers every bank's own columns."""

    CSV = "csv"
    OFX = "ofx"
    CAMT053 = "camt053"
    MT940 = "mt940"


#: What each row of a format has in it, as bytes: an entry of camt.053 at its start and at its end.
_ROW_MARKS = {
    StatementFormat.CSV: b"\n",
    StatementFormat.OFX: b"<STMTTRN>",
    StatementFormat.CAMT053: b"Ntry>",
    StatementFormat.MT940: b":61:",
}
READERS: Mapping[StatementFormat, StatementReader] = {
    StatementFormat.CSV: read_csv,
    StatementFormat.OFX: read_ofx,
    StatementFormat.CAMT053: read_camt053,
    StatementFormat.MT940: read_mt940,
}
#: CSV says in each row whose it is; the others hold one statement after another.
BY_ACCOUNT: Mapping[StatementFormat, Callable[[bytes], Mapping[str, StatementFile]]] = {
    StatementFormat.OFX: read_ofx_accounts,
    StatementFormat.CAMT053: read_camt053_accounts,
    StatementFormat.MT940: read_mt940_accounts,
}


def detect_format(data: bytes) -> StatementFormat:
    """The format of the bytes. Raises StatementUnreadable for an empty file or another kind."""
    if data.startswith(_BINARY):
        raise StatementUnreadable(problem("statement_other_kind", "file"))
    head = decode(data)[0][:HEAD]
    if "OFXHEADER" in head or "<OFX>" in head.upper():
        return StatementFormat.OFX
    if "camt.053" in head or _CAMT053.search(head):
        return StatementFormat.CAMT053
    if (other := _OTHER_CAMT.search(head)) is not None:
        kind = CAMT_KINDS.get(other[2] or "", other[1] or "")
        raise StatementUnreadable(problem("statement_other_message", "file", kind=kind))
    if head.lstrip().startswith("<"):
        raise StatementUnreadable(problem("statement_other_xml", "file"))
    if _MT940.search(head):
        return StatementFormat.MT940
    return StatementFormat.CSV


def estimate_rows(data: bytes, kind: StatementFormat) -> int:
    """About how many rows a file has, without reading it; 0 where that cannot be seen."""
    marks = data.count(_ROW_MARKS[kind])
    return marks // 2 if kind == StatementFormat.CAMT053 else marks


def read_statement(
    data: bytes,
    *,
    format: StatementFormat | None = None,
    mapping: CsvMapping | None = None,
) -> StatementFile:
    """The file's lines and refusals, by the format named or the one detected.

    Raises StatementUnreadable when the whole file is no use.
    """
    chosen = format or detect_format(data)
    file = READERS[chosen](data, mapping)
    if file.lines or file.refused:
        return file
    return replace(file, notes=(*file.notes, problem("statement_note_no_lines")))


def read_accounts(
    data: bytes, whose: WhoseCard, *, format: StatementFormat, mapping: CsvMapping | None = None
) -> CardFiles:
    """A file of several cards or accounts, taken apart by account; `mapping` is for CSV.

    Raises StatementUnreadable when the whole file is no use.
    """
    if format == StatementFormat.CSV:
        return read_csv_cards(data, mapping or CsvMapping(), whose)
    return taken_apart(BY_ACCOUNT[format](data), whose)
