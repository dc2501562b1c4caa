"""What this room declares."""

from marketplace.core.rooms import Pack, Room
from marketplace.vocabulary.keeps import KEEPS
from marketplace.vocabulary.models import Place, Term
from marketplace.vocabulary.pack import start_vocabulary
from marketplace.vocabulary.samples import SAMPLES

ROOM = Room(
    name="vocabulary",
    keeps=KEEPS,
    pack=Pack(
        start_vocabulary,
        makes=(Term,),
        begins_with="words to search by: types of support, needs, languages, ways to pay",
        otherwise={Place: "they are read from published lists of postcodes and places"},
        next_steps=(
            "Postcodes and places, without which nobody can search near home:"
            " manage.py load_postcodes --help",
        ),
    ),
    samples=SAMPLES,
)
