"""Who may do what with concerns, the work they raise, and what the audit trail calls reading them."""

from enum import StrEnum

from marketplace.accounts.rules import Permission, Role, roles
from marketplace.core.labels import LabelledEnum

#: Only the form itself, whoever fills it in: no role holds it, and no account is written down.
MAY_TAKE_CONCERNS = Permission("take_concerns", "take in concerns")
MAY_READ_CONCERNS = Permission(
    "read_concerns", "read safeguarding concerns", roles(Role.SAFEGUARDING, Role.AUDITOR)
)
MAY_WORK_CONCERNS = Permission(
    "work_concerns", "work on safeguarding concerns", roles(Role.SAFEGUARDING)
)
MAY_COUNT_CONCERNS = Permission(
    "count_concerns",
    "see how many safeguarding concerns there are",
    roles(Role.SAFEGUARDING, Role.COMMISSIONER, Role.AUDITOR),
)
MAY_SET_CONCERN_PHONES = Permission(
    "set_concern_phones",
    "set the phone numbers for concerns",
    roles(Role.SAFEGUARDING, Role.ADMINISTRATOR),
)


class ConcernTask(LabelledEnum):
    """Work that this room raises, for safeguarding officers alone."""

    TRIAGE = "concern_to_triage", "Safeguarding concern to triage"
    CHILD = "concern_about_a_child", "Concern about a child to pass on"


class ReadEvent(StrEnum):
    """What the audit trail calls a reading here: for auditors, and in no log that a person can see."""

    LISTED = "concerns_listed"
    COUNTED = "concerns_counted"
    OPENED = "concern_opened"
    SEARCHED = "concern_people_searched"
    PERSON_OPENED = "concern_person_opened"
