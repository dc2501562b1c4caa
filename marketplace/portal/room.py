"""What the roof itself declares."""

from marketplace.accounts.rules import Role
from marketplace.core.rooms import MenuEntry, Room
from marketplace.portal.keeps import KEEPS, STORES
from marketplace.portal.samples import SAMPLES

ROOM = Room(
    name="portal",
    urls="marketplace.portal.urls",
    pages="Home pages and this page",
    menu=(MenuEntry("My tasks", "portal:home", frozenset(Role), order=0),),
    keeps=KEEPS,
    stores=STORES,
    samples=SAMPLES,
)
