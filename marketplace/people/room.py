"""What this room declares."""

from marketplace.accounts.rules import Role
from marketplace.core.rooms import MenuEntry, Room, Work
from marketplace.people.handing_over import count, leave, lend, take_back
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
    works=(Work("people that they see for their work", count, lend, take_back, leave),),
    keeps=KEEPS,
    samples=SAMPLES,
)
