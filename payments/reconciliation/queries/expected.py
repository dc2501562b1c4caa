"""What each person's plans and budgets lead us to expect on their card or account."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import zip_longest

from django.db.models import Prefetch

from marketplace.accreditation.models import Accreditation
from marketplace.brokerage.models import PersonalBudget, PlanItem, SupportPlan
from marketplace.brokerage.rules import Deployment, ItemKind, Payer, PlanState, weekly_pence
from marketplace.core.dates import london_date
from marketplace.listings.models import Listing
from marketplace.vocabulary.models import Term
from marketplace.vocabulary.rules import TermKind
from payments.reconciliation.rules.payees import payee_key
from payments.reconciliation.rules.plans import (
    contribution_weekly_pence,
    hundredths,
    interval,
    load_weekly_pence,
    only_weekday,
    week_start,
    weights,
)
from payments.reconciliation.rules.values import Income, Planned, TargetKind

# What follows a council’s short name on a bank’s line. Judgement: the ways that councils sign payments
# in. A missing one leaves loads to a person, until staff have confirmed that payer.
COUNCIL_WORDS = ("Council", "Council DP", "County Council", "CC")


@dataclass(slots=True)
class Expected:
    """One person's plan items and incomes, and which funds share each.

    ``shares`` maps what a line can be matched to (kind, id) to weights by funding stream.
    """

    planned: list[Planned] = field(default_factory=list)
    incomes: list[Income] = field(default_factory=list)
    shares: dict[tuple[TargetKind, int], Mapping[int, int]] = field(default_factory=dict)
    known_as: dict[int, str] = field(default_factory=dict)
    categories: set[int] = field(default_factory=set)


def expected_of(person_ids: Collection[int], today: date) -> dict[int, Expected]:
    """For every person, what to expect; with a constant number of queries."""
    found = {person_id: Expected() for person_id in person_ids}
    plans = list(
        SupportPlan.objects.filter(
            person__in=person_ids, state__in=[PlanState.APPROVED, PlanState.SUPERSEDED]
        )
        .exclude(approved_at=None)
        .select_related("person")
        .prefetch_related(
            "budget__streams",
            Prefetch("items", PlanItem.objects.select_related("listing__supplier")),
            Prefetch("items__listing__terms", Term.objects.filter(kind=TermKind.CATEGORY)),
        )
        .order_by("person_id", "approved_at", "pk")
    )
    accredited = _accredited(plans, today)
    for plan, following in zip_longest(plans, plans[1:]):
        until = None
        if following is not None and following.person_id == plan.person_id:
            until = london_date(following.approved_at) if following.approved_at else None
        _add_plan(found[plan.person_id], plan, until, accredited)
    by_budget: dict[int, list[SupportPlan]] = defaultdict(list)
    for plan in reversed(plans):
        by_budget[plan.budget_id].append(plan)
    budgets = PersonalBudget.objects.filter(person__in=person_ids).select_related(
        "authority", "person"
    )
    for budget in budgets.prefetch_related("streams").order_by("pk"):
        _add_budget(found[budget.person_id], budget, by_budget[budget.pk])
    return found


def _accredited(plans: Iterable[SupportPlan], today: date) -> set[int]:
    suppliers = {
        item.listing.supplier_id for plan in plans for item in plan.items.all() if item.listing
    }
    valid = Accreditation.objects.valid(today).filter(supplier__in=suppliers)
    return set(valid.values_list("supplier_id", flat=True))


def weekly_by_deployment(plan: SupportPlan, deployment: Deployment) -> int:
    """What the items cost a week that the person pays, or that the council pays, in pence."""
    return sum(
        weekly_pence(item.cost_line) for item in plan.items.all() if item.deployment == deployment
    )


def _add_plan(found: Expected, plan: SupportPlan, until: date | None, accredited: set[int]) -> None:
    if plan.approved_at is None:
        return
    first = week_start(london_date(plan.approved_at))
    shares = weights({stream.pk: stream.weekly_pence for stream in plan.budget.streams.all()})
    for item in plan.items.all():
        if not _paid_by_person(item):
            continue
        found.planned.append(_planned(item, first, until, accredited))
        found.known_as[item.pk] = item.provider_name
        if item.listing:
            found.categories.update(term.pk for term in item.listing.terms.all())
        if shares:
            found.shares[TargetKind.PLAN_ITEM, item.pk] = shares


def _paid_by_person(item: PlanItem) -> bool:
    return (
        item.price_pence > 0
        and item.deployment == Deployment.DIRECT_PAYMENT
        and item.kind != ItemKind.NATURAL
    )


def _planned(item: PlanItem, first: date, until: date | None, accredited: set[int]) -> Planned:
    every_days, every_months = interval(item.frequency)
    supplier = item.listing.supplier if item.listing else None
    names = [item.provider_name]
    if supplier is not None:
        names += [supplier.name, supplier.cqc_provider_name]
    return Planned(
        id=item.pk,
        label=item.provider_name or item.title,
        price_pence=item.price_pence,
        unit=item.unit,
        units_c=hundredths(item.quantity),
        first=first,
        until=until,
        every_days=every_days,
        every_months=every_months,
        weekday=only_weekday(item.when),
        names=tuple(sorted({name for name in names if name})),
        accredited=supplier is None or supplier.pk in accredited,
    )


def _loads(streams: list[tuple[str, int]], plans: Iterable[SupportPlan]) -> list[int]:
    """What the council may pay in a week under the newest plan, then under earlier ones."""
    ways = [
        pence
        for plan in plans
        for pence in load_weekly_pence(
            streams,
            direct_pence=weekly_by_deployment(plan, Deployment.DIRECT_PAYMENT),
            managed_pence=weekly_by_deployment(plan, Deployment.COUNCIL_MANAGED),
        )
    ]
    return list(dict.fromkeys(ways or load_weekly_pence(streams, direct_pence=0, managed_pence=0)))


def _add_budget(found: Expected, budget: PersonalBudget, plans: Iterable[SupportPlan]) -> None:
    streams = [(stream.payer, stream.weekly_pence) for stream in budget.streams.all()]
    council_names = [f"{budget.authority.short_name} {word}" for word in COUNCIL_WORDS]
    council = {s.pk: s.weekly_pence for s in budget.streams.all() if s.payer != Payer.PERSON}
    own = {s.pk: s.weekly_pence for s in budget.streams.all() if s.payer == Payer.PERSON}
    authority, person = budget.authority, budget.person
    offers = (
        (
            TargetKind.LOAD,
            authority.name,
            _loads(streams, plans),
            (authority.name, *council_names),
            council,
        ),
        (
            TargetKind.CONTRIBUTION,
            "the person",
            [contribution_weekly_pence(streams)],
            (person.name, "Contribution", "Own contribution"),
            own,
        ),
    )
    for kind, label, ways, names, shares in offers:
        if any(ways) and shares:
            found.incomes.append(
                Income(
                    id=budget.pk,
                    kind=kind,
                    label=label,
                    weekly_pence=ways[0],
                    first=budget.from_date,
                    until=budget.until_date,
                    names=names,
                    other_weekly_pence=tuple(ways[1:]),
                )
            )
            found.shares[kind, budget.pk] = weights(shares)


def suppliers_by_category(category_ids: Collection[int]) -> dict[int, set[str]]:
    """The payee keys of suppliers who list something in each category."""
    found: dict[int, set[str]] = {category: set() for category in category_ids}
    offered = Listing.objects.filter(terms__in=category_ids).values_list("terms", "supplier__name")
    for category, name in offered.distinct():
        if category in found:
            found[category].add(payee_key(name))
    return found
