"""Everything known about the money of the people whose lines are to be matched."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from marketplace.core.dates import london_date
from payments.cards.models import ReceivedLine
from payments.reconciliation.models import Match
from payments.reconciliation.queries.charges import claims_of
from payments.reconciliation.queries.expected import Expected, expected_of, suppliers_by_category
from payments.reconciliation.queries.known_payees import item_references, payee_index
from payments.reconciliation.queries.payees import payees_of_lines
from payments.reconciliation.rules.payee_facts import LinePayee
from payments.reconciliation.rules.payees import payee_key
from payments.reconciliation.rules.plans import with_payee
from payments.reconciliation.rules.settings import Settings
from payments.reconciliation.rules.values import (
    Case,
    Income,
    PaymentLine,
    Planned,
    Settled,
    TargetKind,
)

# How far back earlier matches are read. Judgement: a year for yearly items, a month for late payments.
# Shorter forgets that a yearly due date is paid; longer reads more rows for every import.
LOOK_BACK = timedelta(400)


@dataclass(frozen=True, slots=True)
class PersonCase:
    """A person's case and what is needed to post what comes of it."""

    person_id: int
    case: Case
    expected: Expected


def line_value(line: ReceivedLine) -> PaymentLine:
    """A received line as the matcher reads it."""
    return PaymentLine(
        id=line.pk,
        person_id=line.account.person_id,
        day=line.booked_date,
        amount_pence=line.amount_pence,
        payee=line.payee or line.description,
        reference=line.description,
        provider_ref=line.authorisation_reference,
        mcc=line.mcc,
        received=london_date(line.received_at),
        account_id=line.account_id,
    )


def cases_for(
    lines: Collection[ReceivedLine], *, today: date, settings: Settings
) -> dict[int, PersonCase]:
    """One case a person; a constant number of queries for any number of people."""
    by_person: dict[int, list[PaymentLine]] = defaultdict(list)
    for line in lines:
        by_person[line.account.person_id].append(line_value(line))
    if not by_person:
        return {}
    expected = expected_of(by_person.keys(), today)
    earliest = min(line.booked_date for line in lines)
    settled = _settled(by_person.keys(), earliest - LOOK_BACK)
    line_ids = {piece.id for each in expected.values() for piece in each.planned}
    # Who plans nothing is held against nobody: a statement may come before the plan.
    councils = {line.authority_id for line in lines} if line_ids else set()
    index, references = payee_index(councils), item_references(councils)
    payees = payees_of_lines(line_ids)
    offered = suppliers_by_category(set().union(*(e.categories for e in expected.values())))
    return {
        person_id: PersonCase(
            person_id,
            Case(
                lines=tuple(open_lines),
                planned=tuple(_as_known(expected[person_id], settled[person_id], payees)),
                incomes=tuple(_known_payers(expected[person_id], settled[person_id])),
                settled=tuple(earlier.settled for earlier in settled[person_id]),
                same_need=frozenset().union(
                    *(offered[category] for category in expected[person_id].categories)
                ),
                index=index,
                own_initials=expected[person_id].initials,
                foreign_references=frozenset(
                    reference for reference, whose in references.items() if person_id not in whose
                ),
                today=today,
                settings=settings,
            ),
            expected[person_id],
        )
        for person_id, open_lines in by_person.items()
    }


@dataclass(frozen=True, slots=True)
class _Earlier:
    settled: Settled
    by_staff: bool
    line_id: int | None
    periods: int


def _settled(person_ids: Collection[int], since: date) -> dict[int, list[_Earlier]]:
    found: dict[int, list[_Earlier]] = defaultdict(list)
    matches = (
        Match.objects.active()
        .filter(line__account__person__in=person_ids, line__booked_date__gte=since)
        .select_related("line__account")
        .prefetch_related("parts", "claims")
        .order_by("pk")
    )
    for match in matches:
        found[match.line.account.person_id].append(_earlier(match))
    return found


def _earlier(match: Match) -> _Earlier:
    lines = {part.plan_line_id for part in match.parts.all() if part.plan_line_id}
    target = match.features.get("target", [TargetKind.OFF_PLAN.value, 0])
    claims = claims_of(match)
    split = match.features.get("split", [])
    shares = tuple((id_, pence) for kind, id_, pence in split if kind == TargetKind.PLAN_LINE)
    return _Earlier(
        Settled(line_value(match.line), TargetKind(target[0]), target[1], claims, shares),
        by_staff=match.made_by_id is not None,
        line_id=lines.pop() if len(lines) == 1 else None,
        periods=match.features.get("periods", 1),
    )


def _as_known(
    expected: Expected, settled: Iterable[_Earlier], payees: Mapping[int, LinePayee]
) -> Iterable[Planned]:
    """What is planned, with all that is known of who is paid for it, and how many periods at once staff
    have confirmed for a provider."""
    periods: dict[str, set[int]] = defaultdict(set)
    for earlier in settled:
        name = expected.known_as.get(earlier.line_id or 0)
        if earlier.by_staff and name:
            periods[name].add(earlier.periods)
    for planned in expected.planned:
        confirmed = frozenset(periods[expected.known_as[planned.id]] - {1})
        payee = payees.get(planned.id)
        yield replace(with_payee(planned, payee) if payee else planned, confirmed_periods=confirmed)


def _known_payers(expected: Expected, settled: Iterable[_Earlier]) -> Iterable[Income]:
    """Payer names that staff confirmed for a load or a contribution."""
    aliases: dict[TargetKind, set[str]] = defaultdict(set)
    for earlier in settled:
        if earlier.by_staff:
            aliases[earlier.settled.target_kind].add(payee_key(earlier.settled.line.payee))
    for income in expected.incomes:
        yield replace(income, aliases=frozenset(aliases[income.kind]))
