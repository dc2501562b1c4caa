"""OFX statements, 1.x (SGML, tags left open) and 2.x (XML), read leaf by leaf with line numbers.

Written here because the packaged reader slows with the square of the file's length, takes `1,234`
for 1.234 and does not say on which line a bad row is.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from itertools import accumulate

from marketplace.core.errors import Problem, problem
from payments.gateway.contract import RefusedLine, StatementFile, StatementLine, tidy
from payments.gateway.errors import RowRefused, StatementUnreadable
from payments.gateway.statements.amounts import DecimalMark, currency_code, parse_amount
from payments.gateway.statements.csv_mapping import CsvMapping
from payments.gateway.statements.dates import iso_date
from payments.gateway.statements.ofx_leaves import leaves_of, without_cdata
from payments.gateway.statements.reading import at_most, by_account, one_statement, refused_line
from payments.gateway.statements.text import decode, shown

_TRANSACTION = re.compile(
    r"<STMTTRN>(.*?)(?=</STMTTRN>|<STMTTRN>|</BANKTRANLIST>|\Z)", re.DOTALL | re.IGNORECASE
)
#: A day, a time with or without seconds, and a zone: hours from Greenwich, four figures, or its name.
_STAMP = re.compile(
    r"^(?P<day>\d{8})(?:(?P<clock>\d{4}|\d{6})(?:[.,]\d+)?)?\s*"
    r"(?:\[(?:(?P<zone>[+-]\d{4})|(?P<hours>[+-]?\d{1,2}(?:\.\d+)?))(?::\w*)?\]"
    r"|\[?:?(?P<name>GMT|UTC|Z)\]?)?$",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"<!(ENTITY|DOCTYPE)", re.IGNORECASE)
#: Where the statement of an account begins, of a bank or of a card.
_STATEMENT = re.compile(r"<(?:CC)?STMTRS>", re.IGNORECASE)
_ACCOUNT = re.compile(r"<ACCTID>([^<\r\n]*)", re.IGNORECASE)
_LEDGER = re.compile(r"<LEDGERBAL>", re.IGNORECASE)
_BALANCE = re.compile(r"<BALAMT>([^<\r\n]*)", re.IGNORECASE)


@dataclass(frozen=True)
class _Block:
    position: int
    number: int
    start: int
    raw: str
    leaves: dict[str, str]


@dataclass(frozen=True)
class _Statement:
    text: str
    blocks: list[_Block] = field(default_factory=list)


def read_ofx(data: bytes, mapping: CsvMapping | None = None) -> StatementFile:
    """The file's lines. Raises StatementUnreadable without a statement, or for several accounts."""
    return one_statement(read_ofx_accounts(data))


def read_ofx_accounts(data: bytes) -> Mapping[str, StatementFile]:
    """The statement of each account. Raises StatementUnreadable without one."""
    text, notes = decode(data)
    if _ENTITY.search(text):
        raise StatementUnreadable(problem("statement_entities", "file"))
    text = without_cdata(text)
    if "<CURDEF>" not in text.upper() and "<STMTTRN>" not in text.upper():
        raise StatementUnreadable(problem("statement_no_ofx", "file"))
    found = _statements(text)
    return by_account(_file(one, notes) for one in found)


def _statements(text: str) -> list[_Statement]:
    """The file cut where each account's statement begins; without such marks it is one."""
    starts = [0, *[match.start() for match in _STATEMENT.finditer(text)][1:]]
    found = [
        _Statement(text[start:end])
        for start, end in zip(starts, [*starts[1:], len(text)], strict=True)
    ]
    for block in at_most(_blocks(text)):
        found[bisect_right(starts, block.start) - 1].blocks.append(block)
    return found


def _file(statement: _Statement, notes: tuple[Problem, ...]) -> StatementFile:
    head = {path.rpartition("/")[2]: value for path, value in _head(statement.text)}
    currency = _currency(head)
    lines, refused = _lines(statement.blocks, currency)
    if not currency:
        named = {line.currency for line in lines}
        currency = named.pop() if len(named) == 1 else ""
    return StatementFile(
        format="ofx",
        lines=tuple(lines),
        refused=tuple(refused),
        account_id=_account(statement.text),
        currency=currency,
        first_date=_period_day(head.get("DTSTART")),
        last_date=_period_day(head.get("DTEND")),
        closing_minor=_balance(statement.text, currency),
        notes=notes,
    ).checked()


def _account(text: str) -> str:
    """The account of a statement; a transaction names the other account too. Raises StatementUnreadable
    where that is more than one."""
    named = [tidy(found) for found in _ACCOUNT.findall(_TRANSACTION.sub("", text))]
    distinct = {each for each in named if each}
    if len(distinct) > 1:
        raise StatementUnreadable(
            problem("statement_accounts_mixed", "file", accounts=len(distinct))
        )
    return distinct.pop() if distinct else ""


def _lines(
    blocks: Iterable[_Block], currency: str
) -> tuple[list[StatementLine], list[RefusedLine]]:
    lines: list[StatementLine] = []
    refused: list[RefusedLine] = []
    for block in blocks:
        try:
            lines.append(_line(block, currency))
        except RowRefused as error:
            refused.append(refused_line(block.position, error, block.raw, block.number))
    return lines, refused


def _blocks(text: str) -> Iterator[_Block]:
    ends = list(accumulate(len(line) for line in text.splitlines(keepends=True)))
    for number, match in enumerate(_TRANSACTION.finditer(text), 1):
        position = bisect_right(ends, match.start()) + 1
        yield _Block(position, number, match.start(), match[1], leaves_of(match[1]))


def _head(text: str) -> list[tuple[str, str]]:
    """What stands outside the transactions; where a name comes again, its first value counts."""
    return list(reversed(leaves_of(_TRANSACTION.sub("", text)).items()))


def _line(block: _Block, default_currency: str) -> StatementLine:
    leaves = block.leaves
    payee = leaves.get("NAME") or leaves.get("PAYEE/NAME") or leaves.get("PAYEE", "")
    memo = leaves.get("MEMO", "")
    currency = _currency_of(leaves, default_currency)
    return StatementLine(
        position=block.position,
        booked_date=_stamp_date(leaves.get("DTPOSTED", "")),
        amount_minor=_amount(leaves.get("TRNAMT", ""), currency),
        currency=currency,
        payee=payee,
        description=memo,
        provider_ref=leaves.get("FITID", ""),
        raw=block.raw.strip(),
    )


def _currency_of(leaves: dict[str, str], default: str) -> str:
    """What the amount is in. ORIGCURRENCY says only what it was before the bank changed it."""
    stated = leaves.get("CURRENCY/CURSYM") or leaves.get("CURSYM") or default
    if not stated:
        raise RowRefused(problem("statement_currency_missing"))
    return currency_code(stated)


def _amount(text: str, currency: str) -> int:
    """OFX has no thousands marks: one point or one comma is always the decimal mark."""
    if text.count(",") + text.count(".") > 1:
        raise RowRefused(problem("statement_ofx_marks", shown=shown(text)))
    mark = DecimalMark.COMMA if "," in text else DecimalMark.POINT
    return parse_amount(text, currency, decimal_mark=mark)


def _stamp_date(text: str) -> date:
    """The day posted. A time of day with an offset from Greenwich becomes the London date."""
    match = _STAMP.match(text)
    if match is None:
        raise RowRefused(problem("statement_ofx_date", shown=shown(text)))
    day, clock = match["day"], match["clock"]
    written = iso_date(f"{day[:4]}-{day[4:6]}-{day[6:]}")
    minutes = _zone_minutes(match)
    if not clock or minutes is None:
        return written
    try:
        zone = timezone(timedelta(minutes=minutes))
        moment = datetime.strptime(day + clock.ljust(6, "0"), "%Y%m%d%H%M%S").replace(tzinfo=zone)
    except ValueError as error:
        raise RowRefused(problem("statement_ofx_time", shown=shown(text))) from error
    return iso_date(moment.isoformat())


def _zone_minutes(stamp: re.Match[str]) -> int | None:
    """Minutes ahead of Greenwich; None where the stamp names no zone."""
    if stamp["name"]:
        return 0
    if stamp["zone"]:
        sign = -1 if stamp["zone"][0] == "-" else 1
        return sign * (int(stamp["zone"][1:3]) * 60 + int(stamp["zone"][3:]))
    return round(float(stamp["hours"]) * 60) if stamp["hours"] else None


def _currency(head: dict[str, str]) -> str:
    """The account's currency; "" where the file leaves it empty, so that each row must name its own."""
    stated = head.get("CURDEF", "GBP")
    try:
        return currency_code(stated) if stated else ""
    except RowRefused as error:
        raise StatementUnreadable(*error.problems) from error


def _balance(text: str, currency: str) -> int | None:
    ledger = _LEDGER.search(text)
    match = _BALANCE.search(text, ledger.end()) if ledger else None
    try:
        return _amount(match[1].strip(), currency) if match else None
    except RowRefused:
        return None


def _period_day(text: str | None) -> date | None:
    try:
        return _stamp_date(text) if text else None
    except RowRefused:
        return None
