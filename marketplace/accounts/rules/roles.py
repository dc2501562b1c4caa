"""The roles that people hold in a council. What each may do is said by the rooms' permissions."""

from datetime import timedelta

from marketplace.core.labels import LabelledEnum
from marketplace.core.rooms import Permission


class Role(LabelledEnum):
    """What somebody is to one council. A person may hold several, in several councils."""

    PERSON = "person", "Person"
    SUPPLIER = "supplier", "Supplier"
    BROKER = "broker", "Broker"
    PRACTITIONER = "practitioner", "Practitioner"
    ACCREDITOR = "accreditor", "Accreditation officer"
    APPROVER = "approver", "Approving manager"
    SENIOR_APPROVER = "senior_approver", "Senior approving manager"
    FINANCE = "finance", "Finance officer"
    SAFEGUARDING = "safeguarding", "Safeguarding officer"
    COMMISSIONER = "commissioner", "Commissioner"
    EDITOR = "editor", "Editor"
    AUDITOR = "auditor", "Auditor"
    ADMINISTRATOR = "administrator", "Administrator"


#: Everybody who works for the council: their sessions are short.
STAFF_ROLES = frozenset(Role) - {Role.PERSON, Role.SUPPLIER, Role.BROKER}


def roles(*held: Role) -> frozenset[str]:
    """The roles that hold a permission, as a Permission keeps them."""
    return frozenset(held)


MAY_GIVE_ROLES = Permission("give_roles", "give and end roles", roles(Role.ADMINISTRATOR))
#: Only `manage.py make_council` and the demo make councils: no role holds it.
MAY_MAKE_COUNCILS = Permission("make_councils", "make councils")
MAY_SEE_STAFF = Permission(
    "see_staff", "see the people who work here", roles(Role.ADMINISTRATOR, Role.AUDITOR)
)
#: Who runs the server, and what a council's rules give by themselves: no role holds it.
MAY_GIVE_ROLES_ALONE = Permission("give_roles_alone", "give roles without a second administrator")
#: Only the job that mails an invitation makes its link: no role holds it.
MAY_MAIL_INVITATIONS = Permission("mail_invitations", "mail invitations to work here")
#: Only the sign-in itself counts tries: no role holds it.
MAY_COUNT_TRIES = Permission("count_tries", "count failed sign-ins")
#: Only the gates themselves keep what they refuse, and the nightly job forgets it: no role holds it.
MAY_KEEP_ANSWERS = Permission("keep_answers", "keep the answers of a refused form")

#: How long a second sending is known: longer than a page stays open before its session ends.
SENT_FORMS_KEPT_FOR = timedelta(days=1)
