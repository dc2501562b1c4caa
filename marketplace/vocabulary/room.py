"""What this room declares."""

from marketplace.core.rooms import Room, SettingsGroup, SettingsPage
from marketplace.vocabulary.event_words import EVENTS, SETTINGS, SUBJECTS
from marketplace.vocabulary.keeps import KEEPS
from marketplace.vocabulary.rules import MAY_SET_VOCABULARY
from marketplace.vocabulary.samples import SAMPLES
from marketplace.vocabulary.wording import SENTENCES

ROOM = Room(
    name="vocabulary",
    urls="marketplace.vocabulary.urls",
    pages="Lists of words",
    permissions=(MAY_SET_VOCABULARY,),
    settings_pages=(
        SettingsPage(
            "Lists of words",
            "vocabulary:lists",
            MAY_SET_VOCABULARY,
            "Types of support, languages and the other words that people choose from.",
            SettingsGroup.DIRECTORY,
        ),
    ),
    samples=SAMPLES,
    sentences=SENTENCES,
    keeps=KEEPS,
    events=EVENTS,
    settings_events=SETTINGS,
    subjects=SUBJECTS,
)
