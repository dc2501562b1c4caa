"""Making sixty people with budgets and plans in every state, from a seed. Nobody real."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from marketplace.brokerage.rules import Frequency, PayerKind
from marketplace.generator.place import TOWNS, Town
from marketplace.listings.rules import PriceUnit
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


@dataclass(frozen=True)
class ItemSpec:
    """What a plan item buys: from which kind of supplier, how much, how often, who pays."""

    kind: SupplierKind
    unit: PriceUnit
    quantity: int
    frequency: Frequency
    direct_payment: bool
    when: str


@dataclass(frozen=True)
class PersonSpec:
    """One person, their budget's streams in pence a week, and what their plan holds."""

    number: int
    name: str
    date_of_birth: date
    town: Town
    home: str
    contact_wish: str
    communication_needs: str
    streams: dict[PayerKind, int]
    plan_state: str
    items: tuple[ItemSpec, ...]
    natural_who: str
    account_kind: str
    mailbox: str


PACKAGES: list[tuple[ItemSpec, ...]] = [
    (
        ItemSpec(
            SupplierKind.PERSONAL_ASSISTANT,
            PriceUnit.HOUR,
            6,
            Frequency.WEEK,
            True,
            "Monday, Wednesday and Friday mornings, 2 hours each",
        ),
        ItemSpec(SupplierKind.TRANSPORT, PriceUnit.VISIT, 2, Frequency.WEEK, True, "Wednesday"),
    ),
    (
        ItemSpec(
            SupplierKind.HOME_CARE,
            PriceUnit.VISIT,
            5,
            Frequency.WEEK,
            False,
            "Monday to Friday, 8.30am",
        ),
        ItemSpec(
            SupplierKind.PERSONAL_ASSISTANT,
            PriceUnit.HOUR,
            3,
            Frequency.WEEK,
            True,
            "Wednesday, 5.30pm to 8.30pm",
        ),
    ),
    (
        ItemSpec(
            SupplierKind.DAY_SERVICE,
            PriceUnit.SESSION,
            2,
            Frequency.WEEK,
            True,
            "Tuesday, Thursday",
        ),
        ItemSpec(SupplierKind.COMMUNITY, PriceUnit.SESSION, 1, Frequency.FORTNIGHT, True, "Friday"),
    ),
    (
        ItemSpec(SupplierKind.HOME_CARE, PriceUnit.HOUR, 4, Frequency.WEEK, True, "Four mornings"),
        ItemSpec(
            SupplierKind.EQUIPMENT_RETAILER, PriceUnit.ITEM, 1, Frequency.ONCE, True, "Delivered"
        ),
    ),
    (
        ItemSpec(
            SupplierKind.CARE_HOME, PriceUnit.NIGHT, 7, Frequency.QUARTER, True, "A week’s break"
        ),
        ItemSpec(
            SupplierKind.PERSONAL_ASSISTANT, PriceUnit.HOUR, 4, Frequency.WEEK, True, "Weekends"
        ),
    ),
]
WISHES = [
    ("Ring, after 10am.", "Post in large print, 18 point"),
    ("Text first, then ring.", ""),
    ("By letter, please.", "Easy read"),
    ("Ring my daughter if I do not answer.", "Hard of hearing: speak slowly"),
    ("E-mail is best.", ""),
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
        communication_needs=needs,
        streams=streams(rng, plan_state),
        plan_state=plan_state,
        items=items,
        natural_who=rng.choice(["Ruth, her daughter", "Sam next door", "Brother, on Sundays", ""]),
        account_kind=rng.choice(["card", "card", "bank"]),
    )


def name_of(number: int) -> str:
    """No two of the first four hundred share a name."""
    return f"{FIRST[number * 7 % len(FIRST)]} {LAST[(number * 3 + number // 20) % len(LAST)]}"


def streams(rng: Random, plan_state: str) -> dict[PayerKind, int]:
    """Pence a week by payer; a plan that is to be over its budget gets a small one."""
    council = 4000 if plan_state == "over_budget" else rng.randrange(21000, 42000, 50)
    shares = {PayerKind.COUNCIL: council, PayerKind.PERSON: rng.randrange(0, 6000, 10)}
    if rng.random() < 0.25:
        shares[PayerKind.NHS] = rng.randrange(2000, 6000, 50)
    return {payer: pence for payer, pence in shares.items() if pence}
