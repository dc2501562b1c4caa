"""Who may do what: the roles, the permissions, and the one table that joins them."""

from enum import StrEnum


class Role(StrEnum):
    """What somebody is to one council. A person may hold several, in several councils."""

    PERSON = "person"
    SUPPLIER = "supplier"
    BROKER = "broker"
    ACCREDITOR = "accreditor"
    APPROVER = "approver"
    SENIOR_APPROVER = "senior_approver"
    FINANCE = "finance"
    EDITOR = "editor"


ROLE_LABELS = {
    Role.PERSON: "Person",
    Role.SUPPLIER: "Supplier",
    Role.BROKER: "Broker",
    Role.ACCREDITOR: "Accreditation officer",
    Role.APPROVER: "Approving manager",
    Role.SENIOR_APPROVER: "Senior approving manager",
    Role.FINANCE: "Finance officer",
    Role.EDITOR: "Editor",
}
STAFF_ROLES = frozenset(
    {Role.ACCREDITOR, Role.APPROVER, Role.SENIOR_APPROVER, Role.FINANCE, Role.EDITOR}
)


class Permission(StrEnum):
    """One thing that may be done. Checked inside the action that does it."""

    MANAGE_OWN_SUPPLIER = "manage_own_supplier"
    ACCREDIT = "accredit"
    SUSPEND_SUPPLIER = "suspend_supplier"
    REVIEW_LISTING = "review_listing"
    IMPORT_DIRECTORY = "import_directory"
    PLAN = "plan"
    APPROVE_PLAN = "approve_plan"
    APPROVE_OVER_BUDGET = "approve_over_budget"
    SET_BUDGET = "set_budget"
    REGISTER_PERSON = "register_person"
    IMPORT_MONEY = "import_money"
    RECONCILE = "reconcile"
    SEE_OWN_MONEY = "see_own_money"
    EXPLAIN_SPENDING = "explain_spending"
    EDIT_PAGES = "edit_pages"


ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.PERSON: frozenset({Permission.SEE_OWN_MONEY, Permission.EXPLAIN_SPENDING}),
    Role.SUPPLIER: frozenset({Permission.MANAGE_OWN_SUPPLIER}),
    Role.BROKER: frozenset({Permission.PLAN}),
    Role.ACCREDITOR: frozenset(
        {
            Permission.ACCREDIT,
            Permission.SUSPEND_SUPPLIER,
            Permission.REVIEW_LISTING,
            Permission.IMPORT_DIRECTORY,
        }
    ),
    Role.APPROVER: frozenset({Permission.APPROVE_PLAN}),
    Role.SENIOR_APPROVER: frozenset({Permission.APPROVE_PLAN, Permission.APPROVE_OVER_BUDGET}),
    Role.FINANCE: frozenset({Permission.IMPORT_MONEY, Permission.RECONCILE}),
    Role.EDITOR: frozenset({Permission.EDIT_PAGES}),
}


def permissions_of(roles: frozenset[Role]) -> frozenset[Permission]:
    """Everything that these roles together may do."""
    return frozenset(p for role in roles for p in ROLE_PERMISSIONS[role])


def roles_with(permission: Permission) -> frozenset[Role]:
    """The roles that hold a permission, for the published access table."""
    return frozenset(r for r, held in ROLE_PERMISSIONS.items() if permission in held)
