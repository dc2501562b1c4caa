"""Whatever was agreed for whom before: nothing changes before the day, twice changes nothing, and undone
it is all as it was read."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from marketplace.brokerage.actions import agree_budget, agree_terms, prepare_uprating
from marketplace.brokerage.models import PersonalBudget
from marketplace.brokerage.queries import commitments, funding
from marketplace.brokerage.rules import (
    Amount,
    PayerKind,
    PriceSource,
    UpratingRequest,
    UpratingState,
)
from marketplace.core.periods import Period
from marketplace.people.models import Person
from tests.examples import examples
from tests.factories.accounts import NOW, as_viewer
from tests.factories.funding import EARLY, make_fund
from tests.factories.people import REGISTRY
from tests.factories.uprating import agreement_of, asked, carry_on, confirm, make_paid_case, undo

pytestmark = pytest.mark.django_db
#: All days of the case, and single ones to read budgets on.
EVER = Period(date(2026, 1, 1))
days = st.dates(date(2026, 9, 7), date(2027, 10, 1))
KINDS = (PayerKind.COUNCIL, PayerKind.NHS, PayerKind.PERSON)
amounts = st.dictionaries(
    st.sampled_from(KINDS),
    st.builds(Amount, st.integers(1, 40_000), st.sampled_from([0, 0, 25_000])),
    min_size=1,
)


@dataclass(frozen=True)
class Agreed:
    """Something agreed for a person for some days, before the uprating."""

    of_budget: bool
    first: date
    days: int | None
    amounts: Mapping[PayerKind, Amount]

    @property
    def until(self) -> date | None:
        return self.first + timedelta(self.days) if self.days else None


agreed = st.builds(Agreed, st.booleans(), days, st.none() | st.integers(1, 300), amounts)
upratings = st.builds(
    UpratingRequest,
    st.dates(NOW.date(), date(2027, 10, 1)),
    st.integers(1, 1_000),
    st.frozensets(st.sampled_from(KINDS[:2]), min_size=1),
    st.sampled_from([0, 500]),
    st.sampled_from(PriceSource),
    st.integers(1, 1_000),
).map(lambda one: one if one.price_source != PriceSource.KEEP else asked(one.from_date))


def agree(person: Person, one: Agreed, at: datetime) -> None:
    by = as_viewer(REGISTRY, at)
    facts: dict[str, Any] = {
        "by": by,
        "amounts": {make_fund(person, kind, at=EARLY): each for kind, each in one.amounts.items()},
        "from_date": one.first,
        "until_date": one.until,
    }
    if one.of_budget:
        agree_budget(person=person, **facts)
    else:
        agree_terms(agreement=agreement_of(person), **facts)


def read(person: Person, until: date | None = None) -> Any:
    """What payments are told, and the budgets of each seventh day; up to a day, cut there."""
    ids = [person.pk]
    period = Period(EVER.start, until)
    segments = [
        cut(one, until)
        for one in (*funding(ids, period)[person.pk], *commitments(ids, period)[person.pk])
    ]
    rows = list(PersonalBudget.objects.agreed().filter(person=person))
    last = until or date(2028, 1, 1)
    weeks = [EVER.start + timedelta(7 * n) for n in range((last - EVER.start).days // 7 + 1)]
    return segments, [
        [
            b.weekly_pence
            for b in rows
            if b.from_date <= day and (b.until_date is None or day < b.until_date)
        ]
        for day in weeks
        if day < last
    ]


def cut(segment: Any, until: date | None) -> Any:
    ends = [day for day in (segment.until, until) if day is not None]
    return replace(segment, until=min(ends, default=None))


@settings(max_examples=examples(30), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(before=st.lists(agreed, max_size=5), ask=upratings)
def test_uprating_always(before: list[Agreed], ask: UpratingRequest) -> None:
    with transaction.atomic():
        case = make_paid_case()
        for number, one in enumerate(before):
            agree(case.person, one, NOW - timedelta(days=1, minutes=-number))
        whole, early = read(case.person), read(case.person, ask.from_date)
        uprating = prepare_uprating(
            by=as_viewer(REGISTRY, NOW), authority_id=case.authority.pk, asked=ask
        )
        carry_on(uprating)
        assert read(case.person) == whole
        if uprating.people.filter(state="ready").exists():
            confirm(uprating)
            check_recorded(case.person, uprating, ask, whole, early)
        transaction.set_rollback(True)


def check_recorded(
    person: Person, uprating: Any, ask: UpratingRequest, whole: Any, early: Any
) -> None:
    recorded = read(person)
    assert recorded != whole
    assert read(person, ask.from_date) == early
    carry_on(uprating, NOW + timedelta(hours=1))
    assert read(person) == recorded
    if ask.from_date > NOW.date():
        undo(uprating, NOW + timedelta(hours=2))
        assert uprating.state == UpratingState.UNDONE
        assert not uprating.people.exclude(reason="").exists()
        assert read(person) == whole
