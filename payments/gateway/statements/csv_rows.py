"""One row of a CSV statement into a line or a refusal."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from marketplace.core.errors import problem
from payments.gateway.contract import CardNamed, LineStatus, RefusedLine, StatementLine, tidy
from payments.gateway.errors import RowRefused
from payments.gateway.statements.amounts import (
    WrittenAmount,
    currency_code,
    flag_sign,
    parse_amount,
    parse_written,
)
from payments.gateway.statements.csv_mapping import CsvMapping
from payments.gateway.statements.dates import date_reader
from payments.gateway.statements.reading import refused_line
from payments.gateway.statements.text import shown

PENDING_WORDS = {"pending", "pdng", "authorised", "authorized", "uncleared"}


@dataclass(frozen=True)
class CsvRow:
    """The cells of one row, and the line of the file where it begins."""

    position: int
    cells: list[str]


class RowReader:
    """Holds what stays the same from row to row: where each column is, and how dates look."""

    def __init__(self, mapping: CsvMapping, headings: Sequence[str]) -> None:
        self.mapping = mapping
        self.width = len(headings)
        self.where = {name: list(headings).index(name) for name in mapping.columns()}
        self.read_date = date_reader(mapping.date_style)
        self.accounts: dict[str, None] = {}
        #: By the line of the file: how each row of the right width names its card.
        self.named: dict[int, CardNamed] = {}
        self.headings = list(headings)
        self.marks_in = False
        #: Lines of the file whose amount has no mark of its own, so that the balance may say its side.
        self.unmarked: set[int] = set()

    def read_all(self, rows: Sequence[CsvRow]) -> tuple[list[StatementLine], list[RefusedLine]]:
        """Every row once. A row that says "Pending" for its date takes the newest date beside it."""
        lines: list[StatementLine] = []
        refused: list[RefusedLine] = []
        self.marks_in = any(self._cell(row, self.mapping.amount)[:1] == "+" for row in rows)
        undated = [row for row in rows if self._is_undated(row)]
        waiting = {row.position for row in undated}
        dated = [row for row in rows if row.position not in waiting]
        newest: date | None = None
        for number, row in enumerate((*dated, *undated)):
            if number == len(dated):
                newest = max((line.booked_date for line in lines), default=None)
            try:
                lines.append(self._line(row, newest))
            except RowRefused as error:
                refused.append(refused_line(row.position, error, self._raw(row)))
        return (
            sorted(lines, key=lambda line: line.position),
            sorted(refused, key=lambda line: line.position),
        )

    def _is_undated(self, row: CsvRow) -> bool:
        return self._cell(row, self.mapping.date).casefold() in PENDING_WORDS

    def _cell(self, row: CsvRow, column: str) -> str:
        index = self.where[column] if column else len(row.cells)
        return tidy(row.cells[index]) if index < len(row.cells) else ""

    def _line(self, row: CsvRow, fallback: date | None) -> StatementLine:
        mapping = self.mapping
        if any(cell.strip() for cell in row.cells[self.width :]):
            raise RowRefused(
                problem("statement_row_width", values=len(row.cells), headings=self.width)
            )
        account = self._cell(row, mapping.account).lstrip("'")
        self.named[row.position] = CardNamed(account, self._cell(row, mapping.card_reference))
        currency = currency_code(self._cell(row, mapping.currency) or mapping.default_currency)
        if mapping.account:
            self.accounts[account] = None
        pending = fallback or self._cell(row, mapping.status).casefold() in PENDING_WORDS
        return StatementLine(
            position=row.position,
            booked_date=fallback or self.read_date(self._cell(row, mapping.date)),
            amount_minor=self._amount(row, currency),
            currency=currency,
            payee=self._cell(row, mapping.payee),
            description=self._cell(row, mapping.description),
            provider_ref=self._cell(row, mapping.reference),
            merchant_category=category_code(self._cell(row, mapping.merchant_category)),
            status=LineStatus.PENDING if pending else LineStatus.BOOKED,
            raw=self._raw(row),
            dated_by_file=fallback is not None,
            balance_minor=self._balance(row, currency),
        )

    def _raw(self, row: CsvRow) -> str:
        """Every cell that is not empty under its heading, one a line."""
        named = [*self.headings, *("" for _ in row.cells[self.width :])]
        cells = zip(named, row.cells, strict=False)
        return "\n".join(f"{heading}: {cell}" for heading, cell in cells if cell.strip())

    def _balance(self, row: CsvRow, currency: str) -> int | None:
        """What the account holds after the row; None where the cell does not say it."""
        text = self._cell(row, self.mapping.balance)
        if not text or currency != self.mapping.default_currency:
            return None
        try:
            return parse_amount(text, currency, decimal_mark=self.mapping.decimal_mark)
        except RowRefused:
            return None

    def _amount(self, row: CsvRow, currency: str) -> int:
        if self.mapping.amount:
            return self._one_column(row, currency)
        amount = self._two_columns(row, currency)
        return -amount if self.mapping.out_is_positive else amount

    def _one_column(self, row: CsvRow, currency: str) -> int:
        """The size with the side that the row's own marks say; without any, the usual side."""
        text = self._cell(row, self.mapping.amount)
        written = parse_written(text, currency, decimal_mark=self.mapping.decimal_mark)
        flag_text = self._cell(row, self.mapping.flag)
        flag = flag_sign(flag_text) if flag_text else 0
        marks = {mark for mark in (flag, written.flag, self._sign(written, flag)) if mark}
        if len(marks) > 1:
            raise RowRefused(problem("statement_amount_signs_disagree", shown=shown(text)))
        if not marks:
            self.unmarked.add(row.position)
        usual = -1 if self.mapping.out_is_positive else 1
        return (marks.pop() if marks else usual) * written.size

    def _sign(self, written: WrittenAmount, flag: int) -> int:
        """What + or - says. Where a bare number is money out and nothing is marked with +, a minus
        is the other side, unless CR or DR stands by it."""
        if written.sign < 0 and self.mapping.out_is_positive and not self.marks_in:
            return flag or written.flag or 1
        return written.sign

    def _two_columns(self, row: CsvRow, currency: str) -> int:
        """Money in less money out; exactly one of them may be there, apart from a zero."""
        texts = [self._cell(row, name) for name in (self.mapping.paid_in, self.mapping.paid_out)]
        mark = self.mapping.decimal_mark
        paid_in, paid_out = (
            parse_amount(text, currency, decimal_mark=mark) if text else 0 for text in texts
        )
        if not any(texts):
            raise RowRefused(problem("statement_amount_missing"))
        if paid_in and paid_out:
            raise RowRefused(problem("statement_amount_both_ways"))
        return paid_in - abs(paid_out)


def category_code(text: str) -> str:
    """A card scheme's four digits, leading zeros kept; "" where the cell says anything else."""
    return text if len(text) == 4 and text.isascii() and text.isdigit() else ""
