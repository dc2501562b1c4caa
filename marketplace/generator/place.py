"""Fernshire, a county that is on no map: its towns, its words, its ways to pay."""

from dataclasses import dataclass

from marketplace.vocabulary.rules import TermKind


@dataclass(frozen=True)
class Town:
    """A fictional town with its outcode and a point."""

    name: str
    outcode: str
    latitude: float
    longitude: float

    @property
    def code(self) -> str:
        return self.name.lower().replace(" ", "-")


@dataclass(frozen=True)
class CouncilSpec:
    """A fictional council: its address word, its name, and the host names it is served at."""

    slug: str
    short_name: str
    hosts: tuple[str, ...]

    @property
    def domain(self) -> str:
        return f"{self.slug}.example"


FERNSHIRE = CouncilSpec(
    "fernshire", "Fernshire", ("127.0.0.1", "localhost", "::1", "fernshire.localhost")
)
#: The NHS board that pays for people in Fernshire.
NHS_BOARD = "Fern Valley NHS"

TOWNS = [
    Town("Brackenford", "FS1", 52.3102, -1.1043),
    Town("Aldermere", "FS2", 52.3677, -1.0412),
    Town("Little Thornby", "FS3", 52.2866, -1.1571),
    Town("Stoke Fern", "FS4", 52.3321, -1.1790),
    Town("Harrowmere", "FS5", 52.2614, -1.0468),
    Town("Otterbourne Cross", "FS6", 52.3949, -1.1328),
    Town("Fernway", "FS7", 52.2419, -1.1207),
    Town("Market Selby Green", "FS8", 52.4203, -0.9987),
    Town("Wick Ashby", "FS9", 52.2108, -1.2033),
    Town("Lower Marlowe", "FS10", 52.3555, -0.9371),
]

CATEGORIES = {
    "personal-care": "Washing, dressing and getting up",
    "meals-home": "Meals, shopping and housework",
    "company": "Company and getting out",
    "equipment": "Equipment and changes to my home",
    "breaks": "A break for me or my carer",
    "transport": "Lifts and transport",
    "care-home": "A care home",
    "day-activities": "Day activities and groups",
    "nights": "Help at night",
}
NEEDS = {
    "dementia": "Dementia",
    "stroke": "After a stroke",
    "learning-disability": "Learning disability",
    "autism": "Autism",
    "sight-loss": "Sight loss",
    "hearing-loss": "Hearing loss",
    "mental-health": "Mental health",
    "mobility": "Getting about",
    "parkinsons": "Parkinson’s",
    "carers": "Unpaid carers",
}
LANGUAGES = {
    "english": "English",
    "polish": "Polish",
    "punjabi": "Punjabi",
    "gujarati": "Gujarati",
    "urdu": "Urdu",
    "bsl": "British Sign Language",
    "welsh": "Welsh",
    "romanian": "Romanian",
}
FUNDING = {
    "own-money": "My own money",
    "direct-payment": "Direct payment",
    "council-managed": "The council arranges it",
    "nhs": "NHS personal health budget",
}


def vocabulary() -> list[tuple[TermKind, str, str]]:
    """Every term of Fernshire: kind, code, label, in the order in which they are shown."""
    groups = [
        (TermKind.CATEGORY, CATEGORIES),
        (TermKind.NEED, NEEDS),
        (TermKind.LANGUAGE, LANGUAGES),
        (TermKind.FUNDING, FUNDING),
        (TermKind.AREA, {town.code: town.name for town in TOWNS}),
    ]
    return [(kind, code, label) for kind, words in groups for code, label in words.items()]


@dataclass(frozen=True)
class SchemeSpec:
    """An accreditation scheme, the kinds it covers, and for each kind what it asks.

    A criterion is (question, guidance, evidence kind, mandatory, months until it expires or 0).
    """

    code: str
    name: str
    summary: str
    criteria: dict[str, list[tuple[str, str, str, bool, int]]]


_INSURANCE = (
    "Are you insured?",
    "Public and, if you employ anybody, employer’s liability.",
    "insurance",
    True,
    12,
)
_SAFEGUARDING = (
    "Do you know how to keep people safe?",
    "A safeguarding course in the last three years.",
    "training",
    True,
    36,
)
_PROVIDER = [
    (
        "Are you registered with the Care Quality Commission?",
        "Your location’s registration.",
        "registration",
        True,
        0,
    ),
    _INSURANCE,
    (
        "Have your staff been checked?",
        "How many DBS checks are in date, and who looked.",
        "dbs_outcome",
        True,
        36,
    ),
    _SAFEGUARDING,
    ("How do you deal with complaints?", "Your complaints policy.", "policy", False, 0),
]
_COMMUNITY = [
    _INSURANCE,
    _SAFEGUARDING,
    ("Who speaks well of you?", "Two references.", "reference", True, 0),
]
SCHEMES = [
    SchemeSpec(
        "provider-standard",
        "Fernshire Provider Standard",
        "For organisations that support people at home, by day or in a care home.",
        {
            "home_care": _PROVIDER,
            "care_home": _PROVIDER,
            "day_service": _COMMUNITY,
            "community": _COMMUNITY,
            "transport": [
                *_COMMUNITY,
                ("Are your drivers insured to carry people?", "", "insurance", True, 12),
            ],
        },
    ),
    SchemeSpec(
        "support-with-confidence",
        "Fernshire Support with Confidence",
        "For personal assistants who work for themselves or for the person they support.",
        {
            "personal_assistant": [
                ("Who are you?", "A passport or driving licence.", "certificate", True, 0),
                (
                    "Have you been checked?",
                    "An enhanced DBS check: level, number and date. We keep the outcome only.",
                    "dbs_outcome",
                    True,
                    36,
                ),
                ("Who speaks well of you?", "Two references, one from care.", "reference", True, 0),
                _INSURANCE,
                ("What have you been trained in?", "", "training", False, 36),
            ]
        },
    ),
    SchemeSpec(
        "trusted-retailer",
        "Fernshire Trusted Retailer",
        "For shops that sell equipment for daily living and know how to advise on it.",
        {
            "equipment_retailer": [
                (
                    "Are your staff trained to advise?",
                    "At least one trusted assessor in each shop.",
                    "training",
                    True,
                    36,
                ),
                _INSURANCE,
                ("What if it does not suit?", "Your returns policy.", "policy", True, 0),
            ]
        },
    ),
]
