"""From a trial's plans and lines to one case a person, as the matcher takes it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from payments.reconciliation.rules.names import PayeeIndex
from payments.reconciliation.rules.settings import Settings
from payments.reconciliation.rules.values import Case, PaymentLine, Planned
from payments.reconciliation.trial.format import (
    TrialAgreement,
    TrialItem,
    TrialPayee,
    TrialPerson,
    TrialPlans,
)
from payments.reconciliation.trial.incomes import incomes_of
from payments.reconciliation.trial.pieces import (
    Around,
    Span,
    figures,
    pauses_of,
    pieces_of,
    references,
)
from payments.reconciliation.trial.statements import TrialRow

#: Days after the last line for which dues are counted. Judgement: what is paid two months early is a slip.
AHEAD = timedelta(60)


@dataclass(frozen=True, slots=True)
class TrialCase:
    """One person's case; its lines are rows by number from 1, its targets the items in their order."""

    person: str
    case: Case
    rows: Mapping[int, TrialRow]


@dataclass(frozen=True, slots=True)
class Known:
    """The plans, put so that each person's part of them is at hand."""

    plans: TrialPlans
    people: Mapping[str, TrialPerson]
    accounts: Mapping[str, frozenset[str]]
    account_ids: Mapping[str, int]
    agreements: Mapping[str, Sequence[TrialAgreement]] | None
    payees: Mapping[str, TrialPayee]
    by_kind: Mapping[str, tuple[TrialPayee, ...]]
    items: Mapping[str, Sequence[tuple[int, TrialItem]]]
    owners: Mapping[str, frozenset[str]]
    index: PayeeIndex
    settings: Settings


def cases_of(plans: TrialPlans, rows: Sequence[TrialRow]) -> Iterator[TrialCase]:
    """A case for each person with lines. `rows` are those to be matched: booked, each line once."""
    known = _known(plans)
    last = max((row.day for row in rows), default=date.min)
    person_of = {account.id: account.person for account in plans.accounts}
    by_person: dict[str, dict[int, TrialRow]] = defaultdict(dict)
    for number, row in enumerate(_oldest_first(rows), 1):
        by_person[person_of[row.account]][number] = row
    for person, mine in by_person.items():
        yield TrialCase(person, _case(person, mine, known, last), mine)


def _oldest_first(rows: Sequence[TrialRow]) -> Iterator[TrialRow]:
    """Rows of each file in the order of time: a file whose days go back was written newest first, and so
    within each day."""
    for _, of_file in groupby(rows, key=lambda row: row.file):
        found = list(of_file)
        yield from reversed(found) if found[0].day > found[-1].day else found


def _known(plans: TrialPlans) -> Known:
    by_kind: dict[str, list[TrialPayee]] = defaultdict(list)
    for payee in plans.payees:
        by_kind[payee.kind].append(payee)
    accounts: dict[str, set[str]] = defaultdict(set)
    for account in plans.accounts:
        accounts[account.person].add(figures(account.sort_code + account.account_number))
    agreements: dict[str, list[TrialAgreement]] = defaultdict(list)
    for agreement in plans.agreements or ():
        agreements[agreement.person].append(agreement)
    items: dict[str, list[tuple[int, TrialItem]]] = defaultdict(list)
    owners: dict[str, set[str]] = defaultdict(set)
    for number, item in enumerate(plans.items, 1):
        items[item.person].append((number, item))
        for reference in references(item.reference):
            owners[reference].add(item.person)
    return Known(
        plans=plans,
        people={person.id: person for person in plans.people},
        accounts={person: frozenset(numbers) for person, numbers in accounts.items()},
        account_ids={account.id: number for number, account in enumerate(plans.accounts, 1)},
        agreements=agreements if plans.agreements is not None else None,
        payees={payee.id: payee for payee in plans.payees},
        by_kind={kind: tuple(payees) for kind, payees in by_kind.items()},
        items=items,
        owners={reference: frozenset(people) for reference, people in owners.items()},
        index=PayeeIndex.of({payee.id: payee.names for payee in plans.payees}),
        settings=Settings(
            tolerance_percent=0,
            cash_from_pence=plans.council.cash_single_limit_pence + 1,
            restricted_mccs=frozenset(plans.council.not_allowed_mcc),
        ),
    )


def _case(person: str, rows: Mapping[int, TrialRow], known: Known, last: date) -> Case:
    row, agreements = known.people[person], known.agreements
    own = None if agreements is None else agreements.get(person, ())
    return Case(
        lines=tuple(_line(number, each, known.account_ids) for number, each in rows.items()),
        planned=tuple(_planned(person, known, pauses_of(row.events), last)),
        incomes=incomes_of(row, own, len(known.plans.items) + 1),
        index=known.index,
        foreign_references=frozenset(
            reference for reference, people in known.owners.items() if person not in people
        ),
        own_accounts=known.accounts[person],
        own_initials=frozenset({row.initials.replace(".", "")}),
        # Each line is looked at as on its own day: in the past of a year all would have waited too long.
        today=None,
        settings=known.settings,
    )


def _planned(person: str, known: Known, pauses: tuple[Span, ...], last: date) -> Iterator[Planned]:
    for number, item in known.items.get(person, ()):
        payees = (known.payees[item.payee],) if item.payee else known.by_kind.get(item.kind, ())
        via = known.payees[item.paid_via] if item.paid_via else None
        around = Around(number, payees, via, pauses, known.plans.terms, last + AHEAD)
        yield from pieces_of(item, around)


def _line(number: int, row: TrialRow, accounts: Mapping[str, int]) -> PaymentLine:
    return PaymentLine(
        number, 1, row.day, row.pence, row.text, mcc=row.mcc, account_id=accounts[row.account]
    )
