"""Statement files of five kinds read into one shape. `read_statement` is the way in."""

from payments.gateway.statements.amounts import CREDIT_WORDS, DEBIT_WORDS, DecimalMark, show_amount
from payments.gateway.statements.csv_cards import read_csv_cards
from payments.gateway.statements.csv_mapping import COLUMN_FIELDS, CsvMapping
from payments.gateway.statements.csv_reader import (
    CsvPreview,
    heading_signatures,
    preview_csv,
    read_csv,
)
from payments.gateway.statements.csv_rows import PENDING_WORDS
from payments.gateway.statements.csv_sample import CsvSample
from payments.gateway.statements.dates import FIRST_YEAR, LAST_YEAR, DateStyle
from payments.gateway.statements.detection import (
    StatementFormat,
    detect_format,
    estimate_rows,
    read_accounts,
    read_statement,
)

__all__ = [
    "COLUMN_FIELDS",
    "CREDIT_WORDS",
    "DEBIT_WORDS",
    "FIRST_YEAR",
    "LAST_YEAR",
    "PENDING_WORDS",
    "CsvMapping",
    "CsvPreview",
    "CsvSample",
    "DateStyle",
    "DecimalMark",
    "StatementFormat",
    "detect_format",
    "estimate_rows",
    "heading_signatures",
    "preview_csv",
    "read_accounts",
    "read_csv",
    "read_csv_cards",
    "read_statement",
    "show_amount",
]
