"""What this room declares."""

from marketplace.core.rooms import Room
from marketplace.vocabulary.keeps import KEEPS
from marketplace.vocabulary.samples import SAMPLES

ROOM = Room(name="vocabulary", samples=SAMPLES, keeps=KEEPS)
