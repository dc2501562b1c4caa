"""What this room declares."""

from marketplace.accounts.rules import Role
from marketplace.core.rooms import MenuEntry, Room, SettingsGroup, SettingsPage, Work, nobody_told
from marketplace.people.event_words import EVENTS
from marketplace.people.handing_over import count, leave, lend, take_back
from marketplace.people.keeps import KEEPS
from marketplace.people.rules import (
    MAY_ASK_EQUALITY,
    MAY_BREAK_GLASS,
    MAY_CORRECT_PEOPLE,
    MAY_COUNT_EQUALITY,
    MAY_KEEP_RELATIONSHIPS,
    MAY_READ_BROKEN_GLASS,
    MAY_RECORD_CAPACITY,
    MAY_REGISTER_PEOPLE,
    CorrectionState,
    OwnPurpose,
    PeopleReading,
    PeopleTask,
    RelationshipState,
)
from marketplace.people.samples import SAMPLES
from marketplace.people.wording import SENTENCES

WORKER = frozenset({Role.PRACTITIONER})

ROOM = Room(
    name="people",
    urls="marketplace.people.urls",
    pages="Records of people",
    permissions=(
        MAY_REGISTER_PEOPLE,
        MAY_KEEP_RELATIONSHIPS,
        MAY_RECORD_CAPACITY,
        MAY_CORRECT_PEOPLE,
        MAY_ASK_EQUALITY,
        MAY_COUNT_EQUALITY,
        MAY_BREAK_GLASS,
        MAY_READ_BROKEN_GLASS,
    ),
    task_kinds=tuple(PeopleTask),
    purposes=tuple(OwnPurpose),
    readings=tuple(PeopleReading),
    menu=(
        MenuEntry("People", "people:find", WORKER, order=29),
        MenuEntry(
            "Equality counts",
            "people:equality_counts",
            frozenset({Role.COMMISSIONER, Role.AUDITOR}),
            order=7,
        ),
        MenuEntry("My record", "people:my_record", frozenset({Role.PERSON}), order=91),
        MenuEntry("People who help me", "people:my_people", frozenset({Role.PERSON}), order=93),
    ),
    settings_pages=(
        SettingsPage(
            "Open a record for a stated reason",
            "people:break_glass",
            MAY_BREAK_GLASS,
            "Read one record for an hour. The person and the auditor see that you did, and why.",
            SettingsGroup.RECORDS,
        ),
        SettingsPage(
            "Records opened for a stated reason",
            "people:glass",
            MAY_READ_BROKEN_GLASS,
            "Who opened a record without working with the person, and the reason they wrote.",
            SettingsGroup.RECORDS,
        ),
    ),
    who_is_told=(
        *nobody_told(
            "the person reads it on their own page, and whoever helps them on theirs",
            RelationshipState.VERIFIED,
            RelationshipState.ENDED,
        ),
        *nobody_told(
            "whoever asked reads the answer with their record",
            CorrectionState.MADE,
            CorrectionState.KEPT,
        ),
    ),
    shared_tags=("acting",),
    works=(
        Work(
            "person that they see for their work",
            "people that they see for their work",
            count,
            lend,
            take_back,
            leave,
        ),
    ),
    keeps=KEEPS,
    sentences=SENTENCES,
    samples=SAMPLES,
    events=EVENTS,
)
