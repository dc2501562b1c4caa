"""What was agreed to be paid, and what was planned, for when: all that payments are told of it."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from marketplace.brokerage.models import (
    AgreementTerms,
    Pause,
    PlanItem,
    PriceChange,
    SupportPlan,
)
from marketplace.brokerage.queries.known import end_of, not_withdrawn, recorded_by, until_of
from marketplace.brokerage.rules import (
    Commitment,
    Deployment,
    Frequency,
    FundingSegment,
    FundPart,
    ItemKind,
    NewPrice,
    PayerKind,
    PaymentBasis,
    PaymentRoad,
    PaymentSchedule,
    cut_at_prices,
    joined,
    within_pauses,
    without_pauses,
)
from marketplace.core.periods import Period


def funding(
    people: Collection[int], period: Period, *, known: date | None = None
) -> dict[int, list[FundingSegment]]:
    """What every agreement pays on the days of a period, by person: segments, whole. Five queries.

    Terms that follow one another and pay the same are one segment.

    `known` is the day as of whose end it is read; without one, as known now.
    """
    moment = end_of(known)
    rows = (
        AgreementTerms.objects.filter(recorded_by(moment, "agreed_at"))
        .filter(agreement__person__in=people)
        .select_related("agreement")
        .prefetch_related("moved_ends", "amounts__fund__payer")
        .order_by("agreement", "from_date", "pk")
    )
    found: dict[int, list[FundingSegment]] = {person_id: [] for person_id in people}
    for terms in rows:
        until = until_of(terms, moment)
        if until is None or terms.from_date < until:
            found[terms.agreement.person_id].append(_segment(terms, until))
    return {
        person_id: [s for s in joined(segments) if _overlaps(period, s.first, s.until)]
        for person_id, segments in found.items()
    }


def _overlaps(period: Period, first: date, until: date | None) -> bool:
    return Period(first, until).overlaps(period)


def _segment(terms: AgreementTerms, until: date | None) -> FundingSegment:
    agreement = terms.agreement
    return FundingSegment(
        agreement_id=agreement.pk,
        road=PaymentRoad(agreement.road),
        basis=PaymentBasis(agreement.basis),
        schedule=PaymentSchedule(agreement.schedule),
        first_payment=agreement.first_payment_date,
        first=terms.from_date,
        until=until,
        parts=tuple(
            FundPart(
                amount.fund_id,
                PayerKind(amount.fund.payer_kind),
                amount.fund.payer.name,
                amount.weekly_pence,
                amount.one_off_pence,
            )
            for amount in terms.amounts.all()
        ),
        payment_reference=agreement.payment_reference,
        contribution_reference=agreement.contribution_reference,
        contingency_weeks=agreement.contingency_weeks,
    )


def commitments(
    people: Collection[int],
    period: Period,
    *,
    known: date | None = None,
    paused: bool = False,
) -> dict[int, list[Commitment]]:
    """Each line of approved plans that holds for a day of a period, cut where its price or a pause
    changes it, by person. Seven queries. `known` as in `funding`.

    With `paused` the paused days come too, as commitments that say so.
    """
    moment = end_of(known)
    plans = list(
        SupportPlan.objects.filter(recorded_by(moment, "approved_at"), person__in=people)
        .exclude(approved_at=None)
        .prefetch_related("moved_ends", "items__times")
        .order_by("person_id", "from_date", "pk")
    )
    anchors = _anchors(plans, moment)
    prices = _prices(people, moment)
    pauses = _pauses(people, moment)
    found: dict[int, list[Commitment]] = {person_id: [] for person_id in people}
    for plan in plans:
        for whole in _of_plan(plan, moment, anchors):
            for priced in cut_at_prices(whole, prices[whole.line_id]):
                pieces = list(without_pauses(priced, pauses[plan.person_id]))
                if paused:
                    pieces += within_pauses(priced, pauses[plan.person_id])
                found[plan.person_id] += [
                    piece for piece in pieces if _overlaps(period, piece.first, piece.until)
                ]
    return found


def _of_plan(
    plan: SupportPlan, moment: datetime | None, anchors: dict[int, date]
) -> Iterator[Commitment]:
    plan_until = until_of(plan, moment)
    for item in plan.items.all():
        first, until = _days(item, plan, plan_until)
        if until is None or first < until:
            yield _commitment(item, plan, first, until, anchors[item.line_id])


def _days(item: PlanItem, plan: SupportPlan, plan_until: date | None) -> tuple[date, date | None]:
    """The days of an item: its own inside its plan's."""
    begins = plan.from_date or date.max
    ends = [day for day in (item.until_date, plan_until) if day is not None]
    return max(item.from_date or begins, begins), min(ends, default=None)


def _anchors(plans: Collection[SupportPlan], moment: datetime | None) -> dict[int, date]:
    """The day on which each line first began."""
    found: dict[int, date] = {}
    for plan in plans:
        plan_until = until_of(plan, moment)
        for item in plan.items.all():
            first, until = _days(item, plan, plan_until)
            if until is None or first < until:
                found[item.line_id] = min(found.get(item.line_id, first), first)
    return found


def _prices(people: Collection[int], moment: datetime | None) -> dict[int, list[NewPrice]]:
    found: dict[int, list[NewPrice]] = defaultdict(list)
    rows = PriceChange.objects.filter(
        recorded_by(moment), not_withdrawn(moment), line__person__in=people
    )
    for row in rows.order_by("recorded_at", "pk"):
        found[row.line_id].append(
            NewPrice(row.line_id, row.from_date, row.signed_pence, row.price_pence)
        )
    return found


def _pauses(people: Collection[int], moment: datetime | None) -> dict[int, list[Period]]:
    found: dict[int, list[Period]] = defaultdict(list)
    for row in Pause.objects.filter(recorded_by(moment), not_withdrawn(moment), person__in=people):
        found[row.person_id].append(Period(row.from_date, row.until_date))
    return found


def _commitment(
    item: PlanItem, plan: SupportPlan, first: date, until: date | None, anchor: date
) -> Commitment:
    return Commitment(
        person_id=plan.person_id,
        plan_id=plan.pk,
        item_id=item.pk,
        line_id=item.line_id,
        title=item.title,
        provider_name=item.provider_name,
        kind=ItemKind(item.kind),
        deployment=Deployment(item.deployment),
        agreement_id=item.agreement_id,
        listing_id=item.listing_id,
        price_pence=item.price_pence,
        unit=item.unit,
        quantity=item.quantity,
        frequency=Frequency(item.frequency),
        times=item.planned_times,
        anchor=anchor,
        first=first,
        until=until,
        how_paid=replace(item.how_paid, bundle=item.bundle.casefold()),
    )


def prices_in_force(plan: SupportPlan, on: date) -> dict[int, int]:
    """What each line of an approved plan costs a unit on a day, in pence, upratings counted; lines that
    are not in force that day are left out."""
    day = Period(on, on + timedelta(1))
    found = commitments([plan.person_id], day, paused=True)[plan.person_id]
    return {each.line_id: each.price_pence for each in found if each.plan_id == plan.pk}


@dataclass(frozen=True)
class LineName:
    """What a plan line is called: by its newest item."""

    title: str
    provider_name: str
    outcomes: tuple[str, ...]


def lines_named(line_ids: Collection[int]) -> dict[int, LineName]:
    """What plan lines are called, and for what they are, also those that are over. Two queries."""
    items = PlanItem.objects.filter(line__in=line_ids).prefetch_related("outcomes").order_by("pk")
    return {
        item.line_id: LineName(
            item.title,
            item.provider_name or item.title,
            tuple(outcome.words for outcome in item.outcomes.all()),
        )
        for item in items
    }
