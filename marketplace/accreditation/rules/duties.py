"""Who may do what here, the work that the room raises, and what it tells people."""

from marketplace.accounts.rules import Permission, Role, roles
from marketplace.core.labels import LabelledEnum

MAY_ACCREDIT = Permission("accredit", "decide on accreditation", roles(Role.ACCREDITOR))
MAY_SUSPEND = Permission("suspend_supplier", "suspend a supplier", roles(Role.ACCREDITOR))
#: For somebody's safety. Why is nobody's to read here, and nobody else ends it.
MAY_SUSPEND_AT_ONCE = Permission(
    "suspend_supplier_at_once", "suspend a supplier at once", roles(Role.SAFEGUARDING)
)

#: Not who decides by it: what is asked and whether it is shown are two people's.
MAY_SET_SCHEMES = Permission(
    "set_schemes",
    "set the accreditation schemes and what they ask",
    roles(Role.COMMISSIONER, Role.ADMINISTRATOR),
)


class ApplicationTask(LabelledEnum):
    """Work that this room raises."""

    DECIDE = "accreditation", "Application to decide"
    EVIDENCE_EXPIRING = "evidence_expiring", "Accreditation that ends soon"


class ApplicationNotice(LabelledEnum):
    """What the people of a supplier are told of its application."""

    SENT = "application_sent", "Application sent"
    ACCEPTED = "application_accepted", "Application accepted"
    REFUSED = "application_refused", "Application refused"
    EVIDENCE_REFUSED = "evidence_not_accepted", "Evidence not accepted"


class AccreditationNotice(LabelledEnum):
    """What the people of a supplier are told of an accreditation that it has."""

    SUSPENDED = "accreditation_suspended", "Accreditation suspended"
    RESUMED = "suspension_ended", "Suspension ended"
    WITHDRAWN = "accreditation_withdrawn", "Accreditation withdrawn"
    ENDING = "accreditation_ending", "Accreditation ends soon"
    ENDED = "accreditation_ended", "Accreditation ended"
