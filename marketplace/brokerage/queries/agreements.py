"""What a person's payment agreements say, as pages show them."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from marketplace.accounts.viewer import Viewer
from marketplace.brokerage.models import (
    AgreementAmount,
    AgreementTerms,
    BudgetAmount,
    Fund,
    PaymentAgreement,
    PersonalBudget,
)
from marketplace.brokerage.queries.funding import funding
from marketplace.brokerage.rules import (
    SHARE_RULE,
    THROUGH_AN_ACCOUNT,
    Amount,
    FundingSegment,
    FundShare,
    Link,
    PaymentBasis,
    PaymentRoad,
    PaymentSchedule,
    Pays,
    PlanTask,
    ShareRule,
    fund_shares,
    nearest,
)
from marketplace.core.periods import Period
from marketplace.council.queries import figure
from marketplace.people.models import Person
from marketplace.people.rules import Scope
from marketplace.tasks.models import Task


@dataclass(frozen=True)
class NamedShare:
    """How one fund of an agreement pays, by the name that staff know it by."""

    label: str
    share: FundShare

    @property
    def weekly_pence(self) -> int:
        return self.share.part.weekly_pence

    @property
    def one_off_pence(self) -> int:
        return self.share.part.one_off_pence


@dataclass(frozen=True)
class AgreedTerms:
    """The days in which one agreement pays the same, and how each of its funds pays.

    `holder` is who holds a managed account, else nobody.
    """

    segment: FundingSegment
    holder: str
    shares: tuple[NamedShare, ...]

    @property
    def way(self) -> Pays | None:
        """What the sentence is about that says how they share; None where one fund pays alone."""
        pays = [share.share.pays for share in self.shares]
        if Pays.FIRST in pays:
            return Pays.FIRST
        if pays.count(Pays.EACH) > 1:
            return Pays.EACH
        return None if Pays.EACH in pays else Pays.NAMED

    @property
    def has_one_off(self) -> bool:
        return any(share.one_off_pence for share in self.shares)


@dataclass(frozen=True)
class AgreementCard:
    """One payment agreement with its terms from a day on, as finance changes them."""

    id: int
    public_id: UUID
    road: PaymentRoad
    basis: PaymentBasis
    schedule: PaymentSchedule
    first_payment: date
    contingency_weeks: int | None
    holder: str
    payment_reference: str
    contribution_reference: str
    terms: tuple[AgreedTerms, ...]

    @property
    def goes_through_an_account(self) -> bool:
        return self.road in THROUGH_AN_ACCOUNT


def agreement_cards(person: Person, on: date) -> list[AgreementCard]:
    """Every payment agreement of a person, with what it pays from a day on. Eight queries."""
    terms = agreed_terms(person.pk, person.authority_id, on)
    rows = person.payment_agreements.select_related("holder").order_by("pk")
    return [
        AgreementCard(
            row.pk,
            row.public_id,
            PaymentRoad(row.road),
            PaymentBasis(row.basis),
            PaymentSchedule(row.schedule),
            row.first_payment_date,
            row.contingency_weeks,
            row.holder.name if row.holder else "",
            row.payment_reference,
            row.contribution_reference,
            tuple(one for one in terms if one.segment.agreement_id == row.pk),
        )
        for row in rows
    ]


def nearest_terms(agreement: PaymentAgreement, on: date) -> dict[int, Amount]:
    """What an agreement pays on a day, or nearest to it, by the id of the fund. Two queries."""
    rows = list(agreement.terms.prefetch_related("amounts"))
    terms = nearest((Link(row, row.from_date, row.until_date) for row in rows), on)
    amounts = terms.amounts.all() if terms else ()
    return {row.fund_id: Amount(row.weekly_pence, row.one_off_pence) for row in amounts}


def left_of_budgets(
    person: Person, first: date, *, but: PaymentAgreement | None = None
) -> dict[int, int]:
    """By fund's id, pence a week on a day that the budgets have and no other agreement pays.

    Two funds of one payer have the same label, and each has its own money. Two queries.
    """
    holds = Q(from_date__lte=first) & (Q(until_date=None) | Q(until_date__gt=first))
    budgets = PersonalBudget.objects.agreed().filter(holds, person=person)
    others = AgreementTerms.objects.filter(holds, agreement__person=person)
    left: dict[int, int] = defaultdict(int)
    had = BudgetAmount.objects.filter(budget__in=budgets)
    for fund_id, pence in had.values_list("fund_id", "weekly_pence"):
        left[fund_id] += pence
    paid = AgreementAmount.objects.filter(terms__in=others.exclude(agreement=but))
    for fund_id, pence in paid.values_list("fund_id", "weekly_pence"):
        left[fund_id] -= pence
    return dict(left)


@dataclass(frozen=True)
class PayLine:
    """Somebody whose payments are to be agreed, because their budget is new."""

    person: Person
    weekly_pence: int | None
    first: date | None
    due_date: date
    has_agreement: bool


def people_to_pay(*, viewer: Viewer) -> list[PayLine]:
    """Whose payments finance is to agree, due first. Four queries."""
    tasks = Task.objects.visible_to(viewer).open().filter(kind=PlanTask.AGREEMENT)
    due = dict(tasks.values_list("subject_id", "due_date"))
    people = Person.objects.visible_to(viewer, scope=Scope.MONEY).filter(pk__in=due)
    budgets = {
        row.person_id: row
        for row in PersonalBudget.objects.not_ended(viewer.today)
        .filter(person__in=due)
        .order_by("agreed_at")
    }
    paid = set(PaymentAgreement.objects.filter(person__in=due).values_list("person_id", flat=True))
    lines = [
        PayLine(
            person,
            budget.weekly_pence if (budget := budgets.get(person.pk)) else None,
            budget.from_date if budget else None,
            due[person.pk],
            person.pk in paid,
        )
        for person in people
    ]
    return sorted(lines, key=lambda line: (line.due_date, line.person.name))


def agreed_terms(person_id: int, authority_id: int, on: date) -> tuple[AgreedTerms, ...]:
    """What is agreed to be paid for a person from a day on, by whichever road. Seven queries."""
    rule = ShareRule(figure(authority_id, SHARE_RULE.key, on))
    segments = funding([person_id], Period(on))[person_id]
    return terms_of(segments, lambda _segment: rule)


def terms_of(
    segments: Iterable[FundingSegment], rule_of: Callable[[FundingSegment], ShareRule]
) -> tuple[AgreedTerms, ...]:
    """Segments with the names of their funds and of who holds the account. Two queries."""
    segments = sorted(segments, key=lambda each: (each.agreement_id, each.first))
    fund_ids = {part.fund_id for segment in segments for part in segment.parts}
    funds = Fund.objects.select_related("payer").in_bulk(fund_ids)
    agreements = PaymentAgreement.objects.select_related("holder").in_bulk(
        {segment.agreement_id for segment in segments}
    )
    return tuple(
        AgreedTerms(
            segment,
            holder.name if (holder := agreements[segment.agreement_id].holder) else "",
            tuple(
                NamedShare(funds[share.part.fund_id].label, share)
                for share in fund_shares(segment, rule_of(segment))
            ),
        )
        for segment in segments
    )
