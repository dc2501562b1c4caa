"""What somebody who plans may choose among."""

from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q

from marketplace.brokerage.models import AgreementTerms, SupportPlan
from marketplace.brokerage.rules import PaymentRoad


@dataclass(frozen=True)
class AgreementChoice:
    """A payment agreement of a plan's person: by which road, and whose money."""

    pk: int
    road: PaymentRoad
    payers: tuple[str, ...]
    first_payment: date


def agreements_to_pay(plan: SupportPlan, on: date) -> list[AgreementChoice]:
    """The agreements that may pay for lines of a plan: in force on a day, or agreed for later.

    Two queries.
    """
    rows = (
        AgreementTerms.objects.filter(agreement__person=plan.person_id)
        .filter(Q(until_date=None) | Q(until_date__gt=on) & Q(until_date__gt=F("from_date")))
        .select_related("agreement")
        .prefetch_related("amounts__fund__payer")
        .order_by("agreement", "from_date")
    )
    first = {terms.agreement_id: terms for terms in reversed(rows)}
    return [_choice(terms) for _, terms in sorted(first.items())]


def _choice(terms: AgreementTerms) -> AgreementChoice:
    agreement = terms.agreement
    return AgreementChoice(
        agreement.pk,
        PaymentRoad(agreement.road),
        tuple(amount.fund.label for amount in terms.amounts.all()),
        agreement.first_payment_date,
    )
