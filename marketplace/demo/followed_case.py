"""Who is in the case that the tour follows: suppliers, who waits to be one, and Margaret Ellery."""

from dataclasses import dataclass
from datetime import date

from marketplace.brokerage.rules import PayerKind
from marketplace.generator.people import PersonSpec
from marketplace.generator.place import TOWNS
from marketplace.listings.rules import DayBand, DayPart, PriceLine, PriceUnit
from marketplace.people.rules import NeedKind
from marketplace.suppliers.rules import SupplierKind


@dataclass(frozen=True)
class CaseSupplier:
    """A supplier of the case: its kind, what it offers, prices in pence, and who signs in."""

    mailbox: str
    kind: SupplierKind
    name: str
    title: str
    summary: str
    description: str
    terms: dict[str, list[str]]
    prices: list[PriceLine]
    parts: list[DayPart]
    offered: int


def _price(unit: PriceUnit, weekday: int, weekend: int = 0, holiday: int = 0) -> list[PriceLine]:
    bands = [
        (DayBand.WEEKDAY, weekday),
        (DayBand.WEEKEND, weekend),
        (DayBand.BANK_HOLIDAY, holiday),
    ]
    return [PriceLine(unit, band, pence) for band, pence in bands if pence]


EVERYONE_PAYS = ["own-money", "direct-payment", "council-managed"]
SUPPLIERS = [
    CaseSupplier(
        "lantern",
        SupplierKind.HOME_CARE,
        "Lantern Lane Home Care",
        "Lantern Lane Home Care",
        "A small team of 14 in Brackenford. You know the two or three people who come.",
        "You meet the people who will come before the first visit, and it stays those people.\n\n"
        "Washing, dressing, getting up and going to bed, medicines, meals and company. Two carers"
        " together for a hoist on weekday mornings.\n\n"
        "Cancel by 5pm the day before and you pay nothing.",
        {
            "category": ["personal-care", "meals-home", "nights"],
            "need": ["dementia", "stroke", "parkinsons", "sight-loss"],
            "language": ["english", "polish", "bsl"],
            "funding": EVERYONE_PAYS,
            "area": ["brackenford", "little-thornby", "stoke-fern"],
        },
        [
            *_price(PriceUnit.HOUR, 2560, 2900, 3840),
            *_price(PriceUnit.VISIT, 1920, 2175, 2880),
            *_price(PriceUnit.NIGHT, 19600, 21400, 29400),
        ],
        [DayPart.MORNING, DayPart.LUNCH],
        60,
    ),
    CaseSupplier(
        "amara",
        SupplierKind.PERSONAL_ASSISTANT,
        "Amara Okoro",
        "Amara O., personal assistant",
        "Nine years’ experience. Helps with washing, cooking and getting to places you used to go.",
        "Calm, punctual, happy to cook. You employ Amara, or she sends you a bill.",
        {
            "category": ["personal-care", "company", "meals-home"],
            "need": ["mobility", "stroke", "mental-health"],
            "language": ["english"],
            "funding": ["own-money", "direct-payment"],
            "area": ["brackenford", "stoke-fern", "fernway"],
        },
        _price(PriceUnit.HOUR, 1650, 1800),
        [DayPart.MORNING, DayPart.EVENING],
        20,
    ),
    CaseSupplier(
        "cars",
        SupplierKind.TRANSPORT,
        "Fernshire Community Cars",
        "Fernshire Community Cars",
        "Lifts there and back by volunteer drivers, from your door and back again, with a hand up the path.",
        "Ring two days before. A friend can ride with you at no charge.",
        {
            "category": ["transport", "company"],
            "need": ["mobility", "sight-loss"],
            "language": ["english", "punjabi"],
            "funding": ["own-money", "direct-payment"],
            "area": [town.code for town in TOWNS],
        },
        [*_price(PriceUnit.VISIT, 450), *_price(PriceUnit.MILE, 45)],
        [DayPart.MORNING, DayPart.AFTERNOON, DayPart.EVENING],
        40,
    ),
    CaseSupplier(
        "steadfast",
        SupplierKind.EQUIPMENT_RETAILER,
        "Steadfast Mobility",
        "Bath transfer bench",
        "Sit, slide across, and wash without stepping over the side.",
        "Try it in the shop in Aldermere, or at home by appointment. Delivered and shown how.",
        {
            "category": ["equipment"],
            "need": ["mobility", "stroke"],
            "language": ["english"],
            "funding": ["own-money", "direct-payment", "nhs"],
            "area": ["brackenford", "aldermere"],
        },
        _price(PriceUnit.ITEM, 6400),
        [DayPart.MORNING, DayPart.AFTERNOON],
        12,
    ),
]
#: Who signs in for an organisation; an assistant signs in under their own name.
CONTACTS = {"lantern": "Nadia Brandt", "cars": "Rosa Marsh", "steadfast": "Callum Yates"}
WAITING = [("joel", SupplierKind.PERSONAL_ASSISTANT, "Joel Pell", 17)]
MARGARET = PersonSpec(
    number=9001,
    mailbox="margaret",
    name="Margaret Ellery",
    date_of_birth=date(1955, 3, 8),
    town=TOWNS[0],
    home="Lives alone",
    contact_wish="Ring, after 10am.",
    needs=((NeedKind.LARGE_PRINT, "18 point"),),
    weekly_pence={PayerKind.COUNCIL: 20530, PayerKind.NHS: 4000, PayerKind.PERSON: 4120},
    plan_state="approved",
    items=(),
    natural_who="Ruth, her daughter",
    account_kind="card",
)
MARGARETS_ANSWERS = [
    "Choir. Mornings that are not a scramble. Ruth being my daughter and not my carer.",
    "Washed and dressed by ten. Choir on Wednesdays. Not frightened of the bath.",
    "Lantern Lane on weekday mornings, Amara at weekends and for choir, Ruth on Sundays.",
    "Every pound has a name beside it. What is not planned is kept for winter.",
    "The council pays Lantern Lane. I pay Amara and the car from my card.",
    "I chose all three after meeting them. Ruth sees the plan, not the money.",
    "Daniel books by the end of the month. Amara starts on the 1st. We look again in November.",
]
