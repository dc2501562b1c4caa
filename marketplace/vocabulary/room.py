"""What this room declares."""

from marketplace.core.rooms import Room, SettingsPage
from marketplace.vocabulary.keeps import KEEPS
from marketplace.vocabulary.rules import MAY_LOAD_PLACES, MAY_SET_OUTCOMES
from marketplace.vocabulary.samples import SAMPLES
from marketplace.vocabulary.wording import SENTENCES

ROOM = Room(
    name="vocabulary",
    urls="marketplace.vocabulary.urls",
    pages="Words of the council",
    permissions=(MAY_LOAD_PLACES, MAY_SET_OUTCOMES),
    settings_pages=(SettingsPage("Outcomes in plans", "vocabulary:frameworks", MAY_SET_OUTCOMES),),
    sentences=SENTENCES,
    samples=SAMPLES,
    keeps=KEEPS,
)
