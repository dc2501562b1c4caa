"""What this room declares."""

from marketplace.core.rooms import MenuEntry, Room, SettingsGroup, SettingsPage, WhoIsTold
from marketplace.records.event_words import EVENTS, SUBJECTS
from marketplace.records.keeps import KEEPS, STORES
from marketplace.records.rules import (
    MAY_COPY_RECORDS,
    MAY_ERASE_RECORDS,
    MAY_HOLD_RECORDS,
    MAY_READ_TRAIL,
    MAY_READ_WHOLE_TRAIL,
    CopyNotice,
    CopyState,
    RecordPurpose,
    RecordReading,
)
from marketplace.records.samples import SAMPLES
from marketplace.records.wording import NOTIFICATIONS, SENTENCES

ROOM = Room(
    name="records",
    urls="marketplace.records.urls",
    pages="Copies of records, legal holds and the audit trail",
    permissions=(
        MAY_HOLD_RECORDS,
        MAY_COPY_RECORDS,
        MAY_ERASE_RECORDS,
        MAY_READ_TRAIL,
        MAY_READ_WHOLE_TRAIL,
    ),
    purposes=tuple(RecordPurpose),
    readings=tuple(RecordReading),
    menu=(MenuEntry("Audit trail", "records:trail", MAY_READ_WHOLE_TRAIL.roles, order=80),),
    settings_pages=(
        SettingsPage(
            "Legal holds",
            "records:holds",
            MAY_HOLD_RECORDS,
            "Keep a record while a claim or an inquiry needs it.",
            SettingsGroup.RECORDS,
        ),
        SettingsPage(
            "Copies of people’s records",
            "records:copies",
            MAY_COPY_RECORDS,
            "Make a copy for somebody who asked by letter, by phone or in person.",
            SettingsGroup.RECORDS,
        ),
        SettingsPage(
            "Audit trail",
            "records:trail",
            MAY_READ_TRAIL,
            "Read who did what, and when.",
            SettingsGroup.RECORDS,
        ),
    ),
    notifications=NOTIFICATIONS,
    who_is_told=(WhoIsTold(CopyState.READY, (CopyNotice.READY,)),),
    keeps=KEEPS,
    stores=STORES,
    sentences=SENTENCES,
    samples=SAMPLES,
    events=EVENTS,
    subjects=SUBJECTS,
)
