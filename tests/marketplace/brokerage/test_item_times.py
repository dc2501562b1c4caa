"""When items come: times are rows that keep their ids, amounts follow, prices differ by kind of day."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest

from marketplace.brokerage.actions import (
    add_item,
    approve_plan,
    change_item,
    remove_item,
    set_times,
    start_plan,
)
from marketplace.brokerage.models import PlanItem
from marketplace.brokerage.queries import (
    agreements_to_pay,
    commitments,
    plan_board,
    term_notes_of,
)
from marketplace.brokerage.rules import (
    Equipment,
    Frequency,
    FromListing,
    OffMarket,
    PayerKind,
    PaymentRoad,
    Terms,
)
from marketplace.core.dates import Weekday
from marketplace.core.models import AuditEvent
from marketplace.core.periods import Period
from marketplace.core.times import PlannedTime, TermTime
from marketplace.council.models import SchoolTerm
from marketplace.listings.rules import DayBand, ListingState, PriceUnit
from tests.factories.accounts import as_viewer
from tests.factories.brokerage import (
    ALL_MET,
    BEGAN,
    Case,
    complete,
    make_approved,
    make_case,
    refused,
    send_plan,
    set_price,
)
from tests.factories.funding import make_agreement
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db
MON, WED, SAT = Weekday.MONDAY, Weekday.WEDNESDAY, Weekday.SATURDAY
VISITS = Terms(Decimal(5), Frequency.WEEK)


def timed(day: Weekday | date, minutes: int = 60, **more: Any) -> PlannedTime:
    key = "on" if isinstance(day, date) else "weekday"
    return PlannedTime(**{"uuid": uuid4(), "minutes": minutes, "start": time(9), key: day, **more})


@pytest.fixture
def case() -> Case:
    """A written plan with five visits a week at £19.20."""
    return complete(make_case())


def edit(case: Case, at: datetime) -> dict[str, Any]:
    return {"by": as_viewer(case.broker, at), "plan": case.plan, "version": case.plan.version}


def visits(case: Case) -> PlanItem:
    return case.plan.items.get(kind="listing", day_band=DayBand.WEEKDAY)


def give(case: Case, at: datetime, *times: PlannedTime, item: PlanItem | None = None) -> PlanItem:
    item = item or visits(case)
    return set_times(**edit(case, at), item_id=item.pk, times=times)


def offer(case: Case, band: DayBand = DayBand.WEEKDAY) -> FromListing:
    return FromListing(case.listing.pk, PriceUnit.VISIT, band)


def weekend_price(case: Case, pence: int = 2_400) -> None:
    set_price(case.listing, pence, band=DayBand.WEEKEND, from_date=date(2026, 9, 1))


def test_item_is_added_with_its_times_and_costs_what_they_come_to(case: Case, at: datetime) -> None:
    assert case.outcome
    item = add_item(
        **edit(case, at),
        outcome_ids=[case.outcome.pk],
        offer=OffMarket("Choir", "Amara", PriceUnit.HOUR, 1_800),
        terms=Terms(Decimal(9), Frequency.YEAR, times=(timed(WED, 180), timed(MON, 20))),
    )
    assert (item.quantity, item.frequency) == (Decimal("3.33"), Frequency.WEEK)
    (line,) = [one for one in board(case, at).items if one.id == item.pk]
    assert (line.amount, line.weekly_pence) == ("about 3.33 hours a week", 6_000)


def board(case: Case, at: datetime) -> Any:
    return plan_board(viewer=as_viewer(case.broker, at), plan=case.plan)


def test_times_that_stay_keep_their_ids_and_rows(case: Case, at: datetime) -> None:
    stays, goes = timed(MON), timed(WED)
    give(case, at, stays, goes)
    row = visits(case).times.get(public_id=stays.uuid)
    longer, new = replace(stays, minutes=30), timed(WED, 15)
    give(case, at, longer, new)
    assert set(visits(case).planned_times) == {longer, new}
    assert visits(case).times.get(public_id=stays.uuid).pk == row.pk


def test_quantity_follows_times_and_stays_when_the_last_is_taken_out(
    case: Case, at: datetime
) -> None:
    give(case, at, timed(MON), timed(WED))
    assert (visits(case).quantity, visits(case).amount) == (2, "2 visits a week")
    give(case, at, timed(date(2026, 10, 5)))
    assert (visits(case).frequency, visits(case).amount) == (Frequency.ONCE, "1 visit, once")
    give(case, at)
    assert (visits(case).quantity, visits(case).planned_times) == (1, ())


def test_single_dates_cost_once_and_every_second_week_half(case: Case, at: datetime) -> None:
    second = timed(WED, every_weeks=2, counted_from=date(2026, 10, 5))
    give(case, at, second, timed(date(2026, 12, 24)))
    line = next(one for one in board(case, at).items if one.kind == "listing")
    assert (line.weekly_pence, line.one_off_pence) == (960, 1_920)
    assert board(case, at).position.cost.weekly_pence == 960


def test_change_of_the_terms_keeps_the_times_given(case: Case, at: datetime) -> None:
    mine = timed(MON)
    give(case, at, mine)
    change_item(
        **edit(case, at),
        item_id=visits(case).pk,
        offer=offer(case),
        terms=replace(VISITS, when="Not early", times=(mine,)),
    )
    assert (visits(case).planned_times, visits(case).when) == ((mine,), "Not early")
    assert visits(case).quantity == 1


def test_audit_row_says_how_many_times_and_no_words(case: Case, at: datetime) -> None:
    item = give(case, at, timed(MON), timed(WED))
    event = AuditEvent.objects.get(event="plan_item_times_set")
    assert (event.data["item"], event.data["times"]) == (item.pk, 2)
    assert event.data["from_date"] is None


def test_times_that_cannot_be_are_refused_and_nothing_is_written(case: Case, at: datetime) -> None:
    mine = timed(MON)
    give(case, at, mine)
    with refused("time_minutes_out_of_range"):
        give(case, at, timed(WED, 1))
    with refused("time_twice"):
        give(case, at, timed(MON), timed(MON))
    assert visits(case).planned_times == (mine,)


def test_stale_plan_approved_plan_and_missing_item_are_refused(case: Case, at: datetime) -> None:
    old = edit(case, at)
    give(case, at, timed(MON))
    with refused("plan_stale"):
        set_times(**old, item_id=visits(case).pk, times=())
    with refused("plan_item_gone"):
        set_times(**edit(case, at), item_id=0, times=())
    approved = make_approved(authority=case.authority)
    with refused("plan_approved_already"):
        give(approved, at, timed(MON))


def test_equipment_has_no_times(case: Case, at: datetime) -> None:
    assert case.outcome
    bench = add_item(
        **edit(case, at),
        outcome_ids=[case.outcome.pk],
        offer=Equipment("Bench", "Fenway", 6_400),
        terms=Terms(Decimal(1), Frequency.ONCE),
    )
    with refused("plan_equipment_without_times"):
        give(case, at, timed(MON), item=bench)


def test_weekend_times_are_a_line_beside_the_item_at_the_weekend_price(
    case: Case, at: datetime
) -> None:
    weekend_price(case)
    monday, saturday = timed(MON), timed(SAT)
    give(case, at, monday, saturday)
    beside = case.plan.items.get(day_band=DayBand.WEEKEND)
    assert (visits(case).planned_times, visits(case).price_pence) == ((monday,), 1_920)
    assert (beside.planned_times, beside.price_pence) == ((saturday,), 2_400)
    assert beside.line_id != visits(case).line_id
    assert (beside.outcome_ids, beside.quantity) == (visits(case).outcome_ids, 1)


def test_more_weekend_times_join_the_line_beside_the_item(case: Case, at: datetime) -> None:
    weekend_price(case)
    give(case, at, timed(MON), timed(SAT))
    give(case, at, *visits(case).planned_times, timed(date(2026, 10, 11)))
    beside = case.plan.items.get(day_band=DayBand.WEEKEND)
    assert beside.amount == "1 visit a week, and 1 visit, once"


def test_item_that_comes_at_the_weekend_only_takes_its_price(case: Case, at: datetime) -> None:
    weekend_price(case)
    item = give(case, at, timed(SAT))
    assert (item.day_band, item.price_pence) == (DayBand.WEEKEND, 2_400)
    assert case.plan.items.filter(kind="listing").count() == 1
    back = give(case, at, timed(MON), item=item)
    assert (back.day_band, back.price_pence) == (DayBand.WEEKDAY, 1_920)


def test_weekend_times_at_one_price_for_all_days_stay_together(case: Case, at: datetime) -> None:
    give(case, at, timed(MON), timed(SAT))
    assert len(visits(case).planned_times) == 2


def test_item_at_the_price_of_bank_holidays_keeps_all_its_times(case: Case, at: datetime) -> None:
    assert case.outcome
    weekend_price(case)
    set_price(case.listing, 3_000, band=DayBand.BANK_HOLIDAY, from_date=date(2026, 9, 1))
    item = add_item(
        **edit(case, at),
        outcome_ids=[case.outcome.pk],
        offer=offer(case, DayBand.BANK_HOLIDAY),
        terms=replace(VISITS, times=(timed(date(2026, 12, 25)), timed(date(2026, 12, 26)))),
    )
    assert (item.day_band, len(item.planned_times)) == (DayBand.BANK_HOLIDAY, 2)


def test_weekend_price_of_a_listing_that_is_gone_is_refused(case: Case, at: datetime) -> None:
    weekend_price(case)
    case.listing.state = ListingState.UNPUBLISHED
    case.listing.save()
    with refused("plan_listing_not_public"):
        give(case, at, timed(MON), timed(SAT))
    assert visits(case).planned_times == ()


def test_line_has_its_own_days_and_names_an_agreement(case: Case, at: datetime) -> None:
    agreement = make_agreement(case.person, {PayerKind.COUNCIL: 9_000}, from_date=date(2026, 9, 1))
    facts = {
        "from_date": date(2026, 10, 5),
        "until_date": date(2026, 12, 19),
        "agreement_id": agreement.pk,
    }
    change_item(
        **edit(case, at),
        item_id=visits(case).pk,
        offer=offer(case),
        terms=replace(VISITS, **facts),
    )
    item = visits(case)
    assert {name: getattr(item, name) for name in facts} == facts
    event = AuditEvent.objects.get(event="plan_item_changed")
    assert (event.data["agreement"], event.data["from_date"]) == (agreement.pk, "2026-10-05")


def test_agreement_of_somebody_else_is_refused(case: Case, at: datetime) -> None:
    other = make_agreement(
        make_person(authority=case.authority),
        {PayerKind.COUNCIL: 9_000},
        from_date=date(2026, 9, 1),
    )
    with refused("plan_agreement_unknown"):
        change_item(
            **edit(case, at),
            item_id=visits(case).pk,
            offer=offer(case),
            terms=replace(VISITS, agreement_id=other.pk),
        )


def test_agreements_to_pay_are_those_in_force_or_agreed_for_later(case: Case, at: datetime) -> None:
    weekly = {PayerKind.COUNCIL: 9_000}
    now = make_agreement(case.person, weekly, from_date=date(2026, 9, 1))
    make_agreement(case.person, weekly, from_date=date(2026, 8, 1), until_date=date(2026, 9, 21))
    later = make_agreement(
        case.person, {PayerKind.NHS: 1_000}, from_date=date(2026, 11, 1), road=PaymentRoad.BANK
    )
    make_agreement(make_person(), weekly, from_date=date(2026, 9, 1))
    found = agreements_to_pay(case.plan, at.date())
    assert [(one.pk, one.road) for one in found] == [
        (now.pk, PaymentRoad.CARD),
        (later.pk, PaymentRoad.BANK),
    ]
    assert found[1].payers == ("NHS",)


def approve(case: Case) -> None:
    """Send the plan, and have it approved."""
    send_plan(
        by=as_viewer(case.broker, BEGAN),
        plan=case.plan,
        version=case.plan.version,
        person_agreed_date=BEGAN.date(),
    )
    approve_plan(
        by=as_viewer(case.manager, BEGAN),
        plan=case.plan,
        version=case.plan.version,
        verdicts=ALL_MET,
    )


def test_next_version_of_a_plan_keeps_its_lines_and_the_ids_of_their_times(
    case: Case, at: datetime
) -> None:
    mine = timed(MON)
    first = give(case, BEGAN, mine)
    approve(case)
    case.plan = start_plan(by=as_viewer(case.broker, at), person=case.person)
    assert (visits(case).planned_times, visits(case).line_id) == ((mine,), first.line_id)
    give(case, at, replace(mine, minutes=30))
    assert first.planned_times == (mine,)


def test_commitments_have_the_times_of_their_lines(case: Case, at: datetime) -> None:
    mine = timed(MON)
    give(case, BEGAN, mine)
    approve(case)
    found = commitments([case.person.pk], Period(at.date()))[case.person.pk]
    assert {one.title: one.times for one in found}[case.listing.title] == (mine,)


def test_item_goes_with_its_times(case: Case, at: datetime) -> None:
    give(case, at, timed(MON))
    remove_item(**edit(case, at), item_id=visits(case).pk)
    assert not case.plan.items.filter(kind="listing").exists()


def test_notes_say_where_school_terms_are_not_set(case: Case, at: datetime) -> None:
    give(case, at, timed(WED, term_time=TermTime.TERM))
    items = list(case.plan.items.prefetch_related("times"))
    today = at.date()
    (note,) = term_notes_of(case.plan, items, today)
    assert (note.code, note.facts["start"]) == ("school_terms_unknown", today)
    SchoolTerm.objects.create(
        authority=case.authority,
        name="For ever",
        from_date=today,
        until_date=today + timedelta(400),
        set_at=at,
        set_by_system="tests",
    )
    assert term_notes_of(case.plan, items, today) == []
    assert board(case, at).term_notes == ()


def test_no_school_terms_are_asked_for_where_no_time_hangs_on_them(
    case: Case, at: datetime, django_assert_num_queries: Any
) -> None:
    give(case, at, timed(WED))
    items = list(case.plan.items.prefetch_related("times"))
    with django_assert_num_queries(0):
        assert term_notes_of(case.plan, items, at.date()) == []
