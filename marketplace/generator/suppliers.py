"""Making suppliers and their listings from a seed: the same seed, the same Fernshire.

Prices follow published ones: home care about £24 to £32 an hour, an assistant £14 to £18.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count as count_from
from itertools import islice
from random import Random
from typing import TypeVar

from marketplace.core.periods import add_months
from marketplace.generator.place import TOWNS, Town
from marketplace.generator.wording import description
from marketplace.listings.rules import DayBand, DayPart, PriceUnit
from marketplace.suppliers.rules import SupplierKind, public_name
from marketplace.vocabulary.rules import TermKind
from marketplace.vocabulary.starter import WORDS

T = TypeVar("T")
ACCREDITED = "valid"
#: What stands with each accreditation, and how many in a hundred suppliers are so.
STATUSES = [
    (ACCREDITED, 80),
    ("expiring", 6),
    ("submitted", 4),
    ("expired", 3),
    ("draft", 3),
    ("suspended", 2),
    ("refused", 2),
]


@dataclass(frozen=True)
class PriceSpec:
    unit: PriceUnit
    band: DayBand
    pence: int


@dataclass(frozen=True)
class ListingSpec:
    """One listing's words, terms by code, prices in pence and free times."""

    title: str
    summary: str
    description: str
    categories: tuple[str, ...]
    needs: tuple[str, ...]
    languages: tuple[str, ...]
    funding: tuple[str, ...]
    areas: tuple[str, ...]
    prices: tuple[PriceSpec, ...]
    slots: tuple[tuple[int, DayPart], ...]
    offered: int
    taken: int
    confirmed_days_ago: int


@dataclass(frozen=True)
class SupplierSpec:
    """One supplier, how it stands with the council, and what it offers."""

    number: int
    kind: SupplierKind
    name: str
    town: Town
    latitude: float
    longitude: float
    status: str
    listings: tuple[ListingSpec, ...]

    @property
    def mailbox(self) -> str:
        return f"supplier{self.number}"

    @property
    def phone(self) -> str:
        return f"01632 96{self.number % 10000:04d}"

    @property
    def decided_days_ago(self) -> int:
        """How long before the anchor day the council last decided about the supplier."""
        return {"expiring": 690, "expired": 760}.get(self.status, 190 + self.number % 200)

    def accredited(self, anchor: date, months: int) -> tuple[date, date]:
        """The days from which and until which an accreditation holds that was given for so long."""
        start = anchor - timedelta(days=self.decided_days_ago)
        until = {
            "expiring": anchor + timedelta(days=5 + self.number % 50),
            "expired": anchor - timedelta(days=3 + self.number % 40),
        }.get(self.status, add_months(start, months))
        return start, until


FIRST = "Nadia Rosa Emeka Piotr Ruth Samir Elin Grace Tomasz Priya Megan Idris Hana Callum Farah Bronwen Oskar Leila Dylan Chidi Marta Aled Yusuf Wendy Kofi Anita Rhys Jolanta Femi Sian".split()
LAST = "Okoro Pell Marsh Brandt Adeyemi Dunn Kaur Nowak Ellison Hughes Bello Fenn Ogden Rahman Tully Varga Whitlock Yates Ashby Carew Doyle Farrow Gill Hatton Imrie".split()
PLACEWORDS = "Thistle Otter Heron Bramble Willow Orchard Mill Ferry Chapel Linden Rowan Harbour Meadow Beacon Kestrel Juniper Quarry Hollow Saffron".split()
SECOND = "Lane Row Bank Gate House Green Court Hill Bridge Yard Wood End".split()
SHARES = [
    (SupplierKind.PERSONAL_ASSISTANT, 38),
    (SupplierKind.HOME_CARE, 22),
    (SupplierKind.CARE_HOME, 9),
    (SupplierKind.COMMUNITY, 11),
    (SupplierKind.DAY_SERVICE, 8),
    (SupplierKind.EQUIPMENT_RETAILER, 8),
    (SupplierKind.TRANSPORT, 4),
]
SUFFIX = {
    SupplierKind.HOME_CARE: "Home Care",
    SupplierKind.CARE_HOME: "Care Home",
    SupplierKind.DAY_SERVICE: "Day Centre",
    SupplierKind.COMMUNITY: "Community Group",
    SupplierKind.TRANSPORT: "Community Cars",
    SupplierKind.EQUIPMENT_RETAILER: "Mobility",
}
PRODUCTS = [
    ("Bath transfer bench", "Sit, slide across, and wash without stepping over the side.", 6400),
    ("Long-handled washing set", "Sponge, toe washer and comb that reach.", 2150),
    ("Grab rail, fitted", "A white rail by the door or the bath, fitted the same week.", 4800),
    ("Perching stool", "Rest while you cook or wash, with arms and a padded seat.", 5900),
    ("Falls alarm, worn on the wrist", "Answered day and night.", 3900),
    ("Rise and recline chair", "Tips you gently to your feet. Try it in the shop.", 42900),
    ("Four-wheel walking frame", "Folds, brakes, and has a seat and a bag.", 8900),
    ("Two-handled mug and plate set", "Eat and drink with hands that shake.", 1850),
]


def suppliers(count: int, seed: int) -> Iterator[SupplierSpec]:
    """So many suppliers, one after another; the first ones of a longer list are the same."""
    return islice(endless_suppliers(seed), count)


def endless_suppliers(seed: int) -> Iterator[SupplierSpec]:
    """Suppliers for as long as they are asked for."""
    for number in count_from(1):
        # Words have chance of their own, so that another sentence never moves a price.
        yield supplier(number, Random(f"{seed}:{number}"), Random(f"{seed}:{number}:words"))


def supplier(number: int, rng: Random, words: Random) -> SupplierSpec:
    kind = _weighted(rng, SHARES)
    town = rng.choice(TOWNS)
    name = supplier_name(kind, town, number)
    return SupplierSpec(
        number=number,
        kind=kind,
        name=name,
        town=town,
        latitude=round(town.latitude + rng.gauss(0, 0.012), 5),
        longitude=round(town.longitude + rng.gauss(0, 0.018), 5),
        status=_weighted(rng, STATUSES),
        listings=tuple(listings_of(kind, name, town, rng, words)),
    )


def supplier_name(kind: SupplierKind, town: Town, number: int) -> str:
    """A name that few others have: assistants repeat after 700 numbers, the rest after 200."""
    if kind == SupplierKind.PERSONAL_ASSISTANT:
        return _two_words(number, FIRST, LAST)
    if kind == SupplierKind.TRANSPORT:
        return f"{town.name} {SUFFIX[kind]}"
    return f"{_two_words(number, PLACEWORDS, SECOND)} {SUFFIX[kind]}"


def _two_words(number: int, firsts: Sequence[str], seconds: Sequence[str]) -> str:
    return f"{firsts[number % len(firsts)]} {seconds[number // len(firsts) % len(seconds)]}"


def listings_of(
    kind: SupplierKind, name: str, town: Town, rng: Random, words: Random
) -> Iterator[ListingSpec]:
    if kind == SupplierKind.EQUIPMENT_RETAILER:
        for title, summary, pence in rng.sample(PRODUCTS, rng.randint(2, 4)):
            price = _near(rng, pence, 50)
            yield _listing(rng, words, town, kind, title, summary, [(PriceUnit.ITEM, price, False)])
        return
    title, summary, prices = OFFERS[kind](public_name(kind, name), rng)
    yield _listing(rng, words, town, kind, title, summary, prices)


def _near(rng: Random, pence: int, step: int) -> int:
    return round(pence * rng.uniform(0.9, 1.12) / step) * step


def _home_care(name: str, rng: Random) -> tuple[str, str, list[tuple[PriceUnit, int, bool]]]:
    hour = _near(rng, 2650, 10)
    staff = rng.randint(6, 60)
    return (
        name,
        f"Help at home, morning to night, from a team of {staff}. You know the two or three people who come.",
        [
            (PriceUnit.HOUR, hour, True),
            (PriceUnit.VISIT, round(hour * 0.75 / 10) * 10, True),
            (PriceUnit.NIGHT, _near(rng, 19600, 100), True),
        ],
    )


def _assistant(name: str, rng: Random) -> tuple[str, str, list[tuple[PriceUnit, int, bool]]]:
    years = rng.randint(1, 20)
    return (
        f"{name}, personal assistant",
        f"{years} year{'s' * (years > 1)} helping people at home. Calm, on time, happy to cook.",
        [(PriceUnit.HOUR, _near(rng, 1600, 25), rng.random() < 0.6)],
    )


def _care_home(name: str, rng: Random) -> tuple[str, str, list[tuple[PriceUnit, int, bool]]]:
    return (
        name,
        f"Short stays, or a home to live in: {rng.randint(12, 60)} rooms, a garden, and people who know your name.",
        [(PriceUnit.WEEK, _near(rng, 98000, 500), False), (PriceUnit.NIGHT, 15500, False)],
    )


def _day_service(name: str, rng: Random) -> tuple[str, str, list[tuple[PriceUnit, int, bool]]]:
    return (
        name,
        "Lunch, music, crafts and company, with help when you want it.",
        [(PriceUnit.SESSION, _near(rng, 5443, 1), False)],
    )


def _community(name: str, rng: Random) -> tuple[str, str, list[tuple[PriceUnit, int, bool]]]:
    what = rng.choice(["Choir", "Lunch club", "Walking group", "Memory café", "Gardening group"])
    return (
        f"{what}, {name}",
        f"{what} for everyone. Come once and see if it suits you.",
        [(PriceUnit.SESSION, rng.choice([0, 300, 450, 600]), False)],
    )


def _transport(name: str, rng: Random) -> tuple[str, str, list[tuple[PriceUnit, int, bool]]]:
    return (
        name,
        "Lifts by volunteer drivers, from your door and back again, with a hand up the path.",
        [(PriceUnit.MILE, 45, False), (PriceUnit.VISIT, _near(rng, 450, 50), False)],
    )


OFFERS = {
    SupplierKind.HOME_CARE: _home_care,
    SupplierKind.PERSONAL_ASSISTANT: _assistant,
    SupplierKind.CARE_HOME: _care_home,
    SupplierKind.DAY_SERVICE: _day_service,
    SupplierKind.COMMUNITY: _community,
    SupplierKind.TRANSPORT: _transport,
}
CATEGORIES_OF = {
    SupplierKind.HOME_CARE: ("personal-care", "meals-home", "nights", "breaks"),
    SupplierKind.PERSONAL_ASSISTANT: ("personal-care", "meals-home", "company"),
    SupplierKind.CARE_HOME: ("care-home", "breaks"),
    SupplierKind.DAY_SERVICE: ("day-activities", "breaks"),
    SupplierKind.COMMUNITY: ("company", "day-activities"),
    SupplierKind.TRANSPORT: ("transport", "company"),
    SupplierKind.EQUIPMENT_RETAILER: ("equipment",),
}


def _listing(
    rng: Random,
    words: Random,
    town: Town,
    kind: SupplierKind,
    title: str,
    summary: str,
    prices: list[tuple[PriceUnit, int, bool]],
) -> ListingSpec:
    categories = CATEGORIES_OF[kind]
    kept = max(1, rng.randint(len(categories) - 1, len(categories)))
    others = [t.code for t in TOWNS if t != town]
    offered = rng.randint(4, 40)
    return ListingSpec(
        title=title,
        summary=summary,
        description=description(rng, words, kind, town.name),
        categories=tuple(rng.sample(categories, kept)),
        needs=tuple(rng.sample(sorted(WORDS[TermKind.NEED]), rng.randint(1, 4))),
        languages=(
            "english",
            *rng.sample(sorted(set(WORDS[TermKind.LANGUAGE]) - {"english"}), _few(rng)),
        ),
        funding=_funding(rng),
        areas=(town.code, *rng.sample(others, rng.randint(0, 4))),
        prices=tuple(_bands(prices)),
        slots=tuple(_slots(rng)),
        offered=offered,
        taken=rng.randint(0, offered),
        confirmed_days_ago=rng.randint(0, 120),
    )


def _few(rng: Random) -> int:
    return rng.choice([0, 0, 0, 1, 1, 2])


def _funding(rng: Random) -> tuple[str, ...]:
    more = [code for code in ("direct-payment", "council-managed", "nhs") if rng.random() < 0.6]
    return ("own-money", *more)


def _bands(prices: list[tuple[PriceUnit, int, bool]]) -> Iterator[PriceSpec]:
    for unit, pence, banded in prices:
        yield PriceSpec(unit, DayBand.WEEKDAY, pence)
        if banded:
            yield PriceSpec(unit, DayBand.WEEKEND, round(pence * 113 / 1000) * 10)
            yield PriceSpec(unit, DayBand.BANK_HOLIDAY, round(pence * 15 / 100) * 10)


def _slots(rng: Random) -> Iterator[tuple[int, DayPart]]:
    parts = rng.sample(list(DayPart), rng.randint(1, 3))
    days = range(7) if rng.random() < 0.4 else range(5)
    for day in days:
        for part in parts:
            if rng.random() < 0.8:
                yield day, part


def _weighted(rng: Random, choices: Sequence[tuple[T, int]]) -> T:
    return rng.choices([c for c, _ in choices], [w for _, w in choices])[0]
