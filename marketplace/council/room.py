"""What this room declares."""

from marketplace.core.rooms import Room, SettingsPage
from marketplace.council.rules import MAY_SEE_FIGURES, MAY_SET_FIGURES
from marketplace.council.samples import SAMPLES
from marketplace.council.wording import SENTENCES

ROOM = Room(
    name="council",
    urls="marketplace.council.urls",
    permissions=(MAY_SEE_FIGURES, MAY_SET_FIGURES),
    settings_pages=(SettingsPage("The council’s figures", "council:figures", MAY_SEE_FIGURES),),
    sentences=SENTENCES,
    samples=SAMPLES,
)
