"""What this wing declares."""

from marketplace.accounts.rules import Role
from marketplace.core.rooms import MenuEntry, Room
from search.health import CHECKS
from search.keeps import KEEPS
from search.wording.sentences import SENTENCES

ROOM = Room(
    name="search",
    urls="search.urls",
    pages="Search",
    url_prefix="find/",
    shared_tags=("search_tags",),
    menu=(MenuEntry("Find support", "search:results", frozenset({Role.BROKER}), order=31),),
    keeps=KEEPS,
    sentences=SENTENCES,
    health=CHECKS,
)
