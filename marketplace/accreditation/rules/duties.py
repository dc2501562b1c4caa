"""Who may do what here, and the work that the room raises."""

from marketplace.accounts.rules import Permission, Role, roles
from marketplace.core.labels import LabelledEnum

MAY_ACCREDIT = Permission("accredit", "decide on accreditation", roles(Role.ACCREDITOR))
MAY_SUSPEND = Permission("suspend_supplier", "suspend a supplier", roles(Role.ACCREDITOR))


class ApplicationTask(LabelledEnum):
    """Work that this room raises."""

    DECIDE = "accreditation", "Application to decide"
    EVIDENCE_EXPIRING = "evidence_expiring", "Accreditation that ends soon"
