"""Any sequence of agreeing, planning, paying and changing one's mind: every place says the same figures."""

import os
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from marketplace.accounts.viewer import Viewer
from payments.reconciliation.actions import MATCHER, match_open_lines
from payments.reconciliation.rules.values import TargetKind
from tests.payments.reconciliation.proof import drawing, paying, steps
from tests.payments.reconciliation.proof.figures import Figures
from tests.payments.reconciliation.proof.said import held_on, ledger, said_of
from tests.payments.reconciliation.proof.same import assert_same
from tests.payments.reconciliation.proof.staff import Staff
from tests.payments.reconciliation.proof.steps import Case, Step
from tests.payments.reconciliation.proof.subject import NewRoad, make_subject

BEGINS = st.sampled_from(
    [datetime(2027, 3, 1, 9, tzinfo=UTC), datetime(2027, 10, 20, 22, 30, tzinfo=UTC)]
)
#: Before any drawn step: agreed, planned, paid and spent, so that most steps find something to change.
BEFORE: tuple[Step, ...] = (
    steps.AgreeBudget(0, 0, {"council": (20_000, 0), "own": (4_000, 0)}),
    steps.AgreeTerms(0, 0, 0, {"council": (14_000, 0), "own": (4_000, 0), "aftercare": (3_333, 0)}),
    steps.ApprovePlan(
        0, 0, (steps.LineWords(0, 1_650, "3"), steps.LineWords(1, 2_001, agreement=0))
    ),
    paying.PayIn(1, 0, 72_000),
    paying.PayIn(0, 0, 16_000, 0, TargetKind.CONTRIBUTION),
    paying.Spend(12, 1, 9_001, 5),
    paying.SpendByRule(0, 0, 4),
)


def of_nobody(staff: Staff, begins: datetime, roads: Sequence[NewRoad]) -> Iterator[Case]:
    """A person of whom nothing is left afterwards."""
    with transaction.atomic():
        yield Case.of(make_subject(staff, begins, *roads))
        transaction.set_rollback(True)


def check(
    case: Case, begins: datetime, drawn: Sequence[Step], readings: Sequence[tuple[int, int]]
) -> None:
    """Take the steps, and read the figures of some days as known on some days."""
    kept: dict[tuple[date, date], Figures] = {}
    days = [begins.date() + timedelta(day) for day, _ in readings]
    for number, step in enumerate((*BEFORE, *drawn)):
        case.subject.later(step.wait)
        if number == len(BEFORE) + len(drawn) // 2:
            read = (days[0], case.today - timedelta(1))
            kept[read] = said_of(case.subject.person, *read)
        take(case, step, days[0])
    for day, (_, known) in zip(days, readings, strict=True):
        assert_same(case, day, min(begins.date() + timedelta(known), case.today))
    assert_same(case, case.today, None)
    for (day, known), figures in kept.items():
        again = said_of(case.subject.person, day, known)
        assert again == figures, f"what was known on {known} of {day} has changed"


def take(case: Case, step: Step, day: date) -> None:
    """Take a step: payments are shared as the reference shares them, and earlier days stay as they were."""
    person, today = case.subject.person, case.today
    if step.agrees:
        _try_what_waits(case)
    first = step.first_day(today)
    earlier = first - timedelta(1 + day.toordinal() % 60)
    again = isinstance(step, steps.AgreeSameAgain)
    watched = (earlier, first, today, today + timedelta(40)) if again else ()
    before = [said_of(person, each, None) for each in watched]
    held = _held(case, earlier) if step.agrees else None
    step.take(case)
    case.purse.follow()
    assert case.purse.differences() == [], step
    after = [said_of(person, each, None) for each in watched]
    assert after == before, f"{step} agreed the same again"
    if step.agrees and not case.subject.told.hangs_on_later(today, earlier):
        assert _held(case, earlier) == held, f"{step} changed what held on {earlier}"


def _try_what_waits(case: Case) -> None:
    """As every night: else a step is blamed for what waited since an earlier one."""
    match_open_lines(
        by=Viewer.machine(MATCHER, case.subject.at), person_ids=[case.subject.person.pk]
    )
    case.purse.follow()


def _held(case: Case, day: date) -> tuple[object, ...]:
    person = case.subject.person
    return (ledger(person, day, None), *held_on(person, day, None))


def prove(staff: Staff, examples: int) -> None:
    @settings(
        max_examples=int(os.environ.get("PROOF_EXAMPLES", examples)),
        # The same every time, so that the suite is steady; asked for by number, others are tried.
        derandomize="PROOF_EXAMPLES" not in os.environ,
        deadline=None,
        print_blob=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(BEGINS, drawing.roads, drawing.sequences, drawing.readings)
    def each(
        begins: datetime, roads: list[NewRoad], drawn: list[Step], readings: list[tuple[int, int]]
    ) -> None:
        for case in of_nobody(staff, begins, roads):
            check(case, begins, drawn, readings)

    each()


def test_every_place_says_the_same_after_any_sequence(staff: Staff) -> None:
    prove(staff, 2)


@pytest.mark.slow
def test_every_place_says_the_same_after_many_sequences(staff: Staff) -> None:
    prove(staff, 20)
