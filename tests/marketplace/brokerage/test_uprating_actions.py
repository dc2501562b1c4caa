"""Upratings: previewed, then recorded as previewed, once; what changed since is left out."""

from datetime import date, timedelta
from typing import Any

import pytest

from marketplace.brokerage.actions import (
    UPRATER,
    agree_budget,
    agree_terms,
    carry_on_uprating,
    confirm_uprating,
    pause_support,
    prepare_uprating,
)
from marketplace.brokerage.models import (
    PersonalBudget,
    PriceChange,
    Uprating,
)
from marketplace.brokerage.queries import funding, sums_of
from marketplace.brokerage.rules import (
    Amount,
    BudgetState,
    FundingSegment,
    PauseReason,
    PayerKind,
    PriceSource,
    UpratedState,
    UpratingState,
)
from marketplace.core.models import AuditEvent
from marketplace.core.periods import Period
from marketplace.core.transitions import NotInThatState
from tests.factories.accounts import NOW, as_viewer, make_authority, make_other_authority
from tests.factories.brokerage import BEGAN, refused, set_price
from tests.factories.funding import make_agreement, make_budget
from tests.factories.people import REGISTRY, make_person
from tests.factories.uprating import (
    APRIL,
    WEEKLY,
    agreement_of,
    asked,
    carry_on,
    confirm,
    make_paid_case,
    make_preview,
    make_uprated,
    undo,
)
from tests.marketplace.brokerage.uprated import (
    EVER,
    budgets_on,
    later,
    price_on,
    rates_on,
    read,
    reasons,
    states_of,
)

pytestmark = pytest.mark.django_db


def test_preview_when_made_shows_what_changes_and_changes_nothing() -> None:
    case = make_paid_case()
    before = read(case.person)
    uprating = make_preview(case.authority)
    assert uprating.state == UpratingState.PREPARED
    assert read(case.person) == before
    (row,) = uprating.people.all()
    assert (row.state, row.stays_count) == (UpratedState.READY, 0)
    assert (row.budget_before_pence, row.budget_after_pence) == (28_650, 28_650 + 513 + 100)
    assert (row.paid_before_pence, row.paid_after_pence) == (24_650, 24_650 + 513)
    assert (row.planned_before_pence, row.planned_after_pence) == (9_600, 9_890)


def test_preview_when_contributions_have_a_rate_raises_them_by_it() -> None:
    case = make_paid_case()
    make_uprated(case.authority, contribution_rate=1_000)
    assert rates_on(case.person, APRIL) == {PayerKind.COUNCIL: 21_043, PayerKind.PERSON: 4_532}


def test_preview_when_something_is_agreed_for_later_says_that_it_stays() -> None:
    case = make_paid_case()
    june = date(2027, 6, 1)
    make_budget(case.person, {PayerKind.COUNCIL: 30_000}, from_date=june)
    agree_terms(
        by=as_viewer(REGISTRY, BEGAN),
        agreement=agreement_of(case.person),
        amounts={case.person.funds.order_by("pk")[0]: Amount(30_000)},
        from_date=june,
    )
    uprating = make_uprated(case.authority)
    (row,) = uprating.people.all()
    assert [note.kind.value for note in row.shown.notes] == ["budget_later", "terms_later"]
    assert rates_on(case.person, june) == {PayerKind.COUNCIL: 30_000}
    assert rates_on(case.person, date(2027, 5, 31))[PayerKind.COUNCIL] == 21_043
    assert budgets_on(case.person, june) == [30_000]


def test_preview_of_several_parts_counts_everybody_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("marketplace.brokerage.actions.uprating_work.LOOKED_AT_ONCE", 2)
    monkeypatch.setattr("marketplace.brokerage.actions.uprating_work.WRITTEN_AT_ONCE", 2)
    people = [make_person() for _ in range(5)]
    for person in people:
        make_budget(person, WEEKLY, from_date=date(2026, 9, 1))
    uprating = make_uprated(make_authority())
    sums = sums_of(uprating)[UpratedState.RECORDED]
    assert (sums.people, sums.totals.budget_before_pence) == (5, 5 * 24_650)
    assert sums.totals.budget_after_pence == 5 * 25_163
    parts = AuditEvent.objects.filter(event="people_uprated").order_by("pk")
    assert [len(part.data["people"]) for part in parts] == [2, 2, 1]
    assert [len(part.data["budgets"]) for part in parts] == [2, 2, 1]


def test_preview_of_another_council_leaves_this_ones_people_alone() -> None:
    case = make_paid_case()
    uprating = make_preview(make_other_authority())
    assert not uprating.people.exists()
    with refused("uprating_changes_nothing"):
        confirm_uprating(by=as_viewer(REGISTRY), uprating=uprating)
    assert rates_on(case.person, APRIL)[PayerKind.COUNCIL] == 20_530


def test_preview_when_asked_wrongly_is_refused_by_code() -> None:
    council, by = make_authority(), as_viewer(REGISTRY)
    for code, facts in (
        ("uprating_day_past", {"from_date": NOW.date() - timedelta(1)}),
        (
            "uprating_of_nothing",
            {"rate": 0, "payers": frozenset(), "price_source": PriceSource.KEEP, "price_rate": 0},
        ),
    ):
        with refused(code):
            prepare_uprating(by=by, authority_id=council.pk, asked=asked(**facts))
    assert not Uprating.objects.exists()


def test_recorded_uprating_changes_amounts_and_prices_from_the_day_and_none_before() -> None:
    case = make_paid_case()
    before = read(case.person, period=Period(date(2026, 1, 1), APRIL))
    uprating = make_uprated(case.authority)
    assert uprating.state == UpratingState.RECORDED
    eve = APRIL - timedelta(1)
    assert rates_on(case.person, eve) == WEEKLY
    assert rates_on(case.person, APRIL) == {PayerKind.COUNCIL: 21_043, PayerKind.PERSON: 4_120}
    assert (budgets_on(case.person, eve), budgets_on(case.person, APRIL)) == ([28_650], [29_263])
    assert (price_on(case.person, eve), price_on(case.person, APRIL)) == (1_920, 1_978)
    funded, planned = read(case.person, period=Period(date(2026, 1, 1), APRIL))
    assert [replace_end(one) for one in funded[case.person.pk]] == [
        replace_end(one) for one in before[0][case.person.pk]
    ]
    assert [one.price_pence for one in planned[case.person.pk]] == [
        one.price_pence for one in before[1][case.person.pk]
    ]
    change = PriceChange.objects.get()
    assert (change.uprating, change.signed_pence) == (uprating.public_id, 1_920)


def replace_end(segment: FundingSegment) -> Any:
    """What a segment says of its days, but for when it ends."""
    return (segment.agreement_id, segment.first, segment.parts)


def test_recorded_uprating_as_known_before_is_not_there() -> None:
    case = make_paid_case()
    before = read(case.person)
    make_uprated(case.authority, at=later(days=2))
    assert read(case.person, known=later(days=1).date()) == before
    assert read(case.person) != before


def test_recorded_uprating_when_carried_on_again_changes_nothing() -> None:
    case = make_paid_case()
    uprating = make_uprated(case.authority)
    after, rows = read(case.person), AuditEvent.objects.count()
    carry_on(uprating, later(days=1))
    with pytest.raises(NotInThatState):
        confirm_uprating(by=as_viewer(REGISTRY), uprating=uprating)
    assert read(case.person) == after
    assert AuditEvent.objects.count() == rows


def test_recorded_uprating_when_cut_off_between_parts_goes_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("marketplace.brokerage.actions.uprating_work.WRITTEN_AT_ONCE", 1)
    people = [make_person(), make_person()]
    for person in people:
        make_agreement(person, WEEKLY, from_date=date(2026, 9, 7))
    uprating = make_preview(make_authority())
    confirm_uprating(by=as_viewer(REGISTRY), uprating=uprating)
    assert carry_on_uprating(by=as_viewer(UPRATER), uprating_id=uprating.pk)
    assert sorted(states_of(uprating).values()) == ["ready", "recorded"]
    carry_on(uprating)
    assert [rates_on(person, APRIL)[PayerKind.COUNCIL] for person in people] == [21_043, 21_043]


def test_recorded_uprating_when_somebody_changed_since_the_preview_leaves_them_out() -> None:
    case, other = make_paid_case(), make_paid_case()
    uprating = make_preview(case.authority)
    make_budget(case.person, {PayerKind.COUNCIL: 26_000}, from_date=date(2027, 1, 4), at=NOW)
    confirm(uprating)
    assert states_of(uprating) == {case.person.name: "left_out", other.person.name: "recorded"}
    assert reasons(uprating) == ["changed_since"]
    assert budgets_on(case.person, APRIL) == [26_000]
    assert rates_on(case.person, APRIL)[PayerKind.COUNCIL] == 20_530
    assert rates_on(other.person, APRIL)[PayerKind.COUNCIL] == 21_043


def test_recorded_uprating_when_terms_have_one_off_money_does_not_expect_it_again() -> None:
    person = make_person()
    agreement = make_agreement(person, WEEKLY, from_date=date(2026, 9, 7))
    fund = person.funds.order_by("pk")[0]
    agree_terms(
        by=as_viewer(REGISTRY, BEGAN),
        agreement=agreement,
        amounts={fund: Amount(10_000, 50_000)},
        from_date=date(2026, 9, 14),
    )
    make_uprated(person.authority)
    (segments,) = funding([person.pk], EVER).values()
    assert [(one.first, one.parts[0].one_off_pence) for one in segments] == [
        (date(2026, 9, 7), 0),
        (date(2026, 9, 14), 50_000),
        (APRIL, 0),
    ]


def test_recorded_uprating_when_rows_begin_on_the_day_replaces_them_with_their_one_off_money() -> (
    None
):
    person = make_person()
    agreement = make_agreement(person, WEEKLY, from_date=date(2026, 9, 7))
    fund = person.funds.order_by("pk")[0]
    amounts = {fund: Amount(10_000, 50_000)}
    agree_terms(
        by=as_viewer(REGISTRY, BEGAN), agreement=agreement, amounts=amounts, from_date=APRIL
    )
    agree_budget(by=as_viewer(REGISTRY, BEGAN), person=person, amounts=amounts, from_date=APRIL)
    before = read(person)
    uprating = make_uprated(person.authority)
    (part,) = funding([person.pk], Period(APRIL)).popitem()[1][0].parts
    assert (part.weekly_pence, part.one_off_pence) == (10_250, 50_000)
    assert budgets_on(person, APRIL) == [10_250]
    undo(uprating)
    assert read(person) == before
    assert budgets_on(person, APRIL) == [10_000]
    states = PersonalBudget.objects.filter(person=person).order_by("pk")
    assert [row.state for row in states] == [BudgetState.AGREED, BudgetState.ENDED]


def test_recorded_uprating_when_the_line_is_paused_raises_its_price_too() -> None:
    case = make_paid_case()
    pause_support(
        by=as_viewer(REGISTRY, BEGAN),
        person=case.person,
        reason=PauseReason.HOSPITAL,
        from_date=APRIL - timedelta(3),
        until_date=APRIL + timedelta(3),
    )
    make_uprated(case.authority)
    assert price_on(case.person, APRIL + timedelta(3)) == 1_978


def test_prices_when_the_listing_has_one_for_the_day_take_it() -> None:
    case = make_paid_case()
    set_price(case.listing, 2_040, from_date=APRIL)
    make_uprated(case.authority, price_source=PriceSource.LISTING)
    assert price_on(case.person, APRIL) == 2_040


def test_prices_when_the_listing_has_none_for_the_day_stay_and_it_is_said() -> None:
    case = make_paid_case()
    case.listing.prices.update(until_date=APRIL)
    uprating = make_uprated(case.authority, price_source=PriceSource.LISTING)
    assert price_on(case.person, APRIL) == 1_920
    (row,) = uprating.people.all()
    assert [note.kind.value for note in row.shown.notes] == ["listing_price_unknown"]


def test_prices_when_the_listings_price_changed_since_the_preview_leave_the_person_out() -> None:
    case = make_paid_case()
    uprating = make_preview(case.authority, price_source=PriceSource.LISTING)
    set_price(case.listing, 2_040, from_date=APRIL)
    confirm(uprating)
    assert reasons(uprating) == ["changed_since"]
