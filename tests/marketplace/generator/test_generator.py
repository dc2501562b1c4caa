"""The demo county is the same for the same seed and anchor, and looks like a county."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

from marketplace.brokerage.rules import (
    FundingSegment,
    FundPart,
    PayerKind,
    PaymentBasis,
    PaymentRoad,
    PaymentSchedule,
)
from marketplace.core.periods import week_start
from marketplace.core.times import amount_a_week, times_problems
from marketplace.generator.people import PACKAGES, PLAN_STATES, people
from marketplace.generator.place import TOWNS, vocabulary
from marketplace.generator.spending import ODDITIES, PlannedSpend, as_csv, lines_of
from marketplace.generator.suppliers import suppliers
from marketplace.listings.rules import DayBand, PriceUnit
from marketplace.suppliers.rules import SupplierKind
from marketplace.vocabulary.rules import TermKind
from marketplace.vocabulary.starter import WORDS

ANCHOR = date(2026, 9, 21)
START = date(2026, 3, 2)
WEDNESDAY = 2
ITEM = PlannedSpend(7, "Amara Okoro", 1650, 3, "week", "8099", WEDNESDAY)
COUNCIL = FundPart(1, PayerKind.COUNCIL, "Fernshire Council", 1_000)
NHS = FundPart(2, PayerKind.NHS, "Fern Valley NHS", 2_000)
OWN = FundPart(3, PayerKind.PERSON, "Person’s contribution", 1_950)
SON = FundPart(4, PayerKind.THIRD_PARTY, "Piers Tolliver", 500)


def segment(*parts: FundPart, first: date = START, until: date | None = None) -> FundingSegment:
    return FundingSegment(
        1,
        PaymentRoad.CARD,
        PaymentBasis.NET,
        PaymentSchedule.FOUR_WEEKS,
        START,
        first,
        until,
        parts,
    )


SEGMENTS = [segment(COUNCIL, NHS, OWN)]


def test_suppliers_when_seed_is_the_same_are_the_same() -> None:
    assert list(suppliers(50, 1)) == list(suppliers(50, 1))
    assert list(suppliers(50, 1)) != list(suppliers(50, 2))


def test_suppliers_when_more_are_made_the_first_stay_as_they_were() -> None:
    assert list(suppliers(80, 1))[:20] == list(suppliers(20, 1))


def test_suppliers_when_four_hundred_hold_every_kind_and_status() -> None:
    made = list(suppliers(400, 2026))
    assert {s.kind for s in made} == set(SupplierKind)
    statuses = Counter(s.status for s in made)
    assert set(statuses) == {
        "valid",
        "expiring",
        "expired",
        "suspended",
        "refused",
        "submitted",
        "draft",
    }
    assert statuses["valid"] > 280


def test_suppliers_when_priced_are_near_published_prices() -> None:
    hours = [
        p.pence
        for s in suppliers(400, 2026)
        if s.kind == SupplierKind.HOME_CARE
        for listing in s.listings
        for p in listing.prices
        if p.unit == PriceUnit.HOUR and p.band == DayBand.WEEKDAY
    ]
    assert 2300 < min(hours) < max(hours) < 3300


def test_suppliers_when_described_use_only_the_councils_words() -> None:
    towns = {t.code for t in TOWNS}
    for made in suppliers(200, 3):
        for listing in made.listings:
            assert set(listing.categories) <= set(WORDS[TermKind.CATEGORY])
            assert set(listing.needs) <= set(WORDS[TermKind.NEED])
            assert set(listing.languages) <= set(WORDS[TermKind.LANGUAGE])
            assert set(listing.areas) <= towns
            assert listing.taken <= listing.offered


def test_vocabulary_has_one_label_a_code() -> None:
    codes = Counter((kind, code) for kind, code, _ in vocabulary())
    assert max(codes.values()) == 1


def test_people_when_sixty_have_plans_in_every_state() -> None:
    made = list(people(60, 2026, ANCHOR))
    assert made == list(people(60, 2026, ANCHOR))
    assert {p.plan_state for p in made} == set(PLAN_STATES)
    assert all(sum(p.weekly_pence.values()) > 0 for p in made)


def test_packages_when_times_are_planned_come_to_their_quantity() -> None:
    for item in (item for package in PACKAGES for item in package if item.times):
        times = item.times_from(START)
        assert times_problems(times) == []
        week = amount_a_week(times)
        amount = week.hours if item.unit == PriceUnit.HOUR else week.visits
        assert amount * times[0].every_weeks == item.quantity, item


def test_times_when_a_plan_begins_have_ids_of_their_own_and_count_from_its_week() -> None:
    fortnightly = next(i for p in PACKAGES for i in p if i.times and i.times[0].every_weeks == 2)
    once, again = (fortnightly.times_from(START + timedelta(days=3)) for _ in range(2))
    assert {one.uuid for one in once}.isdisjoint(one.uuid for one in again)
    assert {one.counted_from for one in once} == {START}


def test_people_when_the_anchor_moves_so_do_their_dates() -> None:
    early, late = (next(people(1, 1, date(year, 1, 1))) for year in (2026, 2027))
    assert (late.date_of_birth - early.date_of_birth).days == 365


def test_lines_when_every_kind_is_asked_hold_every_oddity() -> None:
    lines = lines_of([ITEM], SEGMENTS, START, ANCHOR, "x", every_kind=True)
    truths = {line.truth for line in lines}
    assert {truth for *_, truth in ODDITIES} <= truths
    assert {"duplicate", "dearer", "other_currency", "load", "contribution", 7} <= truths


def test_lines_when_written_as_csv_keep_every_line_and_the_sign() -> None:
    lines = lines_of([ITEM], [segment(COUNCIL)], START, ANCHOR, "x")
    rows = as_csv(lines).decode().splitlines()
    assert len(rows) == len(lines) + 1
    assert any(",-49.50,GBP," in row for row in rows)
    assert any(",40.00,GBP," in row for row in rows)


def test_lines_when_an_agreement_is_net_pay_in_every_four_weeks_what_each_payer_pays() -> None:
    lines = lines_of([], [segment(COUNCIL, NHS, OWN, SON)], START, ANCHOR, "x", odd=False)
    loads = [line for line in lines if line.truth == "load"]
    # The council sends what the NHS pays with its own.
    assert {(line.payee, line.amount_pence) for line in loads} == {("FERNSHIRE COUNCIL DP", 12_000)}
    assert [line.day for line in loads] == [START + timedelta(28 * n) for n in range(8)]
    own = [line for line in lines if line.truth == "contribution"]
    assert {line.amount_pence for line in own} == {7_800}
    assert {line.day - timedelta(2) for line in own} <= {line.day for line in loads}
    assert {(line.payee, line.amount_pence) for line in lines if line.truth == "fund"} == {
        ("PIERS TOLLIVER", 2_000)
    }


def test_lines_when_terms_change_between_two_payments_pay_each_rate_for_its_days() -> None:
    change = START + timedelta(10)
    dearer = replace(COUNCIL, weekly_pence=1_700)
    segments = [segment(COUNCIL, until=change), segment(dearer, first=change)]
    lines = lines_of([], segments, START, START + timedelta(29), "x", odd=False)
    assert [line.amount_pence for line in lines] == [round(1_000 * 10 / 7 + 1_700 * 18 / 7), 6_800]


def test_lines_when_visits_have_a_day_are_paid_on_it_or_the_next() -> None:
    lines = lines_of([ITEM], [], START, ANCHOR, "x", odd=False)
    assert len(lines) > 20
    assert {line.day.weekday() for line in lines} == {WEDNESDAY, WEDNESDAY + 1}


def test_lines_when_every_second_week_keep_to_the_weeks_from_their_anchor() -> None:
    anchor = START + timedelta(weeks=1)
    item = replace(ITEM, frequency="fortnight", anchor=anchor)
    lines = lines_of([item], [], START, ANCHOR, "x", odd=False)
    assert {(week_start(line.day) - anchor).days % 14 for line in lines} == {0}


def test_lines_when_a_line_holds_for_some_days_are_paid_on_those_only() -> None:
    first, until = START + timedelta(21), START + timedelta(42)
    item = replace(ITEM, anchor=START, first=first, until=until)
    lines = lines_of([item], [], START, ANCHOR, "x", odd=False)
    assert 2 <= len(lines) <= 3
    assert all(first <= line.day <= until for line in lines)
