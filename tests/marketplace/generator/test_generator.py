"""The demo county is the same for the same seed and anchor, and looks like a county."""

from collections import Counter
from datetime import date

from marketplace.generator.people import PLAN_STATES, people
from marketplace.generator.place import CATEGORIES, LANGUAGES, NEEDS, TOWNS, vocabulary
from marketplace.generator.spending import ODDITIES, PlannedSpend, as_csv, lines_of
from marketplace.generator.suppliers import suppliers
from marketplace.listings.rules import DayBand, PriceUnit
from marketplace.suppliers.rules import SupplierKind

ANCHOR = date(2026, 9, 21)
ITEM = PlannedSpend(7, "Amara Okoro", 1650, 3, "week", "8099")


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
            assert set(listing.categories) <= set(CATEGORIES)
            assert set(listing.needs) <= set(NEEDS)
            assert set(listing.languages) <= set(LANGUAGES)
            assert set(listing.areas) <= towns
            assert listing.taken <= listing.offered


def test_vocabulary_has_one_label_a_code() -> None:
    codes = Counter((kind, code) for kind, code, _ in vocabulary())
    assert max(codes.values()) == 1


def test_people_when_sixty_have_plans_in_every_state() -> None:
    made = list(people(60, 2026, ANCHOR))
    assert made == list(people(60, 2026, ANCHOR))
    assert {p.plan_state for p in made} == set(PLAN_STATES)
    assert all(sum(p.streams.values()) > 0 for p in made)


def test_people_when_the_anchor_moves_so_do_their_dates() -> None:
    early, late = (next(people(1, 1, date(year, 1, 1))) for year in (2026, 2027))
    assert (late.date_of_birth - early.date_of_birth).days == 365


def test_lines_when_every_kind_is_asked_hold_every_oddity() -> None:
    lines = lines_of([ITEM], 1000, date(2026, 3, 1), ANCHOR, "x", every_kind=True)
    truths = {line.truth for line in lines}
    assert {truth for *_, truth in ODDITIES} <= truths
    assert {"duplicate", "dearer", "other_currency", "load", "contribution", 7} <= truths


def test_lines_when_written_as_csv_keep_every_line_and_the_sign() -> None:
    lines = lines_of([ITEM], 0, date(2026, 3, 1), ANCHOR, "x")
    rows = as_csv(lines).decode().splitlines()
    assert len(rows) == len(lines) + 1
    assert any(",-49.50,GBP," in row for row in rows)
    assert any(",198.00,GBP," in row for row in rows)
