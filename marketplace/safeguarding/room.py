"""What this room declares."""

from marketplace.accounts.rules import Role
from marketplace.core.rooms import MenuEntry, Pack, Queue, Room, SettingsPage, nobody_told
from marketplace.safeguarding.event_words import EVENTS, SETTINGS, SUBJECTS
from marketplace.safeguarding.keeps import KEEPS
from marketplace.safeguarding.models import ConcernPhones
from marketplace.safeguarding.rules import (
    MAY_COUNT_CONCERNS,
    MAY_READ_CONCERNS,
    MAY_SET_CONCERN_PHONES,
    MAY_TAKE_CONCERNS,
    MAY_WORK_CONCERNS,
    TRIAGE_WITHIN,
    ConcernState,
    ConcernTask,
)
from marketplace.safeguarding.samples import SAMPLES
from marketplace.safeguarding.wording import SENTENCES

ROOM = Room(
    name="safeguarding",
    urls="marketplace.safeguarding.urls",
    pages="Safeguarding concerns",
    permissions=(
        MAY_TAKE_CONCERNS,
        MAY_READ_CONCERNS,
        MAY_WORK_CONCERNS,
        MAY_COUNT_CONCERNS,
        MAY_SET_CONCERN_PHONES,
    ),
    task_kinds=tuple(ConcernTask),
    menu=(
        MenuEntry(
            "Concerns",
            "safeguarding:concerns",
            frozenset({Role.SAFEGUARDING, Role.AUDITOR}),
            order=5,
        ),
        MenuEntry(
            "Concern counts",
            "safeguarding:counts",
            frozenset({Role.SAFEGUARDING, Role.COMMISSIONER, Role.AUDITOR}),
            order=6,
        ),
    ),
    queues=(
        Queue(ConcernTask.TRIAGE, "concerns to triage", "safeguarding:concerns"),
        Queue(ConcernTask.CHILD, "concerns about children to pass on", "safeguarding:children"),
    ),
    who_is_told=nobody_told(
        "the product tells nobody of a concern: an officer tells the person, and the team has a task",
        *ConcernState,
    ),
    settings_pages=(
        SettingsPage(
            "Phone numbers for concerns",
            "safeguarding:phones",
            MAY_SET_CONCERN_PHONES,
            "Whom people phone about an adult, and about a child.",
        ),
    ),
    figures=(TRIAGE_WITHIN,),
    keeps=KEEPS,
    sentences=SENTENCES,
    samples=SAMPLES,
    events=EVENTS,
    settings_events=SETTINGS,
    subjects=SUBJECTS,
    withheld=frozenset(SUBJECTS),
    pack=Pack(
        otherwise={ConcernPhones: "an administrator enters the council's own numbers"},
        next_steps=(
            "Phone numbers for concerns about adults and children: Settings, Phone numbers for concerns",
        ),
    ),
)
