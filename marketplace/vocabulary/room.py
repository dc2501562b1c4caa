"""What this room declares."""

from marketplace.core.rooms import Room
from marketplace.vocabulary.keeps import KEEPS
from marketplace.vocabulary.rules import MAY_LOAD_PLACES
from marketplace.vocabulary.samples import SAMPLES

ROOM = Room(name="vocabulary", permissions=(MAY_LOAD_PLACES,), samples=SAMPLES, keeps=KEEPS)
