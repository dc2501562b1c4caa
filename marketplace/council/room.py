"""What this room declares."""

from marketplace.core.retention import Kept, Never
from marketplace.core.rooms import Room, SettingsPage
from marketplace.council.models import CouncilFigure
from marketplace.council.retention import RETENTION
from marketplace.council.rules import MAY_SEE_FIGURES, MAY_SET_FIGURES
from marketplace.council.samples import SAMPLES
from marketplace.council.wording import SENTENCES

ROOM = Room(
    name="council",
    urls="marketplace.council.urls",
    permissions=(MAY_SEE_FIGURES, MAY_SET_FIGURES),
    settings_pages=(SettingsPage("The council’s figures", "council:figures", MAY_SEE_FIGURES),),
    figures=RETENTION,
    keeps=(Kept(CouncilFigure, "Council figures", Never("it is about nobody")),),
    sentences=SENTENCES,
    samples=SAMPLES,
)
