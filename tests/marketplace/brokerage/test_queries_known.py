"""What was known on a day reads the same for ever, whatever is recorded after it."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from marketplace.brokerage.actions import (
    agree_terms,
    end_agreement,
    end_pause,
    end_plan,
    pause_support,
)
from marketplace.brokerage.errors import BrokerageError
from marketplace.brokerage.models import Pause, PaymentAgreement
from marketplace.brokerage.queries import commitments, funding
from marketplace.brokerage.rules import BudgetKind, PauseReason, PayerKind, PlanEnd
from marketplace.core.periods import Period
from tests.examples import examples
from tests.factories.accounts import as_viewer
from tests.factories.brokerage import Case, approve_again, make_approved
from tests.factories.funding import amounts_of, make_agreement
from tests.factories.people import REGISTRY

#: The day on which everything is begun; each act is recorded on a later one.
DAY = date(2026, 9, 1)
YEAR = Period(date(2026, 4, 1), date(2027, 4, 1))
OLD, NEW = {PayerKind.COUNCIL: 20_000}, {PayerKind.COUNCIL: 21_000, PayerKind.PERSON: 900}


def moment(days: int) -> datetime:
    return datetime(2026, 9, 1, 12, tzinfo=UTC) + timedelta(days=days)


def read(case: Case, known: date | None = None) -> tuple[Any, Any]:
    ids = [case.person.pk]
    return funding(ids, YEAR, known=known), commitments(ids, YEAR, known=known)


def begun() -> tuple[Case, PaymentAgreement]:
    case = make_approved()
    return case, make_agreement(case.person, OLD, from_date=DAY)


@pytest.mark.django_db
def test_before_anything_was_recorded_nothing_was_known() -> None:
    case, _ = begun()
    assert read(case, date(2026, 8, 1)) == ({case.person.pk: []}, {case.person.pk: []})


@pytest.mark.django_db
def test_what_is_recorded_on_the_day_itself_is_known_at_its_end() -> None:
    case, _ = begun()
    assert read(case, DAY) == read(case)


@pytest.mark.django_db
def test_terms_for_earlier_days_were_not_known_before_they_were_recorded() -> None:
    case, agreement = begun()
    was = read(case)
    _terms(case, agreement, moment(20), date(2026, 8, 3), True)
    assert read(case, DAY + timedelta(19)) == was
    assert read(case, DAY + timedelta(20)) == read(case) != was


@pytest.mark.django_db
def test_queries_do_not_grow_with_people(django_assert_num_queries: Any) -> None:
    cases = [begun()[0] for _ in range(3)]
    approve_again(cases[0], at=moment(3))
    ids = [case.person.pk for case in cases]
    for people in (ids[:1], ids):
        with django_assert_num_queries(5):
            funding(people, YEAR, known=DAY)
        with django_assert_num_queries(6):
            commitments(people, YEAR, known=DAY)


Act = Callable[[Case, PaymentAgreement, datetime, date, bool], object]


def _terms(case: Case, agreement: PaymentAgreement, at: datetime, day: date, flag: bool) -> None:
    agree_terms(
        by=as_viewer(REGISTRY, at),
        agreement=agreement,
        amounts=amounts_of(case.person, NEW if flag else OLD),
        from_date=day,
        until_date=day + timedelta(30) if flag else None,
    )


def _no_terms(case: Case, agreement: PaymentAgreement, at: datetime, day: date, flag: bool) -> None:
    end_agreement(by=as_viewer(REGISTRY, at), agreement=agreement, day=day)


def _plan(case: Case, agreement: PaymentAgreement, at: datetime, day: date, flag: bool) -> None:
    approve_again(case, at=at, from_date=day)


def _no_plan(case: Case, agreement: PaymentAgreement, at: datetime, day: date, flag: bool) -> None:
    by = as_viewer(REGISTRY, at)
    end_plan(by=by, person=case.person, kind=BudgetKind.CARE, day=day, reason=PlanEnd.NOT_WANTED)


def _pause(case: Case, agreement: PaymentAgreement, at: datetime, day: date, flag: bool) -> None:
    pause_support(
        by=as_viewer(REGISTRY, at),
        person=case.person,
        reason=PauseReason.HOSPITAL,
        from_date=day,
        until_date=day + timedelta(10) if flag else None,
    )


def _end_pause(
    case: Case, agreement: PaymentAgreement, at: datetime, day: date, flag: bool
) -> None:
    last = Pause.objects.filter(person=case.person, withdrawn_at=None).last()
    if last is not None:
        end_pause(by=as_viewer(REGISTRY, at), pause=last, until_date=day if flag else None)


ACTS: list[Act] = [_terms, _no_terms, _plan, _no_plan, _pause, _end_pause]
SEQUENCES = st.lists(
    st.tuples(
        st.sampled_from(ACTS),
        st.integers(0, 6),  # Days after the act before.
        st.integers(-30, 60),  # From which day, counted from its own.
        st.booleans(),
    ),
    min_size=1,
    max_size=5,
)


class KnownForEver(TestCase):
    @settings(
        max_examples=examples(25),
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow],
        database=None,
    )
    @given(SEQUENCES)
    def test_a_day_as_known_on_another_never_changes(self, sequence: list[Any]) -> None:
        case, agreement = begun()
        passed, said = 1, {DAY: read(case)}
        for act, wait, shift, flag in sequence:
            for _ in range(wait):
                said[DAY + timedelta(passed)] = read(case)
                passed += 1
            day = DAY + timedelta(passed + shift)
            try:
                act(case, agreement, moment(passed), day, flag)
            except BrokerageError:
                continue  # Nothing to end on that day.
            passed += 1
            said[DAY + timedelta(passed - 1)] = read(case)
        for known, facts in said.items():
            assert read(case, known) == facts, known
        assert read(case, DAY + timedelta(passed)) == read(case)
