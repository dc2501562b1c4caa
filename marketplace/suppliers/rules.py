"""The kinds of supplier, and the name that the public sees."""

from enum import StrEnum


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
    return parts[0] if len(parts) < 2 else f"{parts[0]} {parts[-1][0]}."
