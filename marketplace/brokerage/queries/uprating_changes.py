"""What an uprating finds for people, as it is now: the same for its preview and for recording it."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, QuerySet

from marketplace.brokerage.models import (
    AgreementAmount,
    AgreementTerms,
    BudgetAmount,
    PersonalBudget,
    PlanItem,
)
from marketplace.brokerage.queries.funding import commitments
from marketplace.brokerage.rules import (
    Commitment,
    Held,
    HeldLine,
    HeldPart,
    HeldRow,
    PayerKind,
    PersonChange,
    PriceSource,
    Totals,
    UpratingRequest,
    change_of,
    totals_of,
)
from marketplace.core.periods import Period
from marketplace.listings.models import Price

#: A price by listing, unit and day band.
Listed = dict[tuple[int | None, str, str], int]


@dataclass(frozen=True)
class FoundChange:
    """What an uprating changes for one person, and what they have a week before and after."""

    change: PersonChange
    totals: Totals


def changes_for(asked: UpratingRequest, people: Collection[int]) -> dict[int, FoundChange]:
    """What an uprating changes for people, by person; nothing is written. At most sixteen queries."""
    held = _held(asked, people)
    found = {person_id: change_of(asked, held[person_id]) for person_id in people}
    return {
        person_id: FoundChange(change, totals_of(asked.from_date, held[person_id], change))
        for person_id, change in found.items()
    }


def _held(asked: UpratingRequest, people: Collection[int]) -> dict[int, Held]:
    day = asked.from_date
    budgets = _by_person(
        (row.person_id, row, row.amounts.all())
        for row in _not_over(PersonalBudget.objects.agreed(), day).filter(person__in=people)
    )
    terms = _by_person(
        (row.agreement.person_id, row, row.amounts.all())
        for row in _not_over(AgreementTerms.objects.select_related("agreement"), day).filter(
            agreement__person__in=people
        )
    )
    lines, later = _lines(asked, people)
    return {
        person_id: Held(
            tuple(budgets[person_id]),
            tuple(terms[person_id]),
            tuple(lines[person_id]),
            later.get(person_id),
        )
        for person_id in people
    }


def _not_over(rows: QuerySet, day: date) -> QuerySet:  # type: ignore[type-arg]
    """Those that hold on a day or begin later, with their amounts."""
    holds = Q(until_date__gt=day) & Q(until_date__gt=F("from_date"))
    held = rows.filter(Q(until_date=None) | holds)
    return held.prefetch_related("amounts__fund").order_by("from_date", "pk")


Row = tuple[
    int, PersonalBudget | AgreementTerms, Iterable[BudgetAmount] | Iterable[AgreementAmount]
]


def _by_person(rows: Iterable[Row]) -> dict[int, list[HeldRow]]:
    found: dict[int, list[HeldRow]] = defaultdict(list)
    for person_id, row, amounts in rows:
        parts = tuple(
            HeldPart(
                amount.fund_id,
                PayerKind(amount.fund.payer_kind),
                amount.weekly_pence,
                amount.one_off_pence,
            )
            for amount in amounts
        )
        found[person_id].append(HeldRow(row.pk, row.from_date, row.until_date, parts))
    return found


def _lines(
    asked: UpratingRequest, people: Collection[int]
) -> tuple[dict[int, list[HeldLine]], dict[int, date]]:
    """The lines planned on the day, paused ones too, and when a later plan begins, by person."""
    day = asked.from_date
    found = [one for own in commitments(people, Period(day), paused=True).values() for one in own]
    today = [one for one in found if one.first <= day]
    items = {
        item.pk: item for item in PlanItem.objects.filter(pk__in=[one.item_id for one in today])
    }
    listed = _listed(asked, items.values())
    lines: dict[int, list[HeldLine]] = defaultdict(list)
    for one in sorted(today, key=lambda one: one.line_id):
        lines[one.person_id].append(_line(one, items[one.item_id], listed))
    return lines, _later(found, {one.plan_id for one in today})


def _later(found: Iterable[Commitment], plans: Collection[int]) -> dict[int, date]:
    days: dict[int, date] = {}
    for one in found:
        if one.plan_id not in plans:
            days[one.person_id] = min(days.get(one.person_id, one.first), one.first)
    return days


def _line(one: Commitment, item: PlanItem, listed: Listed) -> HeldLine:
    return HeldLine(
        one.line_id,
        one.kind,
        one.price_pence,
        item.price_pence,
        one.quantity,
        one.frequency,
        listed.get((item.listing_id, item.unit, item.day_band)),
    )


def _listed(asked: UpratingRequest, items: Iterable[PlanItem]) -> Listed:
    """What the items' listings ask on the day, as far as it is known."""
    if asked.price_source is not PriceSource.LISTING:
        return {}
    listings = {item.listing_id for item in items if item.listing_id}
    rows = Price.objects.current(asked.from_date).filter(listing__in=listings)
    return {(row.listing_id, row.unit, row.day_band): row.amount_pence for row in rows}
