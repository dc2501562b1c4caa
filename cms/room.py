"""What this wing declares."""

from cms.event_words import EVENTS, SETTINGS
from cms.keeps import KEEPS, STORES
from cms.models import CouncilSite
from cms.pack import start_pages
from cms.rules import MAY_EDIT_PAGES, PAGE_NOTICE
from cms.samples import SAMPLES
from cms.wording import SENTENCES
from marketplace.accounts.rules import Role
from marketplace.core.rooms import MenuEntry, Pack, Room

ROOM = Room(
    name="cms",
    permissions=(MAY_EDIT_PAGES,),
    figures=(PAGE_NOTICE,),
    sentences=SENTENCES,
    menu=(MenuEntry("Pages", "wagtailadmin_home", frozenset({Role.EDITOR}), order=60),),
    keeps=KEEPS,
    stores=STORES,
    pack=Pack(
        start_pages,
        makes=(CouncilSite,),
        begins_with="a home page, and pages of help and advice for your editors to make yours",
    ),
    samples=SAMPLES,
    events=EVENTS,
    settings_events=SETTINGS,
)
