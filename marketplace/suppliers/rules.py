"""The kinds of supplier, and the name that the public sees."""

from enum import StrEnum

from marketplace.accounts.rules import Permission, Role, roles


class SupplierKind(StrEnum):
    """What a supplier is. An accreditation scheme names the kinds that it covers."""

    HOME_CARE = "home_care"
    CARE_HOME = "care_home"
    DAY_SERVICE = "day_service"
    COMMUNITY = "community"
    TRANSPORT = "transport"
    PERSONAL_ASSISTANT = "personal_assistant"
    EQUIPMENT_RETAILER = "equipment_retailer"


SUPPLIER_KIND_LABELS = {
    SupplierKind.HOME_CARE: "Home care agency",
    SupplierKind.CARE_HOME: "Care home",
    SupplierKind.DAY_SERVICE: "Day service",
    SupplierKind.COMMUNITY: "Community group",
    SupplierKind.TRANSPORT: "Transport",
    SupplierKind.PERSONAL_ASSISTANT: "Personal assistant",
    SupplierKind.EQUIPMENT_RETAILER: "Equipment retailer",
}


class Source(StrEnum):
    """Where a supplier's facts first came from."""

    REGISTERED = "registered"
    CQC = "cqc"
    OPEN_REFERRAL = "open_referral"


def public_name(kind: SupplierKind, name: str) -> str:
    """The name shown to the public: a personal assistant's is a first name and an initial."""
    if kind != SupplierKind.PERSONAL_ASSISTANT:
        return name
    parts = name.split()
    return name if len(parts) < 2 else f"{parts[0]} {parts[-1][0].upper()}."


def task_name(kind: SupplierKind, name: str) -> str:
    """The name for a worklist, which names no person: a business by name, an assistant by kind."""
    return "A personal assistant" if kind == SupplierKind.PERSONAL_ASSISTANT else name


def name_problems(kind: SupplierKind, name: str) -> list[str]:
    """What is wrong with a name. A personal assistant needs a first and a last one."""
    if not name.strip():
        return ["Type a name"]
    if kind == SupplierKind.PERSONAL_ASSISTANT and len(name.split()) < 2:
        return ["Type your first name and your last name"]
    return []


def contact_problems(email: str, phone: str, town: str, postcode: str) -> list[str]:
    """What is missing for people to find and reach a supplier."""
    problems = []
    if not (email or phone):
        problems.append("Give an email address or a telephone number, so that people can reach you")
    if not (town or postcode):
        problems.append("Give a town or a postcode, so that people nearby can find you")
    return problems


MAY_MANAGE_OWN_SUPPLIER = Permission(
    "manage_own_supplier", "manage your own organisation", roles(Role.SUPPLIER)
)
MAY_OVERSEE_SUPPLIERS = Permission("oversee_suppliers", "oversee suppliers", roles(Role.ACCREDITOR))
