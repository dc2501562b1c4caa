"""What this room declares."""

from marketplace.accounts.event_words import EVENTS, SETTINGS, SUBJECTS
from marketplace.accounts.health import CHECKS
from marketplace.accounts.keeps import KEEPS
from marketplace.accounts.rules import MAY_COUNT_TRIES, MAY_GIVE_ROLES, MAY_KEEP_ANSWERS
from marketplace.accounts.samples import SAMPLES
from marketplace.accounts.wording import SENTENCES
from marketplace.core.rooms import Room

ROOM = Room(
    name="accounts",
    urls="marketplace.accounts.urls",
    pages="Your account and answers that are not saved",
    permissions=(MAY_COUNT_TRIES, MAY_GIVE_ROLES, MAY_KEEP_ANSWERS),
    sentences=SENTENCES,
    keeps=KEEPS,
    samples=SAMPLES,
    health=CHECKS,
    events=EVENTS,
    settings_events=SETTINGS,
    subjects=SUBJECTS,
)
