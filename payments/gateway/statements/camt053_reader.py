"""ISO 20022 camt.053 statements, versions 2 to 10, read on a parser that refuses entity bombs.

The amount of an entry is the entry's own; the details under it only describe it.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml.common import DefusedXmlException  # type: ignore[import-untyped]
from defusedxml.ElementTree import DefusedXMLParser  # type: ignore[import-untyped]

from marketplace.core.errors import Problem, problem
from payments.gateway.contract import LineStatus, RefusedLine, StatementFile, StatementLine, tidy
from payments.gateway.errors import RowRefused, StatementUnreadable
from payments.gateway.statements.amounts import currency_code, parse_amount
from payments.gateway.statements.csv_mapping import CsvMapping
from payments.gateway.statements.dates import iso_date
from payments.gateway.statements.reading import (
    MOST_ROWS,
    by_account,
    one_statement,
    refused_line,
    too_many_rows,
)
from payments.gateway.statements.text import decode, shown

LINE, NUMBER = "line-of-the-file", "number-in-the-file"
#: Judgement: the standard goes some 15 elements deep.
DEEPEST = 100
OPENING, CLOSING = ("OPBD", "PRCD"), ("CLBD",)


def read_camt053(data: bytes, mapping: CsvMapping | None = None) -> StatementFile:
    """The file's entries. Raises StatementUnreadable for broken XML or several accounts."""
    return one_statement(read_camt053_accounts(data))


def read_camt053_accounts(data: bytes) -> Mapping[str, StatementFile]:
    """The statement of each account, of however many pages. Raises StatementUnreadable."""
    _, notes = decode(data)
    statements = list(_parse(data).iterfind(".//{*}Stmt"))
    if not statements:
        raise StatementUnreadable(problem("statement_no_camt053", "file"))
    pages: dict[str, list[Element]] = {}
    for statement in statements:
        pages.setdefault(_account(statement), []).append(statement)
    return by_account(_file(account, found, notes) for account, found in pages.items())


def _file(account: str, statements: list[Element], notes: tuple[Problem, ...]) -> StatementFile:
    currency = _currency(statements[0])
    opening = _balance(statements[0], OPENING, currency)
    closing = _balance(statements[-1], CLOSING, currency)
    lines, refused, more = _lines(statements)
    return StatementFile(
        format="camt053",
        lines=tuple(lines),
        refused=tuple(refused),
        account_id=account,
        holder=_text(statements[0], "{*}Acct/{*}Ownr/{*}Nm"),
        currency=currency,
        opening_minor=opening,
        closing_minor=closing,
        notes=(*notes, *more),
    ).checked()


class _Numbered(TreeBuilder):
    """A tree whose entries remember the line of the file where they begin, neither too many nor deep."""

    parser: DefusedXMLParser
    entries = depth = 0

    def start(self, tag: str, attrs: dict[str, str]) -> Element:
        self.depth += 1
        if self.depth > DEEPEST:
            raise StatementUnreadable(problem("statement_too_deep", "file"))
        element = super().start(tag, attrs)
        if tag.rpartition("}")[2] == "Ntry":
            self.entries += 1
            if self.entries > MOST_ROWS:
                raise too_many_rows()
            element.set(LINE, str(self.parser.parser.CurrentLineNumber))
            element.set(NUMBER, str(self.entries))
        return element

    def end(self, tag: str) -> Element:
        self.depth -= 1
        return super().end(tag)


def _parse(data: bytes) -> Element:
    builder = _Numbered()
    builder.parser = DefusedXMLParser(target=builder, forbid_dtd=True)
    try:
        builder.parser.feed(data.strip())
        root: Element = builder.parser.close()
        return root
    except DefusedXmlException as error:
        raise StatementUnreadable(problem("statement_entities", "file")) from error
    except (ParseError, ValueError, LookupError) as error:
        broken = problem("statement_broken_xml", "file", reason=str(error))
        raise StatementUnreadable(broken) from error


def _text(element: Element | None, path: str) -> str:
    found = element.find(path) if element is not None else None
    return tidy("".join(found.itertext())) if found is not None else ""


def _account(statement: Element) -> str:
    return _text(statement, "{*}Acct/{*}Id/{*}IBAN") or _text(
        statement, "{*}Acct/{*}Id/{*}Othr/{*}Id"
    )


def _currency(statement: Element) -> str:
    amount = statement.find("{*}Ntry/{*}Amt")
    stated = _text(statement, "{*}Acct/{*}Ccy")
    try:
        return currency_code(stated or (amount.get("Ccy", "") if amount is not None else "GBP"))
    except RowRefused as error:
        raise StatementUnreadable(*error.problems) from error


def _balance(statement: Element, kinds: tuple[str, ...], currency: str) -> int | None:
    """The first booked balance of these kinds that is in the account's currency."""
    for balance in statement.iterfind("{*}Bal"):
        amount = balance.find("{*}Amt")
        if _text(balance, "{*}Tp/{*}CdOrPrtry/{*}Cd") not in kinds or amount is None:
            continue
        try:
            if amount.get("Ccy") == currency:
                return _signed(balance, currency)
        except RowRefused:
            return None
    return None


def _lines(
    statements: list[Element],
) -> tuple[list[StatementLine], list[RefusedLine], list[Problem]]:
    lines: list[StatementLine] = []
    refused: list[RefusedLine] = []
    notes: list[Problem] = []
    for entry in (entry for statement in statements for entry in statement.iterfind("{*}Ntry")):
        position = int(entry.attrib.pop(LINE))
        number = int(entry.attrib.pop(NUMBER))
        try:
            lines.append(_line(entry, position))
            notes.extend(_detail_notes(entry, lines[-1]))
        except RowRefused as error:
            refused.append(refused_line(position, error, _raw(entry), number))
    return lines, refused, notes


def _raw(entry: Element) -> str:
    """Every text of an entry with the element that it stands in, one a line."""
    texts = ((e.tag.rpartition("}")[2], tidy(e.text), e.attrib) for e in entry.iter())
    return "\n".join(
        f"{name}: {' '.join([text, *attributes.values()])}"
        for name, text, attributes in texts
        if text
    )


def _line(entry: Element, position: int) -> StatementLine:
    amount = entry.find("{*}Amt")
    currency = currency_code(amount.get("Ccy", "") if amount is not None else "")
    signed = _signed(entry, currency)
    details = entry.findall("{*}NtryDtls/{*}TxDtls")
    detail = details[0] if len(details) == 1 else None
    is_reversal = _text(entry, "{*}RvslInd") in ("true", "1")
    # Who is paid stays the creditor when the payment comes back.
    side = "Cdtr" if (signed < 0) != is_reversal else "Dbtr"
    return StatementLine(
        position=position,
        booked_date=_day(entry),
        amount_minor=signed,
        currency=currency,
        payee=", ".join(_distinct(_payee(one, side) for one in details)),
        description=_description(entry, details, side),
        provider_ref=_text(entry, "{*}AcctSvcrRef") or _text(detail, "{*}Refs/{*}AcctSvcrRef"),
        status=_status(entry),
        raw=_raw(entry),
        is_reversal=is_reversal,
    )


def _signed(element: Element, currency: str) -> int:
    """The entry's amount, with the sign that its own credit or debit mark gives."""
    text, mark = _text(element, "{*}Amt"), _text(element, "{*}CdtDbtInd")
    if not text[:1].isdigit() or "," in text:
        raise RowRefused(problem("statement_amount_unclear", shown=shown(text)))
    size = parse_amount(text, currency)
    if mark not in ("CRDT", "DBIT"):
        raise RowRefused(problem("statement_entry_side"))
    return size if mark == "CRDT" else -size


def _status(entry: Element) -> LineStatus:
    code = _text(entry, "{*}Sts/{*}Cd") or _text(entry, "{*}Sts")
    if code == "BOOK":
        return LineStatus.BOOKED
    if code == "PDNG":
        return LineStatus.PENDING
    raise RowRefused(problem("statement_entry_status", status=shown(code)))


def _day(entry: Element) -> date:
    for path in (
        "{*}BookgDt/{*}Dt",
        "{*}BookgDt/{*}DtTm",
        "{*}ValDt/{*}Dt",
        "{*}ValDt/{*}DtTm",
    ):
        text = _text(entry, path)
        if text:
            return iso_date(text)
    raise RowRefused(problem("statement_entry_undated"))


def _payee(detail: Element, side: str) -> str:
    """Who is paid in the end, or paid first of all; a collector stands between them."""
    return _party(detail, f"Ultmt{side}") or _party(detail, side)


def _party(detail: Element, role: str) -> str:
    party = f"{{*}}RltdPties/{{*}}{role}"
    return _text(detail, f"{party}/{{*}}Nm") or _text(detail, f"{party}/{{*}}Pty/{{*}}Nm")


def _description(entry: Element, details: list[Element], side: str) -> str:
    """What the payment is for, and through whom it went where that is not who is paid."""
    words = _distinct(_remittance(one) for one in details) or _distinct(
        [_text(entry, "{*}AddtlNtryInf")]
    )
    references = _distinct(_text(one, "{*}RmtInf/{*}Strd/{*}CdtrRefInf/{*}Ref") for one in details)
    through = _distinct(_party(one, side) for one in details if _party(one, f"Ultmt{side}"))
    return tidy(" ".join(["; ".join(words or references), ", ".join(through)]))


def _remittance(detail: Element) -> str:
    unstructured = detail.findall("{*}RmtInf/{*}Ustrd")
    return tidy(" ".join("".join(part.itertext()) for part in unstructured))


def _distinct(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(text for text in texts if text))


def _detail_notes(entry: Element, line: StatementLine) -> Iterator[Problem]:
    texts = [_text(d, "{*}Amt") for d in entry.iterfind("{*}NtryDtls/{*}TxDtls")]
    try:
        total = sum(parse_amount(text, line.currency) for text in texts)
    except RowRefused:
        return
    if texts and total != abs(line.amount_minor):
        yield problem("statement_note_details", line=line.position)
