"""What matching would do, before it is done: which planned support, whose money, and what is paid then."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from marketplace.brokerage.models import Fund
from marketplace.core.pence import format_pounds
from payments.reconciliation.models import MoneyException
from payments.reconciliation.queries.charges import (
    claims_in,
    new_charge,
    paid_dues,
    parts_for,
    refund_in,
    targets_in,
)
from payments.reconciliation.queries.expected import Expected, expected_of
from payments.reconciliation.rules.amount_fit import pence_for
from payments.reconciliation.rules.posting import NewPart
from payments.reconciliation.rules.reasons import frequency_words, say_date
from payments.reconciliation.rules.values import Claim, Planned, TargetKind

#: Hundredths of a unit that are paid of each due period.
Paid = dict[tuple[int, date], int]


@dataclass(frozen=True, slots=True)
class Effect:
    """One due date: what of it is paid before and after. Pence of the planned amount."""

    day: str
    before: str
    after: str
    planned: str
    is_over: bool


@dataclass(frozen=True, slots=True)
class AfterMatch:
    """What a payment would be: `what` planned, `shares` of whose money, `effects` on due dates."""

    what: str
    shares: tuple[tuple[str, int], ...]
    effects: tuple[Effect, ...]

    @property
    def is_refused(self) -> bool:
        """Whether nobody pays for it on that day, so that it cannot be matched."""
        return not self.shares


def after_matching(rows: Sequence[MoneyException], today: date) -> dict[int, AfterMatch]:
    """By exception, what accepting its suggestion would come to, after those before it: they are accepted
    together, and two may pay for one due period. Rows are loaded with line and account."""
    people = {row.person_id for row in rows}
    expected = expected_of(people, today) if people else {}
    paid = paid_dues(people)
    funds = {
        fund.pk: fund for fund in Fund.objects.filter(person__in=people).select_related("payer")
    }
    return {
        row.pk: _after(row, expected[row.person_id], paid, funds)
        for row in rows
        if row.line is not None and "target" in row.suggestion
    }


def _after(
    row: MoneyException, expected: Expected, paid: Paid, funds: Mapping[int, Fund]
) -> AfterMatch:
    kind, target_id = TargetKind(row.suggestion["target"][0]), row.suggestion["target"][1]
    planned = [each for each in expected.planned if each.id == target_id]
    is_planned = kind is TargetKind.PLAN_LINE and bool(planned)
    claims = claims_in(row.suggestion)
    return AfterMatch(
        _what(kind, planned) if is_planned else kind.label,
        _shares(_parts(row, expected, claims), funds),
        tuple(_effects(planned, claims, paid)) if is_planned else (),
    )


def _what(kind: TargetKind, planned: Sequence[Planned]) -> str:
    return f"{planned[0].label}, {frequency_words(planned[0])}"


def _parts(row: MoneyException, expected: Expected, claims: Sequence[Claim]) -> Sequence[NewPart]:
    if row.line is None:
        return ()
    refund = refund_in(claims)
    charges = [
        new_charge(row.line, expected, *target, refund_of=refund)
        for target in targets_in(row.suggestion, abs(row.line.amount_pence))
    ]
    return parts_for(charges, expected, row.person_id).get(row.line.pk, [])


def _shares(parts: Iterable[NewPart], funds: Mapping[int, Fund]) -> tuple[tuple[str, int], ...]:
    pence: dict[str, int] = defaultdict(int)
    for part in parts:
        pence[funds[part.fund_id].label] += part.amount_pence
    return tuple(pence.items())


def _effects(planned: Sequence[Planned], claims: Sequence[Claim], paid: Paid) -> Iterable[Effect]:
    for claim in claims:
        if claim.kind != TargetKind.PLAN_LINE:
            continue
        piece = next((each for each in planned if each.holds_on(claim.due)), planned[0])
        before = paid.get((claim.id, claim.due), 0)
        paid[claim.id, claim.due] = before + claim.units_c
        yield Effect(
            say_date(claim.due),
            format_pounds(pence_for(piece, before)),
            format_pounds(pence_for(piece, before + claim.units_c)),
            format_pounds(pence_for(piece, piece.units_c)),
            before + claim.units_c > piece.units_c,
        )
