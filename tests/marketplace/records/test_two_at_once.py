"""A hold that is set while the purge runs: either it keeps the record, or it is told that it is gone."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection, transaction

from marketplace.accounts.rules import Role
from marketplace.accounts.viewer import Viewer
from marketplace.people.models import Person, ReadLog
from marketplace.records.actions.holding import set_hold
from marketplace.records.actions.purging import erase_record, erase_rows, purge
from marketplace.records.errors import RecordsError
from marketplace.records.models import LegalHold
from marketplace.records.queries.roads import kept_of
from marketplace.records.rules import HeldKind
from payments.reconciliation.queries.integrity import integrity_problems
from tests.factories.accounts import as_viewer, make_user
from tests.factories.records import OVER, SPENT, make_ended, nightly

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql]


class Beside:
    """One call in a thread and a connection of its own, and what came of it."""

    def __init__(self, call: Callable[[], object]) -> None:
        self.codes: list[str] = []
        self.answer: object = None
        self._call = call
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def _run(self) -> None:
        try:
            self.answer = self._call()
        except RecordsError as refusal:
            self.codes = list(refusal.codes)
        finally:
            connection.close()

    def end(self) -> "Beside":
        self._thread.join(timeout=60)
        assert not self._thread.is_alive()
        return self


def hold(by: Viewer, person: Person) -> LegalHold:
    return set_hold(
        by=by,
        authority_id=person.authority_id,
        subject=HeldKind.PERSON,
        reference="Margaret Ellery",
        reason="Claim 2035/1",
    )


def erase(person: Person) -> int:
    kept = kept_of(Person)
    assert kept
    return erase_record(by=nightly(), kept=kept, council=person.authority, pk=person.pk)


def erase_log(person: Person) -> int:
    kept = kept_of(ReadLog)
    assert kept
    ids = list(ReadLog.objects.values_list("pk", flat=True))
    return erase_rows(by=nightly(), kept=kept, clock=kept.clocks[0], council=None, ids=ids)


@pytest.fixture
def person() -> Person:
    found = make_ended().person
    ReadLog.objects.create(person_id=found.pk, user_id=1, purpose="x", read_at=SPENT)
    return found


@pytest.fixture
def auditor(person: Person) -> Viewer:
    return as_viewer(make_user(Role.AUDITOR), OVER)


@pytest.mark.parametrize("erasing", [erase, erase_log])
def test_a_hold_when_set_first_is_waited_for_and_keeps_the_record(
    person: Person, auditor: Viewer, erasing: Callable[[Person], int]
) -> None:
    with transaction.atomic():
        hold(auditor, person)
        beside = Beside(lambda: erasing(person))
    assert beside.end().answer == 0
    assert Person.objects.get(pk=person.pk).name == "Margaret Ellery"
    assert ReadLog.objects.count() == 1


def test_a_hold_when_the_record_went_first_is_told_so(person: Person, auditor: Viewer) -> None:
    with transaction.atomic():
        assert erase(person) == 1
        beside = Beside(lambda: hold(auditor, person))
    # The one who looked before the commit finds it erased, the one after finds nobody.
    assert beside.end().codes in (["record_erased"], ["record_not_found"])
    assert not LegalHold.objects.exists()
    assert list(integrity_problems()) == []


def test_two_purges_and_a_hold_at_once_leave_one_truth(person: Person, auditor: Viewer) -> None:
    purges = [Beside(lambda: purge(by=nightly())) for _ in range(2)]
    holding = Beside(lambda: hold(auditor, person))
    for one in [*purges, holding]:
        one.end()
    held, erased = LegalHold.objects.exists(), Person.objects.get(pk=person.pk).erased_at
    assert held != bool(erased)
    assert bool(holding.codes) == bool(erased)
