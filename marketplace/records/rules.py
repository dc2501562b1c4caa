"""Who may hold a record back, copy or erase it, and what a hold and a copy must say."""

from marketplace.accounts.rules import Permission, Role, roles
from marketplace.core.errors import Problem, problem
from marketplace.core.labels import LabelledEnum

MAY_HOLD_RECORDS = Permission(
    "hold_records",
    "set and end legal holds",
    roles(Role.AUDITOR, Role.ADMINISTRATOR, Role.SAFEGUARDING),
)
#: Of a whole record: whoever answers for it at the council, not who keeps the system.
MAY_COPY_RECORDS = Permission(
    "copy_records", "make a copy of a person's record", roles(Role.AUDITOR)
)
#: Only the nightly purge erases: no role holds it.
MAY_ERASE_RECORDS = Permission("erase_records", "erase records that are over")

#: An administrator keeps the settings and sees no care: of the trail, what was done to the settings.
MAY_READ_TRAIL = Permission(
    "read_trail",
    "read what was done to the council's settings",
    roles(Role.AUDITOR, Role.ADMINISTRATOR),
)
MAY_READ_WHOLE_TRAIL = Permission(
    "read_whole_trail", "read everything that was done in the council", roles(Role.AUDITOR)
)

#: Events on a page of the trail. Judgement: some two screens.
TRAIL_PAGE = 50
#: Events of one file. Judgement: what a spreadsheet opens, and some seconds of work. More: fewer days.
MOST_EXPORTED = 100_000
#: Judgement: a paragraph. A hold says which claim or inquiry it is for, not the story.
REASON_LENGTH = 400
#: Rows of one transaction: it holds their locks for a second or so. A person's whole record is one.
CHUNK = 500
#: Transactions of one night: a council's first purge takes some nights, and each ends by morning.
MOST_A_NIGHT = 2_000
#: A month is the longest a person may have to wait (UK GDPR, Art 12(3)); the officer's access to the
#: record ends by then.
COPY_WITHIN_DAYS = 30


class HeldKind(LabelledEnum):
    """Whose record a hold keeps."""

    PERSON = "person", "A person"
    SUPPLIER = "supplier", "A supplier"


class CopyState(LabelledEnum):
    """A copy that somebody asked for. When its time is over, its row and its file are gone."""

    ASKED = "asked", "Being made"
    READY = "ready", "Ready"


class CopyNotice(LabelledEnum):
    """What somebody who asked for a copy is told."""

    READY = "copy_ready", "Copy of a record ready"


COPY_TRANSITIONS: dict[CopyState, frozenset[CopyState]] = {
    CopyState.ASKED: frozenset({CopyState.READY}),
    CopyState.READY: frozenset(),
}


class RecordReading(LabelledEnum):
    """Lists that show several people together; the label follows "in" on the person's own record."""

    COPIES = "copies_of_records", "a list of copies of records"
    TRAIL = "audit_trail", "the audit trail"
    TRAIL_FILE = "audit_trail_file", "a file of the audit trail"


class RecordPurpose(LabelledEnum):
    """Why a record was opened here; written to the read log that the person can see."""

    COPY = "giving a copy of the record", "giving a copy of the record"
    AUDIT = "checking what was done", "checking what was done"


def found_problems(found: int, reference: str) -> list[Problem]:
    """Why a record cannot be told by what was typed: nobody, or several, answer to it."""
    nobody = problem("record_not_found", "reference", reference=reference)
    several = problem("record_not_one", "reference", reference=reference)
    return _unless_one(found, nobody, several)


def actor_problems(found: int, reference: str) -> list[Problem]:
    """Why nobody's events are shown: nobody who has a role here, or several, answer to what was typed."""
    nobody = problem("trail_actor_not_found", "who", reference=reference)
    several = problem("trail_actor_not_one", "who", reference=reference)
    return _unless_one(found, nobody, several)


def trail_record_problems(found: int, reference: str) -> list[Problem]:
    """Why no record's events are shown: none, or several, answer to what was typed."""
    nobody = problem("trail_record_not_found", "record", reference=reference)
    several = problem("trail_record_not_one", "record", reference=reference)
    return _unless_one(found, nobody, several)


def _unless_one(found: int, nobody: Problem, several: Problem) -> list[Problem]:
    """What to say of a search that did not find exactly one."""
    if found == 1:
        return []
    return [several if found else nobody]


def export_problems(events: int) -> list[Problem]:
    """Why so many events cannot go into one file."""
    return [] if events <= MOST_EXPORTED else [problem("trail_too_long", most=MOST_EXPORTED)]


def hold_problems(reason: str) -> list[Problem]:
    """What a hold lacks."""
    return [] if reason.strip() else [problem("hold_without_reason", "reason")]
