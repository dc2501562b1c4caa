"""What this room keeps of a person, and until when."""

from marketplace.core.retention import After, Kept, Part, Whole
from marketplace.people.models import Access, ListReading, ListReadingPerson, Person, ReadLog

KEEPS = (
    Kept(
        Person,
        "Who you are",
        Whole("keep_case", last=("registered_at",)),
        blanks={
            "user": None,
            "name": "",
            "date_of_birth": None,
            "town": "",
            "home": "",
            "contact_wish": "",
            "communication_needs": "",
            "speaks_through": "",
            "case_reference": "",
        },
        shows={
            "name": "Name",
            "date_of_birth": "Date of birth",
            "town": "Town",
            "home": "Home",
            "contact_wish": "How to contact you",
            "communication_needs": "What helps you read and talk",
            "case_reference": "Our number for your record",
            "registered_at": "On our books since",
        },
        council="authority",
    ),
    Kept(
        Access,
        "Who can see your record",
        # Nothing ends a broker's access when the support ends, so it alone keeps no case open.
        Part("person", last=("from_date", "until_date", "ended_at")),
        shows={
            "user": "Who",
            "team": "Team",
            "role": "All who hold this role",
            "capacity": "As what",
            "scope": "What they see",
            "from_date": "From",
            "until_date": "Until",
            "ended_at": "Ended",
        },
    ),
    Kept(
        ReadLog,
        "Who looked at your record",
        After("keep_read_log", "read_at"),
        person=("person_id",),
        shows={"user_id": "Who", "purpose": "Why", "read_at": "When"},
    ),
    Kept(
        ListReading,
        "Lists in which your record was shown",
        After("keep_read_log", "read_at"),
        person=("people__person_id",),
        shows={
            "user_id": "Who",
            "purpose": "Why",
            "read_at": "When",
            "people_count": "People in it",
        },
    ),
    Kept(
        ListReadingPerson,
        "Who was in a list",
        Part("reading"),
        left_out="the list itself says so",
    ),
)
