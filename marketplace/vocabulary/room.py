"""What this room declares."""

from marketplace.core.rooms import Pack, Room, SettingsGroup, SettingsPage
from marketplace.vocabulary.event_words import EVENTS, SERVER, SETTINGS, SUBJECTS
from marketplace.vocabulary.keeps import KEEPS
from marketplace.vocabulary.models import OutcomeFramework, Place, Term
from marketplace.vocabulary.pack import start_vocabulary
from marketplace.vocabulary.rules import MAY_LOAD_PLACES, MAY_SET_OUTCOMES, MAY_SET_VOCABULARY
from marketplace.vocabulary.samples import SAMPLES
from marketplace.vocabulary.wording import SENTENCES

ROOM = Room(
    name="vocabulary",
    urls="marketplace.vocabulary.urls",
    pages="Words of the council",
    permissions=(MAY_LOAD_PLACES, MAY_SET_OUTCOMES, MAY_SET_VOCABULARY),
    settings_pages=(
        SettingsPage(
            "Lists of words",
            "vocabulary:lists",
            MAY_SET_VOCABULARY,
            "Types of support, languages and the other words that people choose from.",
            SettingsGroup.DIRECTORY,
        ),
        SettingsPage(
            "Places",
            "vocabulary:places",
            MAY_SET_VOCABULARY,
            "Names of your own that people search near, and the lists of postcodes that were read in.",
            SettingsGroup.DIRECTORY,
        ),
        SettingsPage(
            "Outcomes in plans",
            "vocabulary:frameworks",
            MAY_SET_OUTCOMES,
            "The goals of the law, and your own, that support in a plan helps with.",
            SettingsGroup.DIRECTORY,
        ),
    ),
    sentences=SENTENCES,
    keeps=KEEPS,
    pack=Pack(
        start_vocabulary,
        makes=(Term, OutcomeFramework),
        begins_with=(
            "words to search by: types of support, needs, languages, ways to pay;"
            " the outcomes that the law names"
        ),
        otherwise={
            Place: "added under Places on the settings desk: search finds others by the published lists"
        },
        next_steps=(
            "Postcodes and places, without which nobody can search near home:"
            " manage.py load_postcodes --help",
            "Areas that suppliers choose from: Settings, Lists of words, Areas covered",
        ),
    ),
    samples=SAMPLES,
    events=EVENTS,
    settings_events=SETTINGS,
    server_events=SERVER,
    subjects=SUBJECTS,
)
