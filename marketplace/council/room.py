"""What this room declares."""

from marketplace.core.rooms import Room, SettingsPage
from marketplace.council.rules import MAY_SEE_FIGURES, MAY_SET_FIGURES, MAY_SET_OUTSIDE
from marketplace.council.samples import SAMPLES
from marketplace.council.wording import SENTENCES

ROOM = Room(
    name="council",
    urls="marketplace.council.urls",
    permissions=(MAY_SEE_FIGURES, MAY_SET_FIGURES, MAY_SET_OUTSIDE),
    settings_pages=(
        SettingsPage("The council’s figures", "council:figures", MAY_SEE_FIGURES),
        SettingsPage("Web address and sender of mail", "council:addresses", MAY_SET_OUTSIDE),
    ),
    sentences=SENTENCES,
    samples=SAMPLES,
)
