"""Looking for what is missing: of accounts and of people's money. Deciding again changes nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from marketplace.accounts.permissions import check
from marketplace.accounts.viewer import Viewer
from marketplace.core.audit import record
from marketplace.people.models import Person
from payments.reconciliation.actions.exceptions import (
    NewException,
    close_exceptions,
    key_of,
    open_exceptions,
    raise_exceptions,
)
from payments.reconciliation.actions.findings import NewFinding, keep_findings
from payments.reconciliation.actions.locking import lock_people
from payments.reconciliation.queries.absence import MoneyFacts, money_facts, people_with_accounts
from payments.reconciliation.queries.monitoring import asking_of
from payments.reconciliation.rules.absence import Lack
from payments.reconciliation.rules.asking import Asking
from payments.reconciliation.rules.decisions import Finding
from payments.reconciliation.rules.duties import MAY_RECONCILE
from payments.reconciliation.rules.exception_registry import (
    exception_rules,
    lacks_of_account,
    lacks_of_person,
)
from payments.reconciliation.rules.states import FindingState
from payments.reconciliation.rules.subjects import FindingSubject

# People in one transaction. Judgement: about two seconds of work; more holds their locks for longer.
BATCH = 50


@dataclass(frozen=True, slots=True)
class Missing:
    """What came of looking, in findings."""

    found: int = 0
    closed: int = 0


@transaction.atomic
def look_for_absences(*, by: Viewer, authority_id: int, person_ids: Sequence[int]) -> Missing:
    """Say of these people of a council what is missing on the viewer's day, and ask where that is due.

    A question closes itself when its cause has gone. What a person decided is not asked again while its
    cause lasts.
    """
    check(by, MAY_RECONCILE, authority_id)
    people = list(Person.objects.filter(authority=authority_id, pk__in=person_ids).order_by("pk"))
    ids = [person.pk for person in people]
    lock_people(ids)
    lacks = _lacks(authority_id, money_facts(authority_id, ids, by.today))
    asking = asking_of(authority_id, ids, by.today)
    kept = keep_findings(
        by=by,
        found={
            subject: [
                NewFinding(code, exception_rules()[code].kind, lack.sentence, lack.facts)
                for code, lack in of_it.items()
            ]
            for subject, of_it in lacks.items()
        },
    )
    found = [
        _exception(subject, code, lack, asking[subject.person_id])
        for subject, of_it in lacks.items()
        for code, lack in of_it.items()
        if kept[subject, code].state == FindingState.STANDING
    ]
    due = {new.key for new in found}
    over = [row for row in open_exceptions(lacks) if key_of(row) not in due]
    close_exceptions(by=by, rows=over, outcome="It is no longer so.")
    raise_exceptions(by=by, found=found)
    if people:
        record(
            event="absences_looked_for",
            by=by,
            subject=people[0],
            people=len(ids),
            found=len(found),
            closed=len(over),
        )
    return Missing(len(found), len(over))


def look_for_everybodys_absences(*, by: Viewer) -> None:
    """Look at everybody who has an account: each batch of people its own action."""
    for authority_id, ids in people_with_accounts().items():
        for start in range(0, len(ids), BATCH):
            batch = ids[start : start + BATCH]
            look_for_absences(by=by, authority_id=authority_id, person_ids=batch)


def _lacks(authority_id: int, facts: MoneyFacts) -> dict[FindingSubject, Mapping[str, Lack]]:
    """What every subject lacks; of those that lack nothing too, so that what was found ends."""
    lacks: dict[FindingSubject, Mapping[str, Lack]] = {}
    for account_id, of_account in facts.accounts.items():
        subject = FindingSubject(authority_id, facts.person_of[account_id], account_id)
        lacks[subject] = lacks_of_account(of_account)
    for person_id, of_person in facts.people.items():
        lacks[FindingSubject(authority_id, person_id)] = lacks_of_person(of_person)
    return lacks


def _exception(subject: FindingSubject, code: str, lack: Lack, asking: Asking) -> NewException:
    number = subject.account_id or subject.person_id
    kind = exception_rules()[code].kind
    is_asked = asking.makes_work(kind, pence=lack.pence, number=number)
    return NewException(subject, Finding(code, lack.sentence), {}, is_asked)
