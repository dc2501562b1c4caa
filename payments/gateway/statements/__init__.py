"""Statement files of five kinds read into one shape. `read_statement` is the door."""

from payments.gateway.statements.contract import (
    LineStatus,
    RefusedLine,
    StatementFile,
    StatementLine,
    StatementUnreadable,
)
from payments.gateway.statements.detection import (
    StatementFormat,
    detect_format,
    read_statement,
)

__all__ = [
    "LineStatus",
    "RefusedLine",
    "StatementFile",
    "StatementFormat",
    "StatementLine",
    "StatementUnreadable",
    "detect_format",
    "read_statement",
]
