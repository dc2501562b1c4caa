"""What this room declares."""

from marketplace.core.rooms import Pack, Room, SettingsPage
from marketplace.vocabulary.keeps import KEEPS
from marketplace.vocabulary.models import OutcomeFramework, Place, Term
from marketplace.vocabulary.pack import start_vocabulary
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
    keeps=KEEPS,
    pack=Pack(
        start_vocabulary,
        makes=(Term, OutcomeFramework),
        begins_with="words to search by: types of support, needs, languages, ways to pay; the outcomes that the law names",
        otherwise={Place: "they are read from published lists of postcodes and places"},
        next_steps=(
            "Postcodes and places, without which nobody can search near home:"
            " manage.py load_postcodes --help",
        ),
    ),
    samples=SAMPLES,
)
