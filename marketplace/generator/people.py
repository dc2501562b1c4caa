"""Making sixty people with budgets and plans in every state, from a seed. Nobody real."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from random import Random
from uuid import UUID, uuid4

from marketplace.brokerage.rules import Frequency, PayerKind
from marketplace.core.dates import WEEKDAYS, Weekday
from marketplace.core.periods import week_start
from marketplace.core.times import PlannedTime
from marketplace.generator.place import TOWNS, Town
from marketplace.listings.rules import PriceUnit
from marketplace.people.rules import NeedKind
from marketplace.suppliers.rules import SupplierKind

FIRST = "Joan Harold Mavis Desmond Iris Clement Pearl Stanley Nora Winston Edith Leonard Beryl Cyril Dilys Ernest Flora Gordon Hilda Ivor".split()
LAST = "Adeyemi Okafor Marlowe Pell Brandt Ellery Thorne Quill Sandhu Lowe Mistry Parrish Underhill Vickers Wray Zielinski Amos Bright Cole Dace".split()
#: How far each plan has come, person after person; most have one that is being spent.
PLAN_STATES = [
    "approved",
    "draft",
    "approved",
    "submitted",
    "approved",
    "over_budget",
    "approved",
    "returned",
    "approved",
    "revising",
    "approved",
    "none",
    "approved",
    "approved",
    "approved",
]


#: The id of a time that is in nobody's plan yet.
_UNPLANNED = UUID(int=0)


def weekly(
    days: Sequence[Weekday], start: time, minutes: int, *, every_weeks: int = 1
) -> tuple[PlannedTime, ...]:
    """The same time of some weekdays, so many minutes long, every so many weeks."""
    return tuple(
        PlannedTime(_UNPLANNED, minutes, weekday=day, start=start, every_weeks=every_weeks)
        for day in days
    )


@dataclass(frozen=True)
class ItemSpec:
    """What a plan item buys: from which kind of supplier, how much, how often, who pays, and when.

    `note` says what its times cannot.
    """

    kind: SupplierKind
    unit: PriceUnit
    quantity: int
    frequency: Frequency
    direct_payment: bool
    times: tuple[PlannedTime, ...] = ()
    note: str = ""

    def times_from(self, first: date) -> tuple[PlannedTime, ...]:
        """Its times as a plan that begins on a day has them, each with an id of its own."""
        return times_from(self.times, first)


def times_from(times: Iterable[PlannedTime], first: date) -> tuple[PlannedTime, ...]:
    """Times as a plan that begins on a day has them, each with an id of its own."""
    return tuple(
        replace(
            one,
            uuid=uuid4(),
            counted_from=week_start(first) if one.every_weeks > 1 else None,
        )
        for one in times
    )


@dataclass(frozen=True)
class PersonSpec:
    """One person, their budget in pence a week by payer, and what their plan holds."""

    number: int
    name: str
    date_of_birth: date
    town: Town
    home: str
    contact_wish: str
    needs: tuple[tuple[NeedKind, str], ...]
    weekly_pence: dict[PayerKind, int]
    plan_state: str
    items: tuple[ItemSpec, ...]
    natural_who: str
    account_kind: str
    mailbox: str


WORKDAYS = WEEKDAYS[:5]
MON, TUE, WED, THU, FRI, SAT, SUN = WEEKDAYS
THREE_MORNINGS = weekly((MON, WED, FRI), time(9), 120)
CHOIR = weekly((WED,), time(17, 30), 180)
#: There and back.
TWO_LIFTS = (*weekly((WED,), time(17), 30), *weekly((WED,), time(20, 30), 30))
GETTING_UP = weekly(WORKDAYS, time(8, 30), 45)
DAY_CENTRE = weekly((TUE, THU), time(10), 300)
CRAFT_GROUP = weekly((FRI,), time(10, 30), 120, every_weeks=2)
FOUR_MORNINGS = weekly((MON, TUE, THU, FRI), time(9), 60)
WEEKENDS = weekly((SAT, SUN), time(10), 120)
SUNDAY_LUNCH = weekly((SUN,), time(12, 30), 180)
ASSISTANT, AGENCY = SupplierKind.PERSONAL_ASSISTANT, SupplierKind.HOME_CARE
WEEK, HOUR, SESSION = Frequency.WEEK, PriceUnit.HOUR, PriceUnit.SESSION
PACKAGES: list[tuple[ItemSpec, ...]] = [
    (
        ItemSpec(ASSISTANT, HOUR, 6, WEEK, True, THREE_MORNINGS),
        ItemSpec(SupplierKind.TRANSPORT, PriceUnit.VISIT, 2, WEEK, True, TWO_LIFTS, "To choir"),
    ),
    (
        ItemSpec(AGENCY, PriceUnit.VISIT, 5, WEEK, False, GETTING_UP),
        ItemSpec(ASSISTANT, HOUR, 3, WEEK, True, CHOIR),
    ),
    (
        ItemSpec(SupplierKind.DAY_SERVICE, SESSION, 2, WEEK, True, DAY_CENTRE),
        ItemSpec(SupplierKind.COMMUNITY, SESSION, 1, Frequency.FORTNIGHT, True, CRAFT_GROUP),
    ),
    (
        ItemSpec(AGENCY, HOUR, 4, WEEK, True, FOUR_MORNINGS),
        ItemSpec(
            SupplierKind.EQUIPMENT_RETAILER,
            PriceUnit.ITEM,
            1,
            Frequency.ONCE,
            True,
            note="Delivered",
        ),
    ),
    (
        ItemSpec(
            SupplierKind.CARE_HOME,
            PriceUnit.NIGHT,
            7,
            Frequency.QUARTER,
            True,
            note="A week’s break",
        ),
        ItemSpec(ASSISTANT, HOUR, 4, WEEK, True, WEEKENDS),
    ),
]
WISHES: list[tuple[str, tuple[tuple[NeedKind, str], ...]]] = [
    ("Ring, after 10am.", ((NeedKind.LARGE_PRINT, "18 point"),)),
    ("Text first, then ring.", ()),
    ("By letter, please.", ((NeedKind.EASY_READ, ""),)),
    (
        "Ring my daughter if I do not answer.",
        ((NeedKind.MORE_TIME, "Hard of hearing: speak slowly"),),
    ),
    ("E-mail is best.", ()),
]


def people(count: int, seed: int, anchor: date) -> Iterator[PersonSpec]:
    """So many people, the same for the same seed and anchor day."""
    for number in range(1, count + 1):
        rng = Random(f"{seed}:person:{number}")
        yield person(number, rng, anchor, PLAN_STATES[(number - 1) % len(PLAN_STATES)])


def person(number: int, rng: Random, anchor: date, plan_state: str) -> PersonSpec:
    wish, needs = rng.choice(WISHES)
    items = PACKAGES[number % len(PACKAGES)]
    return PersonSpec(
        number=number,
        mailbox=f"person{number}",
        name=name_of(number),
        date_of_birth=anchor - timedelta(days=rng.randint(19 * 365, 94 * 365)),
        town=rng.choice(TOWNS),
        home=rng.choice(["Lives alone", "Lives with family", "Lives with a friend"]),
        contact_wish=wish,
        needs=needs,
        weekly_pence=weekly_pence(rng, plan_state),
        plan_state=plan_state,
        items=items,
        natural_who=rng.choice(["Ruth, her daughter", "Sam next door", "Brother, on Sundays", ""]),
        account_kind=rng.choice(["card", "card", "bank"]),
    )


def name_of(number: int) -> str:
    """No two of the first four hundred share a name."""
    return f"{FIRST[number * 7 % len(FIRST)]} {LAST[(number * 3 + number // 20) % len(LAST)]}"


def weekly_pence(rng: Random, plan_state: str) -> dict[PayerKind, int]:
    """Pence a week by payer; a plan that is to be over its budget gets a small one."""
    council = 4000 if plan_state == "over_budget" else rng.randrange(21000, 42000, 50)
    shares = {PayerKind.COUNCIL: council, PayerKind.PERSON: rng.randrange(0, 6000, 10)}
    if rng.random() < 0.25:
        shares[PayerKind.NHS] = rng.randrange(2000, 6000, 50)
    return {payer: pence for payer, pence in shares.items() if pence}
