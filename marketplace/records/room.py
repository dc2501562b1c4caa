"""What this room declares."""

from marketplace.core.rooms import Room, SettingsPage
from marketplace.records.keeps import KEEPS, STORES
from marketplace.records.rules import (
    MAY_COPY_RECORDS,
    MAY_ERASE_RECORDS,
    MAY_HOLD_RECORDS,
    RecordPurpose,
)
from marketplace.records.samples import SAMPLES
from marketplace.records.wording import SENTENCES

ROOM = Room(
    name="records",
    urls="marketplace.records.urls",
    permissions=(MAY_HOLD_RECORDS, MAY_COPY_RECORDS, MAY_ERASE_RECORDS),
    purposes=tuple(RecordPurpose),
    settings_pages=(
        SettingsPage("Legal holds", "records:holds", MAY_HOLD_RECORDS),
        SettingsPage("Copies of people’s records", "records:copies", MAY_COPY_RECORDS),
    ),
    keeps=KEEPS,
    stores=STORES,
    sentences=SENTENCES,
    samples=SAMPLES,
)
