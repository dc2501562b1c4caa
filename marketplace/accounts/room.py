"""What this room declares."""

from marketplace.accounts.health import CHECKS
from marketplace.accounts.rules import MAY_COUNT_TRIES, MAY_GIVE_ROLES
from marketplace.accounts.samples import SAMPLES
from marketplace.accounts.wording import SENTENCES
from marketplace.core.rooms import Room

ROOM = Room(
    name="accounts",
    permissions=(MAY_COUNT_TRIES, MAY_GIVE_ROLES),
    sentences=SENTENCES,
    samples=SAMPLES,
    health=CHECKS,
)
