"""What is done to whole records, as the trail says it."""

EVENTS = {
    "copy_asked": "Copy of a record asked for",
    "copy_ready": "Copy of a record made",
    "hold_set": "Legal hold set",
    "hold_ended": "Legal hold ended",
    "holds_read": "Legal holds read",
    "record_erased": "Record erased",
    "records_erased": "Old rows erased",
    "trail_read": "Audit trail read",
    "trail_exported": "Audit trail downloaded",
}
SUBJECTS = {
    "records.recordcopy": "copy of a record",
}
