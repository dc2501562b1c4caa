"""The kinds of supplier, the name that the public sees, and what a supplier must say of itself."""

import re
from urllib.parse import urlsplit

from marketplace.accounts.rules import Permission, Role, roles
from marketplace.core.errors import Problem, problem
from marketplace.core.labels import LabelledEnum

MAY_MANAGE_OWN_SUPPLIER = Permission(
    "manage_own_supplier", "manage your own organisation", roles(Role.SUPPLIER)
)
MAY_OVERSEE_SUPPLIERS = Permission("oversee_suppliers", "oversee suppliers", roles(Role.ACCREDITOR))

# The most characters of each fact; forms and columns take them from here. Longer would need a
# migration, shorter would cut what is stored already.
NAME_LENGTH = 160  # judgement: a legal name and the name traded under
ADDRESS_LENGTH = 250  # judgement: five lines of 50
TOWN_LENGTH = 80  # judgement: the longest place name of the country has 58
POSTCODE_LENGTH = 10  # the longest postcode has 8, with its space; two are left for stray spaces
PHONE_LENGTH = 30  # judgement: 15 digits (ITU-T E.164), spaces, brackets and an extension
SHORTEST_PHONE = 6  # judgement: a local number without its area code
WEBSITE_LENGTH = 200  # Django's own for an address


class SupplierKind(LabelledEnum):
    """What a supplier is. An accreditation scheme names the kinds that it covers."""

    HOME_CARE = "home_care", "Home care agency"
    CARE_HOME = "care_home", "Care home"
    DAY_SERVICE = "day_service", "Day service"
    COMMUNITY = "community", "Community group"
    TRANSPORT = "transport", "Transport"
    PERSONAL_ASSISTANT = "personal_assistant", "Personal assistant"
    EQUIPMENT_RETAILER = "equipment_retailer", "Equipment retailer"


class Source(LabelledEnum):
    """Where a supplier's facts first came from."""

    REGISTERED = "registered", "Registered here"
    CQC = "cqc", "Care Quality Commission"
    OPEN_REFERRAL = "open_referral", "Open Referral UK"


def public_name(kind: SupplierKind, name: str) -> str:
    """The name shown to the public: a personal assistant's is a first name and an initial."""
    if kind != SupplierKind.PERSONAL_ASSISTANT:
        return name
    parts = name.split()
    return name if len(parts) < 2 else f"{parts[0]} {parts[-1][0].upper()}."


def task_name(kind: SupplierKind, name: str) -> str:
    """The name for a worklist, which names no person: a business by name, an assistant by kind."""
    return "A personal assistant" if kind == SupplierKind.PERSONAL_ASSISTANT else name


def name_problems(kind: SupplierKind, name: str) -> list[Problem]:
    """What is wrong with a name. A personal assistant needs a first and a last one."""
    if not name.strip():
        return [problem("supplier_name_missing", "name")]
    if kind == SupplierKind.PERSONAL_ASSISTANT and len(name.split()) < 2:
        return [problem("supplier_name_incomplete", "name")]
    return []


def contact_problems(email: str, phone: str) -> list[Problem]:
    """What is missing for people to reach a supplier."""
    return [] if email or phone else [problem("supplier_unreachable", "email")]


#: What a host name is made of (RFC 1123): labels of letters, digits and hyphens, with a dot among them.
HOST = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)(\.(?!-)[a-z0-9-]{1,63}(?<!-))+", re.IGNORECASE)
#: What no address of ours may hold, though a browser would let it by.
NOT_IN_ADDRESS = re.compile(r"[\s\"'<>`\\^{|}]|[\x00-\x1f\x7f]")


def website_problems(website: str) -> list[Problem]:
    """Why a web address is none that we link to: http or https, a host with a dot, no user, no quotes."""
    return [] if not website or _is_website(website) else [problem("supplier_website", "website")]


def _is_website(text: str) -> bool:
    if NOT_IN_ADDRESS.search(text) or not text.isascii():
        return False
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return False
    host = parts.hostname or ""
    named = HOST.fullmatch(host) is not None and not host.replace(".", "").isdigit()
    whole = parts.scheme in ("http", "https") and "@" not in parts.netloc
    return whole and named and port != 0


def place_problems(town: str, postcode: str) -> list[Problem]:
    """What is missing for people to find a supplier near them."""
    return [] if town or postcode else [problem("supplier_without_place", "town")]
