"""Which column of a bank's CSV means what: chosen once on the mapping screen, kept for its headings."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields, replace
from typing import Any, Self

from marketplace.core.errors import Problem, problem
from payments.gateway.errors import RowRefused
from payments.gateway.statements.amounts import DecimalMark, flag_sign
from payments.gateway.statements.dates import DateStyle, date_reader


@dataclass(frozen=True)
class CsvMapping:
    """Columns by their heading. "" means that the file has no such column.

    The amount is in one column (`amount`), in one with a CR/DR column beside it
    (`amount` and `flag`), or in two (`paid_in` and `paid_out`). `out_is_positive` is for card
    statements that write spending without a minus: a number is money out unless a mark beside it
    says otherwise. `balance` is what the account holds after the row. In a file of several cards
    `account` is the number of the row's card or account, masked or not, and `card_reference` the
    card programme's own id of the card.
    """

    date: str = ""
    date_style: DateStyle = DateStyle.DAY_FIRST
    amount: str = ""
    paid_in: str = ""
    paid_out: str = ""
    flag: str = ""
    out_is_positive: bool = False
    payee: str = ""
    description: str = ""
    reference: str = ""
    merchant_category: str = ""
    currency: str = ""
    account: str = ""
    card_reference: str = ""
    status: str = ""
    balance: str = ""
    default_currency: str = "GBP"
    decimal_mark: str = DecimalMark.POINT
    skip_rows: int = 0
    has_headings: bool = True

    def columns(self) -> list[str]:
        """Every heading that this mapping names."""
        names = (getattr(self, name) for name in COLUMN_FIELDS)
        return [name for name in names if name]

    @property
    def names_cards(self) -> bool:
        """Whether a column says of each row which card or account it is of."""
        return bool(self.account or self.card_reference)

    def problems(self, headings: Sequence[str], *, several: bool = False) -> list[Problem]:
        """Why this mapping cannot read a file with these headings, of one account or of several;
        empty when it can."""
        found = []
        if not self.date:
            found.append(problem("statement_columns_no_date", "date"))
        if bool(self.amount) == bool(self.paid_in or self.paid_out):
            found.append(problem("statement_columns_no_amount", "amount"))
        if several and not self.names_cards:
            found.append(problem("statement_columns_no_card", "account"))
        missing = [name for name in self.columns() if name not in headings]
        if missing:
            found.append(problem("statement_columns_missing", missing=missing))
        return found

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Self:
        """A mapping from what `as_json` gave; names it no longer knows are left out."""
        known = {field.name for field in fields(cls)}
        values = {name: value for name, value in stored.items() if name in known}
        if "date_style" in values:
            values["date_style"] = DateStyle(values["date_style"])
        return cls(**values)


COLUMN_FIELDS = (
    "date",
    "amount",
    "paid_in",
    "paid_out",
    "flag",
    "payee",
    "description",
    "reference",
    "merchant_category",
    "currency",
    "account",
    "card_reference",
    "status",
    "balance",
)

# Headings that UK banks and card programmes use, best first. "Number" and "Reference" are left
# out of `reference` on purpose: they are not the bank's own id, and repeat.
_USUAL: dict[str, tuple[str, ...]] = {
    "date": (
        "date",
        "transaction date",
        "booking date",
        "posting date",
        "created",
        "posted",
    ),
    "amount": ("amount", "value", "transaction amount", "amount (gbp)"),
    "paid_in": ("paid in", "money in", "credit amount", "credit", "credits", "in"),
    "paid_out": ("paid out", "money out", "debit amount", "debit", "debits", "out"),
    "flag": (
        *("cr/dr", "dr/cr", "credit/debit", "debit/credit", "type of entry", "cr or dr"),
        *("in or out", "in/out"),
    ),
    "payee": (
        *(
            "payee",
            "name",
            "merchant",
            "merchant name",
            "counter party",
            "counterparty",
        ),
        *("description", "transaction description"),
    ),
    "description": ("memo", "narrative", "details", "notes", "reference"),
    "reference": (
        "id",
        "transaction id",
        "transaction reference",
        "fitid",
        "unique id",
    ),
    "merchant_category": ("mcc", "merchant category code", "merchant category"),
    "currency": ("currency", "ccy"),
    "account": ("account", "account number", "account id"),
    "status": ("status", "state", "transaction status"),
    "balance": (
        *("balance", "running balance", "account balance", "balance (gbp)", "balance (£)"),
        *("balance after", "balance after transaction", "closing balance"),
    ),
}
# Of a file of several cards only: in a file of one account such a column says nothing new.
_USUAL_OF_CARDS: dict[str, tuple[str, ...]] = {
    "account": (
        *("card number", "card no", "card", "masked card number", "card pan", "pan"),
        *("last 4 digits", "last four digits", "last 4", "card ending", "account number"),
        *("account no", "account", "account id"),
    ),
    "card_reference": ("card reference", "card id", "card token", "public token", "token"),
}


def guess_mapping(
    headings: Sequence[str], rows: Sequence[Sequence[str]], *, several: bool = False
) -> CsvMapping:
    """The likeliest mapping for a file's headings and first rows, for a person to confirm; `several`
    for a file of several cards."""
    by_name = {heading.strip().casefold(): heading for heading in headings}
    usual = {**_USUAL, **_USUAL_OF_CARDS} if several else _USUAL
    found = {
        field: next((by_name[name] for name in names if name in by_name), "")
        for field, names in usual.items()
    }
    if found["amount"]:
        found["paid_in"] = found["paid_out"] = ""
    else:
        found["flag"] = ""
    dates = _column(headings, rows, found["date"])
    return replace(
        CsvMapping.from_json(found),
        date_style=guess_date_style(dates),
        out_is_positive=only_credits_flagged(_column(headings, rows, found["flag"])),
    )


def only_credits_flagged(flags: Sequence[str]) -> bool:
    """Whether a file marks money in and leaves the usual side, money out, unmarked."""
    signs = set()
    for flag in flags:
        try:
            signs.add(flag_sign(flag) if flag.strip() else 0)
        except RowRefused:
            return False
    return signs == {0, 1}


def guess_date_style(dates: Iterable[str]) -> DateStyle:
    """The first style that reads every date shown; day first where both would."""
    shown = [text for text in dates if any(c.isdigit() for c in text)]
    for style in (DateStyle.ISO, DateStyle.DAY_FIRST, DateStyle.MONTH_FIRST):
        read = date_reader(style)
        try:
            days = [read(text) for text in shown]
        except RowRefused:
            continue
        if days:
            return style
    return DateStyle.DAY_FIRST


def _column(headings: Sequence[str], rows: Sequence[Sequence[str]], name: str) -> list[str]:
    if name not in headings:
        return []
    index = list(headings).index(name)
    return [row[index] for row in rows if index < len(row)]
