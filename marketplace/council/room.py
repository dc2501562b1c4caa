"""What this room declares."""

from marketplace.core.rooms import Room
from marketplace.council.rules import MAY_SET_FIGURES
from marketplace.council.samples import SAMPLES
from marketplace.council.wording import SENTENCES

ROOM = Room(name="council", permissions=(MAY_SET_FIGURES,), sentences=SENTENCES, samples=SAMPLES)
