"""One fund's money followed through a half year, by the books: it begins, moves and ends to the penny."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import F, Value
from django.db.models.functions import Coalesce

from marketplace.brokerage.models import Fund
from marketplace.brokerage.queries import LineName, lines_named
from marketplace.core.periods import Period
from marketplace.people.models import Person
from payments.ledger.models import Account, Transfer
from payments.ledger.queries import moved_before
from payments.ledger.rules import AccountKind
from payments.reconciliation.models import Match
from payments.reconciliation.rules.fund_moves import (
    FundMove,
    FundRow,
    MovedPayment,
    MoveKind,
    kind_of_move,
    rows_of,
)
from payments.reconciliation.rules.statement import half_year
from payments.reconciliation.rules.states import MatchState

PAID_IN, OFF_PLAN, PLANNED = "Paid in", "Outside the plan, accepted", "Planned support"
_COLUMNS = ("pk", "effective_date", "amount_pence", "source", "reference", "group", "of_group")


@dataclass(frozen=True, slots=True)
class FundTrail:
    """A fund in [start, until) of the books: what it began with, each move, and what is left."""

    fund: Fund
    half: Period
    opening_pence: int
    moves: tuple[FundMove, ...]
    rows: tuple[FundRow, ...]

    @property
    def total(self) -> FundRow:
        """All rows together."""
        total = FundRow("Together")
        for row in self.rows:
            for kind in MoveKind:
                total.pence[kind] += row.pence[kind]
        return total

    @property
    def left_pence(self) -> int:
        return self.opening_pence + self.total.total_pence


def fund_of(person: Person, fund_id: int) -> Fund | None:
    """A fund of a person who is visible, with its payer; None where they have none of this id."""
    return Fund.objects.filter(person=person, pk=fund_id).select_related("payer").first()


def fund_trail(fund: Fund, day: date) -> FundTrail:
    """The half year that a day is in. A constant number of queries; the person must be visible."""
    half = half_year(day)
    accounts = Account.objects.filter(fund=fund)
    until = half.until or day
    before = moved_before(accounts, until=half.start)
    found = [
        *_side(accounts, half.start, until, "debit"),
        *_side(accounts, half.start, until, "credit"),
    ]
    moves = tuple(_moves(sorted(found, key=lambda row: (row.effective_date, row.pk))))
    return FundTrail(fund, half, -sum(before.values()), moves, rows_of(moves, PAID_IN))


def _side(accounts: Any, start: date, until: date, side: str) -> Sequence[Any]:
    """Transfers with an account of the fund on one side; on the debit side the fund has less after it."""
    rows = Transfer.objects.filter(
        **{f"{side}__in": accounts}, effective_date__gte=start, effective_date__lt=until
    ).annotate(
        kind=F(f"{side}__kind"),
        plan_line=F(f"{side}__plan_line"),
        sign=Value(-1 if side == "debit" else 1),
        of_group=Coalesce("reverses__group", "group"),
    )
    return list(rows.values_list(*_COLUMNS, "kind", "plan_line", "sign", named=True))


def _moves(rows: Sequence[Any]) -> Iterator[FundMove]:
    names = lines_named({row.plan_line for row in rows if row.plan_line})
    matches = _matches({row.of_group for row in rows})
    for row in rows:
        match = matches.get(row.of_group)
        pence = row.sign * row.amount_pence
        kind = kind_of_move(
            source=row.source,
            reference=row.reference,
            is_fund_account=row.kind == AccountKind.FUND,
            pence=pence,
            is_match_undone=match is not None and match.state == MatchState.UNDONE,
        )
        yield FundMove(row.effective_date, kind, pence, _label(row, names), _payment(match))


def _matches(groups: Iterable[UUID]) -> Mapping[UUID, Match]:
    found = Match.objects.filter(group__in=set(groups)).select_related("line")
    return {match.group: match for match in found}


def _payment(match: Match | None) -> MovedPayment | None:
    line = match.line if match else None
    return MovedPayment(line.public_id, line.payee, line.booked_date) if line else None


def _label(row: Any, names: Mapping[int, LineName]) -> str:
    if row.kind == AccountKind.FUND:
        return PAID_IN
    if row.plan_line is None:
        return OFF_PLAN
    name = names.get(row.plan_line)
    return name.provider_name if name else PLANNED
