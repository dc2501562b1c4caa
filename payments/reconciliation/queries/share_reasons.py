"""How a matched payment was shared between funds, and why, as its page shows it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from marketplace.brokerage.models import Fund, PaymentAgreement
from marketplace.brokerage.rules import PaymentRoad
from payments.reconciliation.models import Match
from payments.reconciliation.queries.charges import charges_of, matches_of
from payments.reconciliation.queries.expected import Expected, expected_of
from payments.reconciliation.queries.lines import Payment
from payments.reconciliation.rules.charges import Charge
from payments.reconciliation.rules.share_reasons import SharedBy, ShareReason, share_reason
from payments.reconciliation.rules.shares import AccountFunding


@dataclass(frozen=True, slots=True)
class FundPaid:
    """What one fund paid of a part, and the weight it was shared by: 0 where that is not one."""

    label: str
    is_contribution: bool
    pence: int
    weight_pence: int


@dataclass(frozen=True, slots=True)
class SharedPart:
    """A part of a payment with what each fund paid of it, and why. `road` is how the money goes that
    its planned support names; empty where that names none."""

    label: str
    is_planned: bool
    road: str
    reason: ShareReason
    paid: tuple[FundPaid, ...]

    @property
    def by(self) -> SharedBy:
        return self.reason.by

    @property
    def contribution_pence(self) -> int:
        return sum(each.pence for each in self.paid if each.is_contribution)

    @property
    def has_weights(self) -> bool:
        return bool(self.reason.weights)


def shared_parts(payment: Payment, today: date) -> tuple[SharedPart, ...]:
    """The parts of a payment that is matched; none of one that is not. A constant number of queries."""
    if payment.match is None:
        return ()
    person_id = payment.line.account.person_id
    expected = expected_of([person_id], today)[person_id]
    charges = list(charges_of(payment.match, expected))
    earlier = _earlier(payment, expected) if expected.depends_on_order else []
    return tuple(_parts(payment, charges, expected, earlier))


def _earlier(payment: Payment, expected: Expected) -> list[Charge]:
    """The charges of matched payments of the same account up to the day of this one."""
    line = payment.line
    matches: Iterable[Match] = matches_of([line.account.person_id])
    return [
        charge
        for match in matches
        if match.line.account_id == line.account_id and match.line.booked_date <= line.booked_date
        for charge in charges_of(match, expected)
        if match.line_id != line.pk
    ]


def _parts(
    payment: Payment, charges: Iterable[Charge], expected: Expected, earlier: list[Charge]
) -> Iterator[SharedPart]:
    funds = _funds(payment.line.account.person_id)
    roads = _roads(payment.line.account.person_id)
    for charge in charges:
        funding = expected.by_account.get(charge.account_id, AccountFunding())
        reason = share_reason(charge, funding, earlier)
        yield SharedPart(
            _label(payment, charge),
            charge.plan_line_id is not None,
            roads.get(reason.agreement_id or 0, ""),
            reason,
            tuple(_paid(payment, charge, reason, funds)),
        )


def _paid(
    payment: Payment, charge: Charge, reason: ShareReason, funds: Mapping[int, Fund]
) -> Iterator[FundPaid]:
    pence: dict[int, int] = defaultdict(int)
    for part in payment.parts:
        if part.plan_line_id == charge.plan_line_id:
            pence[part.fund_id] += part.amount_pence
    for fund_id in sorted({*pence, *reason.weights}):
        fund = funds[fund_id]
        weight = reason.weights.get(fund_id, 0)
        yield FundPaid(fund.label, fund.is_contribution, pence[fund_id], weight)


def _label(payment: Payment, charge: Charge) -> str:
    name = payment.names.get(charge.plan_line_id or 0)
    if name:
        return name.provider_name
    return "Money in" if charge.is_income else "Outside the plan"


def _funds(person_id: int) -> dict[int, Fund]:
    return {fund.pk: fund for fund in Fund.objects.filter(person=person_id).select_related("payer")}


def _roads(person_id: int) -> dict[int, str]:
    """How the money of each agreement of a person goes, in words."""
    rows = PaymentAgreement.objects.filter(person=person_id).values_list("pk", "road")
    return {agreement_id: PaymentRoad(road).label for agreement_id, road in rows}
