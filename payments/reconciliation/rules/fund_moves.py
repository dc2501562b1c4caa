"""One fund's money followed: what came in, was spent, came back, was shared again or undone, and is left."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from marketplace.core.labels import LabelledEnum
from payments.reconciliation.rules.posting import ADJUSTING, AGAIN, SOURCE


class MoveKind(LabelledEnum):
    """Why a fund's money moved."""

    PAID_IN = "paid_in", "Paid in"
    SPENT = "spent", "Spent"
    REFUNDED = "refunded", "Refunded"
    SHARED_AGAIN = "shared_again", "Shared again"
    UNDONE = "undone", "Match undone"


def kind_of_move(
    *, source: str, reference: str, is_fund_account: bool, pence: int, is_match_undone: bool
) -> MoveKind:
    """Why money moved, by the transfer's own name. `pence` are above zero where the fund has more after it.

    What undoes the legs of a match that stands is the first half of sharing it again.
    """
    undone, _, undone_source = source.partition("undo:")
    if undone_source:
        return MoveKind.UNDONE if is_match_undone else MoveKind.SHARED_AGAIN
    if undone == ADJUSTING or (undone == SOURCE and reference.endswith(AGAIN)):
        return MoveKind.SHARED_AGAIN
    if is_fund_account:
        return MoveKind.PAID_IN
    return MoveKind.SPENT if pence < 0 else MoveKind.REFUNDED


@dataclass(frozen=True, slots=True)
class MovedPayment:
    """Which payment money moved for, as the bank names it, and its own day."""

    public_id: UUID
    payee: str
    day: date


@dataclass(frozen=True, slots=True)
class FundMove:
    """Signed pence of one fund on a day of the books, and for what. No `payment` is known of shares that
    were shared otherwise since."""

    day: date
    kind: MoveKind
    pence: int
    label: str
    payment: MovedPayment | None = None


@dataclass(slots=True)
class FundRow:
    """What one fund did for one thing: signed pence by kind."""

    label: str
    pence: dict[MoveKind, int] = field(default_factory=lambda: dict.fromkeys(MoveKind, 0))

    @property
    def first_pence(self) -> int:
        """As it was first recorded: paid in, or spent."""
        return self.pence[MoveKind.PAID_IN] + self.pence[MoveKind.SPENT]

    @property
    def refunded_pence(self) -> int:
        return self.pence[MoveKind.REFUNDED]

    @property
    def shared_again_pence(self) -> int:
        return self.pence[MoveKind.SHARED_AGAIN]

    @property
    def undone_pence(self) -> int:
        return self.pence[MoveKind.UNDONE]

    @property
    def total_pence(self) -> int:
        return sum(self.pence.values())


def rows_of(moves: Iterable[FundMove], first: str) -> tuple[FundRow, ...]:
    """A row for each thing in the order of their names, one of them before all others."""
    rows: dict[str, FundRow] = {}
    for move in moves:
        row = rows.setdefault(move.label, FundRow(move.label))
        row.pence[move.kind] += move.pence
    return tuple(sorted(rows.values(), key=lambda row: (row.label != first, row.label)))
