"""What this room keeps, and until when."""

from marketplace.core.retention import After, FileStore, Kept, Part
from marketplace.records.models import LegalHold, RecordCopy

KEEPS = (
    Kept(
        LegalHold,
        "Legal holds",
        Part("person"),
        also=(After("keep_ended_hold", "ended_at"),),
        left_out="it may be about a claim or an inquiry that must not be told of",
        council="authority",
    ),
    Kept(
        RecordCopy,
        "Copies of your record",
        Part("person"),
        also=(After("keep_copy", "ready_at"),),
        shows={"asked_at": "Asked for", "asked_by": "Asked for by", "ready_at": "Ready"},
        files=("file",),
        council="authority",
    ),
)
STORES = (FileStore("copies", "copies that people asked for", "records.jobs.purge_records"),)
