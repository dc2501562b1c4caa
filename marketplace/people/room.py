"""What this room declares."""

from marketplace.accounts.rules import Role
from marketplace.core.rooms import MenuEntry, Room
from marketplace.people.event_words import EVENTS
from marketplace.people.keeps import KEEPS
from marketplace.people.rules import MAY_REGISTER_PEOPLE, OwnPurpose
from marketplace.people.samples import SAMPLES

ROOM = Room(
    name="people",
    urls="marketplace.people.urls",
    pages="Records of people",
    permissions=(MAY_REGISTER_PEOPLE,),
    purposes=tuple(OwnPurpose),
    menu=(MenuEntry("My record", "people:my_record", frozenset({Role.PERSON}), order=91),),
    keeps=KEEPS,
    samples=SAMPLES,
    events=EVENTS,
)
