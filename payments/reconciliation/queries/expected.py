"""What each person's plans and agreements lead us to expect on their card or account."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from django.db.models import Prefetch

from marketplace.accreditation.queries.spans import accredited_spans
from marketplace.brokerage.models import SupportPlan
from marketplace.brokerage.queries import commitments, end_of, funding
from marketplace.brokerage.rules import SHARE_RULE, Commitment, FundingSegment, PayerKind
from marketplace.core.periods import Period
from marketplace.council.queries import school_terms, values_over_time
from marketplace.listings.models import Listing
from marketplace.people.models import Person
from marketplace.vocabulary.models import Term
from marketplace.vocabulary.rules import TermKind
from payments.cards.models import AccountAgreement, ReceivedLine
from payments.reconciliation.rules.agreed_payments import with_agreed_payments
from payments.reconciliation.rules.figures import ADVANCE
from payments.reconciliation.rules.paid_in_one import with_joint_payments
from payments.reconciliation.rules.payees import payee_key
from payments.reconciliation.rules.payers import ways_to_write
from payments.reconciliation.rules.plans import (
    incomes_of,
    joined,
    lasts_through_pauses,
    planned_of,
)
from payments.reconciliation.rules.shares import AccountFunding
from payments.reconciliation.rules.values import Income, Planned
from payments.reconciliation.rules.words import plain

# What follows a council’s short name on a bank’s line. Judgement: the ways that councils sign payments
# in. A missing one leaves loads to a person, until staff have confirmed that payer.
COUNCIL_WORDS = ("Council", "Council DP", "County Council", "CC")
#: Ids to one question. Judgement: a sixth of what SQLite takes.
LINES_ASKED = 5000
#: Everything that was ever planned or agreed: earlier payments are read beside what held then.
ALWAYS = Period(date(2000, 1, 1))
# How far ahead is counted what must be counted day by day. Judgement: the half year that a forecast
# looks at, and as much again.
AHEAD = timedelta(366)
#: How long before its day a payment in may come, at most: each council's figure says how long.
EARLY_PAYMENTS = timedelta(ADVANCE.most)


@dataclass(slots=True)
class Expected:
    """One person's plan lines and incomes, what feeds each of their accounts, and which agreement
    each plan line names, paused or not."""

    authority_id: int
    planned: list[Planned] = field(default_factory=list)
    incomes: list[Income] = field(default_factory=list)
    known_as: dict[int, str] = field(default_factory=dict)
    categories: set[int] = field(default_factory=set)
    commitments: list[Commitment] = field(default_factory=list)
    segments: list[FundingSegment] = field(default_factory=list)
    by_account: dict[int, AccountFunding] = field(default_factory=dict)
    initials: frozenset[str] = frozenset()

    def agreement_named_by(self, line_id: int, day: date) -> int | None:
        """Which agreement a plan line names on a day, or named last; None when it names none."""
        of_line = sorted(
            (each for each in self.commitments if each.line_id == line_id),
            key=lambda each: each.first,
        )
        begun = [each for each in of_line if each.first <= day]
        named = begun[-1:] or of_line[:1]
        return named[0].agreement_id if named else None

    @property
    def depends_on_order(self) -> bool:
        """Whether what a payment is charged to depends on the payments before it."""
        return any(funding.depends_on_order for funding in self.by_account.values())


def expected_of(
    person_ids: Collection[int], today: date, *, known: date | None = None
) -> dict[int, Expected]:
    """For every person, what to expect, as known on a day or else now; a constant number of queries."""
    planned = commitments(person_ids, ALWAYS, known=known, paused=True)
    agreed = funding(person_ids, ALWAYS, known=known)
    listings = _listings(planned)
    accredited = accredited_spans({listing.supplier_id for listing in listings.values()})
    feeding = _feeding(person_ids, known)
    people = list(Person.objects.filter(pk__in=person_ids).select_related("authority"))
    councils = {person.authority_id for person in people}
    moment = end_of(known)
    terms = {council: school_terms(council, ALWAYS, moment=moment) for council in councils}
    share_rules = {
        council: values_over_time(council, SHARE_RULE.key, moment=moment) for council in councils
    }
    found = {}
    for person in people:
        expected = Expected(
            person.authority_id,
            commitments=planned[person.pk],
            segments=agreed[person.pk],
            initials=_initials(person.name),
        )
        for commitment in planned[person.pk]:
            if commitment.is_paid_by_person and (
                not commitment.is_paused or lasts_through_pauses(commitment)
            ):
                listing = listings.get(commitment.listing_id or 0)
                _add_planned(
                    expected,
                    commitment,
                    listing,
                    accredited,
                    terms=terms[person.authority_id],
                    ahead=today + AHEAD,
                )
        expected.planned = joined(expected.planned)
        names = _payer_names(person, agreed[person.pk])
        for segment in agreed[person.pk]:
            expected.incomes.extend(incomes_of(segment, names, person.name))
        ahead = today + EARLY_PAYMENTS
        expected.incomes = with_joint_payments(
            with_agreed_payments(expected.incomes, agreed[person.pk], ahead),
            agreed[person.pk],
            feeding[person.pk].values(),
            ahead,
            EARLY_PAYMENTS,
        )
        rules = share_rules[person.authority_id]
        expected.by_account = {
            account_id: AccountFunding(
                tuple(s for s in agreed[person.pk] if s.agreement_id in agreement_ids), rules
            )
            for account_id, agreement_ids in feeding[person.pk].items()
        }
        found[person.pk] = expected
    return found


def _listings(planned: Mapping[int, Iterable[Commitment]]) -> dict[int, Listing]:
    ids = {each.listing_id for of_person in planned.values() for each in of_person}
    rows = Listing.objects.filter(pk__in=ids - {None}).select_related("supplier")
    categories = Term.objects.filter(kind=TermKind.CATEGORY)
    return {row.pk: row for row in rows.prefetch_related(Prefetch("terms", categories))}


def _feeding(person_ids: Collection[int], known: date | None) -> dict[int, dict[int, set[int]]]:
    """By person and account, the agreements that pay into it, as known on a day or else now."""
    found: dict[int, dict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
    rows = AccountAgreement.objects.filter(account__person__in=person_ids)
    if known is not None:
        rows = rows.filter(recorded_at__lt=end_of(known))
    for person_id, account_id, agreement_id in rows.values_list(
        "account__person", "account", "agreement"
    ):
        found[person_id][account_id].add(agreement_id)
    return found


def _add_planned(
    expected: Expected,
    commitment: Commitment,
    listing: Listing | None,
    accredited: Mapping[int, Sequence[Period]],
    *,
    terms: Collection[Period],
    ahead: date,
) -> None:
    names = [commitment.provider_name]
    if listing is not None:
        names += [listing.supplier.name, listing.supplier.cqc_provider_name]
        expected.categories.update(term.pk for term in listing.terms.all())
    spans = [] if listing is None else accredited.get(listing.supplier_id, [])
    expected.planned += [
        replace(planned, lapsed=_gaps(spans))
        for planned in planned_of(
            commitment,
            names,
            accredited=listing is None or bool(spans),
            terms=terms,
            ahead=ahead,
        )
    ]
    expected.known_as[commitment.line_id] = commitment.provider_name


def _gaps(spans: Sequence[Period]) -> tuple[tuple[date, date | None], ...]:
    """The days before, between and after these periods."""
    edges = [date.min, *(day for span in spans for day in (span.start, span.until))]
    return (
        tuple(
            (start, end)
            for start, end in zip(edges[::2], [*edges[1::2], None], strict=True)
            if start is not None and start != end
        )
        if spans
        else ()
    )


def _initials(name: str) -> frozenset[str]:
    """The first letters of a first name and a surname."""
    words = plain(name).split()
    return frozenset({words[0][0] + words[-1][0]}) if len(words) > 1 else frozenset()


def _payer_names(person: Person, segments: Iterable[FundingSegment]) -> dict[str, tuple[str, ...]]:
    """What a bank may write for each payer."""
    council = person.authority
    found = {}
    for part in (part for segment in segments for part in segment.parts):
        names = [*ways_to_write(part.payer_name)]
        if part.payer_kind is PayerKind.COUNCIL:
            names += [
                *ways_to_write(council.name),
                *(f"{council.short_name} {word}" for word in COUNCIL_WORDS),
            ]
        found[part.payer_name] = tuple(names)
    return found


def people_planned_for(plan_ids: Collection[int]) -> list[int]:
    """The ids of the people whose plans these are, in order."""
    plans = SupportPlan.objects.filter(pk__in=plan_ids).order_by("person")
    return list(plans.values_list("person", flat=True).distinct())


def people_of_lines(line_ids: Sequence[int]) -> list[int]:
    """The ids of the people whose payments these are, in order. One query for some thousands."""
    found: set[int] = set()
    for start in range(0, len(line_ids), LINES_ASKED):
        lines = ReceivedLine.objects.filter(pk__in=line_ids[start : start + LINES_ASKED])
        found.update(lines.values_list("account__person", flat=True).distinct())
    return sorted(found)


def suppliers_by_category(category_ids: Collection[int]) -> dict[int, set[str]]:
    """The payee keys of suppliers who list something in each category."""
    found: dict[int, set[str]] = {category: set() for category in category_ids}
    offered = Listing.objects.filter(terms__in=category_ids).values_list("terms", "supplier__name")
    for category, name in offered.distinct():
        if category in found:
            found[category].add(payee_key(name))
    return found
