"""MT940 statements: the `mt940` package reads each line, alone, so that one bad line costs itself only.

Its habit of moving 30 February to the 28th is switched off: such a line is refused.
"""

import logging
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import mt940

from marketplace.core.errors import Problem, problem
from payments.gateway.contract import RefusedLine, StatementFile, StatementLine, tidy
from payments.gateway.errors import RowRefused, StatementUnreadable
from payments.gateway.statements.amounts import currency_code, parse_amount
from payments.gateway.statements.csv_mapping import CsvMapping
from payments.gateway.statements.reading import at_most, by_account, one_statement, refused_line
from payments.gateway.statements.text import decode

logging.getLogger("mt940").setLevel(logging.CRITICAL)

#: Characters of a line of text, of which the first may have its tag in front. Source: the standard.
LINE_WIDTH, TAG_WIDTH = 65, len(":86:")
#: Two lines of the standard are 100 characters; the package slows with the square of their length.
LONGEST_LINE = 400
NO_REFERENCE = {"NONREF", "NOREF", "NOTPROVIDED"}
_TAG = re.compile(r"^:([0-9]{2}[A-Z]?|NS):", re.MULTILINE)
_BALANCE = re.compile(r"^([CD])(\d{6})([A-Z]{3})([\d,]+)")
_AMOUNT = re.compile(r"^\d{6}(?:\d{4}|\s{4})?R?[DC][A-Z]?\s?(?P<amount>.*?)(?=[A-Z]|\n|$)")
_NAME = re.compile(r"/NAME/(?P<name>.*?)(?=/[A-Z]{3,4}/|$)")
_REMITTANCE = re.compile(r"/REMI/(?:USTD//)?(?P<text>.*?)(?=/[A-Z]{3,4}/|$)")
_CODES = re.compile(r"\?\d\d|/[A-Z]{3,4}/")
_SUBFIELD = re.compile(r"\?(\d\d)([^?]*)")
_TRAILER = re.compile(r"^-[A-Z}]*\s*\Z", re.MULTILINE)


@dataclass(frozen=True)
class _Field:
    position: int
    tag: str
    value: str


def read_mt940(data: bytes, mapping: CsvMapping | None = None) -> StatementFile:
    """The file's lines. Raises StatementUnreadable without an opening balance, which says the currency,
    and for several accounts."""
    return one_statement(read_mt940_accounts(data))


def read_mt940_accounts(data: bytes) -> Mapping[str, StatementFile]:
    """The statement of each account; a long one is in several messages. Raises StatementUnreadable."""
    text, notes = decode(data)
    pages: dict[str, list[_Field]] = {}
    for message in _messages(list(_fields(text))):
        pages.setdefault(_account(message), []).extend(message)
    return by_account(_file(fields, notes) for fields in pages.values())


def _messages(fields: list[_Field]) -> Iterator[list[_Field]]:
    """The fields of each message: it begins with its own reference, or names an account anew."""
    message: list[_Field] = []
    for field in fields:
        if field.tag == "20" or (field.tag == "25" and _account(message)):
            if message:
                yield message
            message = []
        message.append(field)
    yield message


def _account(fields: list[_Field]) -> str:
    return next((field.value.strip() for field in fields if field.tag == "25"), "")


def _file(fields: list[_Field], notes: tuple[Problem, ...]) -> StatementFile:
    opening, closing = _balances(fields, "60"), _balances(fields, "62")
    if not opening:
        raise StatementUnreadable(problem("statement_no_opening_balance", "file"))
    currency = opening[0][0]
    lines, refused = _lines(fields, currency)
    return StatementFile(
        format="mt940",
        lines=tuple(lines),
        refused=tuple(refused),
        account_id=_account(fields),
        currency=currency,
        opening_minor=opening[0][1],
        closing_minor=closing[-1][1] if closing and closing[-1][0] == currency else None,
        notes=notes,
    ).checked()


def _fields(text: str) -> Iterator[_Field]:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    starts = list(_TAG.finditer(text))
    position, seen = 1, 0
    for match, following in zip(starts, [*starts[1:], None], strict=False):
        position += text.count("\n", seen, match.start())
        seen = match.start()
        end = following.start() if following else len(text)
        yield _Field(position, match[1], _TRAILER.sub("", text[match.end() : end].rstrip()))


def _balances(fields: list[_Field], tag: str) -> list[tuple[str, int]]:
    found = []
    for field in fields:
        match = _BALANCE.match(field.value) if field.tag.startswith(tag) else None
        if match:
            try:
                size = parse_amount(match[4], match[3], decimal_mark=",")
            except RowRefused as error:
                unread = problem("statement_balance_unread", "file")
                raise StatementUnreadable(unread, *error.problems) from error
            found.append((match[3], size if match[1] == "C" else -size))
    return found


def _lines(fields: list[_Field], currency: str) -> tuple[list[StatementLine], list[RefusedLine]]:
    lines: list[StatementLine] = []
    refused: list[RefusedLine] = []
    for field, details in at_most(_entries(fields)):
        try:
            lines.append(_line(field, details, currency_code(currency)))
        except RowRefused as error:
            refused.append(refused_line(field.position, error, field.value))
    return lines, refused


def _entries(fields: list[_Field]) -> Iterator[tuple[_Field, str]]:
    """Each :61: with the :86: directly after it; one after the balance is the file's."""
    for field, following in zip(fields, [*fields[1:], None], strict=False):
        if field.tag == "61":
            yield field, following.value if following and following.tag == "86" else ""


def _line(field: _Field, details: str, currency: str) -> StatementLine:
    parsed = _parse(field, currency)
    raw_amount = _AMOUNT.match(field.value)
    size = parse_amount(raw_amount["amount"] if raw_amount else "", currency, decimal_mark=",")
    out = str(parsed["status"]).upper() in ("D", "RC")
    payee, description = _words(details)
    if not payee and not description:
        description = tidy(_supplement(field))
    return StatementLine(
        position=field.position,
        booked_date=_booked(parsed),
        amount_minor=-size if out else size,
        currency=currency,
        payee=payee,
        description=description,
        provider_ref=_reference(parsed.get("bank_reference")),
        raw=f":61:{field.value}" + (f"\n:86:{details}" if details else ""),
        is_reversal=str(parsed["status"]).upper() in ("RC", "RD"),
    )


def _supplement(field: _Field) -> str:
    """What the bank adds below a row, where it gives no :86:."""
    return field.value.partition("\n")[2]


def _parse(field: _Field, currency: str) -> dict[str, Any]:
    """What the package makes of one :61:, with its date repair left out."""
    if len(field.value) > LONGEST_LINE:
        raise RowRefused(problem("statement_mt940_too_long"))
    statement = mt940.models.Transactions(
        processors={"pre_statement": [mt940.processors.add_currency_pre_processor(currency)]}
    )
    try:
        statement.parse(f":20:ONE\n:61:{field.value}\n")
        return dict(statement.transactions[0].data)
    except ValueError as error:
        raise RowRefused(problem("statement_mt940_date")) from error
    except (RuntimeError, ArithmeticError, IndexError) as error:
        raise RowRefused(problem("statement_mt940_line")) from error


def _booked(parsed: dict[str, Any]) -> date:
    """The entry date where the bank gives one, else the value date."""
    day = parsed.get("entry_date") or parsed["date"]
    return date(day.year, day.month, day.day)


def _reference(text: str | None) -> str:
    reference = tidy(text)
    return "" if reference.upper() in NO_REFERENCE else reference


def _words(details: str) -> tuple[str, str]:
    """Payee and description from /NAME/../REMI/.., from ?32 and ?20, or all of it as description."""
    flat = tidy(_unwrapped(details))
    name, remittance = _NAME.search(flat), _REMITTANCE.search(flat)
    if name or remittance:
        return (
            name["name"].strip() if name else "",
            remittance["text"].strip("/ ") if remittance else "",
        )
    subfields = dict(_SUBFIELD.findall(flat))
    if subfields:
        payee = subfields.get("32", "") + subfields.get("33", "")
        purpose = " ".join(subfields[key] for key in sorted(subfields) if "20" <= key <= "29")
        return tidy(payee), tidy(purpose)
    return "", flat


def _unwrapped(details: str) -> str:
    """The lines of an :86: as one. Where fields are marked, or a line is full, a word may be cut by the
    line's end, so only a space that stands there is one; other text is written line by line."""
    lines = details.split("\n")
    is_marked = _CODES.search(details) is not None
    text = lines[0]
    for number, line in enumerate(lines[1:]):
        width = LINE_WIDTH - (TAG_WIDTH if number == 0 else 0)
        is_cut = is_marked or len(lines[number]) >= width
        text += line if is_cut else f" {line}"
    return text
