"""The words that a new council begins with. They are its own from then on, to rename and retire."""

from marketplace.vocabulary.rules import TermKind

#: By kind, in the order in which they are shown: the code, which stays, and the label.
#: Areas are left out: each council has its own.
WORDS: dict[TermKind, dict[str, str]] = {
    TermKind.CATEGORY: {
        "personal-care": "Washing, dressing and getting up",
        "meals-home": "Meals, shopping and housework",
        "company": "Company and getting out",
        "equipment": "Equipment and changes to my home",
        "breaks": "A break for me or my carer",
        "transport": "Lifts and transport",
        "care-home": "A care home",
        "day-activities": "Day activities and groups",
        "nights": "Help at night",
    },
    TermKind.NEED: {
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
    },
    TermKind.LANGUAGE: {
        "english": "English",
        "polish": "Polish",
        "punjabi": "Punjabi",
        "gujarati": "Gujarati",
        "urdu": "Urdu",
        "bsl": "British Sign Language",
        "welsh": "Welsh",
        "romanian": "Romanian",
    },
    TermKind.FUNDING: {
        "own-money": "My own money",
        "direct-payment": "Direct payment",
        "council-managed": "The council arranges it",
        "nhs": "NHS personal health budget",
    },
}


def starter_terms() -> list[tuple[TermKind, str, str]]:
    """Every term that a council begins with: kind, code, label, in the order in which they are shown."""
    return [(kind, code, label) for kind, words in WORDS.items() for code, label in words.items()]
