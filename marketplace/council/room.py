"""What this room declares."""

from marketplace.core.retention import Kept, Never
from marketplace.core.rooms import Pack, Room, SettingsPage
from marketplace.council.event_words import EVENTS, SETTINGS, SUBJECTS
from marketplace.council.models import CardProcessorAccount, CouncilFigure, SchoolTerm
from marketplace.council.retention import RETENTION
from marketplace.council.rules import MAY_SEE_FIGURES, MAY_SET_FIGURES, MAY_SET_OUTSIDE
from marketplace.council.samples import SAMPLES
from marketplace.council.wording import SENTENCES

ROOM = Room(
    name="council",
    urls="marketplace.council.urls",
    pages="Settings of the council",
    permissions=(MAY_SEE_FIGURES, MAY_SET_FIGURES, MAY_SET_OUTSIDE),
    settings_pages=(
        SettingsPage(
            "The council’s figures",
            "council:figures",
            MAY_SEE_FIGURES,
            "Days, limits and amounts that the council decides, each from a day.",
        ),
        SettingsPage(
            "Contact details",
            "council:contact",
            MAY_SET_OUTSIDE,
            "The phone number, hours and email address that people are given.",
        ),
        SettingsPage(
            "Web addresses and sender of mail",
            "council:addresses",
            MAY_SET_OUTSIDE,
            "Where the council is served, where links in emails lead, and whom emails come from.",
        ),
    ),
    figures=RETENTION,
    keeps=(
        Kept(CouncilFigure, "Council figures", Never("it is about nobody")),
        Kept(SchoolTerm, "School terms", Never("it is about nobody")),
        Kept(CardProcessorAccount, "Card processor accounts", Never("it is about nobody")),
    ),
    sentences=SENTENCES,
    pack=Pack(
        otherwise={
            SchoolTerm: "each council has its own",
            CardProcessorAccount: "each council has its own, if any",
        },
        next_steps=(
            "School terms, for support in term time only: manage.py school_terms {slug} --help",
            "Figures of judgement, where the usual ones are not yours: manage.py figures {slug}",
        ),
    ),
    samples=SAMPLES,
    events=EVENTS,
    settings_events=SETTINGS,
    subjects=SUBJECTS,
)
