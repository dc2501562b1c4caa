"""The accreditation schemes that a new council begins with, and what each asks."""

from collections.abc import Mapping
from dataclasses import dataclass

from marketplace.accreditation.rules import EvidenceKind, Requirement
from marketplace.suppliers.rules import SupplierKind


@dataclass(frozen=True)
class StarterScheme:
    """A scheme, the kinds of supplier that it covers, and for each kind what it asks, in order.

    The council's short name goes before `name`.
    """

    code: str
    name: str
    summary: str
    criteria: Mapping[SupplierKind, tuple[Requirement, ...]]


_INSURANCE = Requirement(
    "Are you insured?",
    "Public and, if you employ anybody, employer’s liability.",
    EvidenceKind.INSURANCE,
    months=12,
)
_SAFEGUARDING = Requirement(
    "Do you know how to keep people safe?",
    "A safeguarding course in the last three years.",
    EvidenceKind.TRAINING,
    months=36,
)
_PROVIDER = (
    Requirement(
        "Are you registered with the Care Quality Commission?",
        "Your location’s registration.",
        EvidenceKind.REGISTRATION,
    ),
    _INSURANCE,
    Requirement(
        "Have your staff been checked?",
        "How many DBS checks are in date, and who looked.",
        EvidenceKind.DBS_OUTCOME,
        months=36,
    ),
    _SAFEGUARDING,
    Requirement(
        "How do you deal with complaints?",
        "Your complaints policy.",
        EvidenceKind.POLICY,
        is_mandatory=False,
    ),
)
_COMMUNITY = (
    _INSURANCE,
    _SAFEGUARDING,
    Requirement("Who speaks well of you?", "Two references.", EvidenceKind.REFERENCE, references=2),
)
SCHEMES = (
    StarterScheme(
        "provider-standard",
        "Provider Standard",
        "For organisations that support people at home, by day or in a care home.",
        {
            SupplierKind.HOME_CARE: _PROVIDER,
            SupplierKind.CARE_HOME: _PROVIDER,
            SupplierKind.DAY_SERVICE: _COMMUNITY,
            SupplierKind.COMMUNITY: _COMMUNITY,
            SupplierKind.TRANSPORT: (
                *_COMMUNITY,
                Requirement(
                    "Are your drivers insured to carry people?",
                    "",
                    EvidenceKind.INSURANCE,
                    months=12,
                ),
            ),
        },
    ),
    StarterScheme(
        "support-with-confidence",
        "Support with Confidence",
        "For personal assistants who work for themselves or for the person they support.",
        {
            SupplierKind.PERSONAL_ASSISTANT: (
                Requirement(
                    "Who are you?", "A passport or driving licence.", EvidenceKind.CERTIFICATE
                ),
                Requirement(
                    "Have you been checked?",
                    "An enhanced DBS check: level, number and date. We keep the outcome only.",
                    EvidenceKind.DBS_OUTCOME,
                    months=36,
                ),
                Requirement(
                    "Who speaks well of you?",
                    "Two references, one from care.",
                    EvidenceKind.REFERENCE,
                    references=2,
                    from_care=1,
                ),
                _INSURANCE,
                Requirement(
                    "What have you been trained in?",
                    "",
                    EvidenceKind.TRAINING,
                    months=36,
                    is_mandatory=False,
                ),
            )
        },
    ),
    StarterScheme(
        "trusted-retailer",
        "Trusted Retailer",
        "For shops that sell equipment for daily living and know how to advise on it.",
        {
            SupplierKind.EQUIPMENT_RETAILER: (
                Requirement(
                    "Are your staff trained to advise?",
                    "At least one trusted assessor in each shop.",
                    EvidenceKind.TRAINING,
                    months=36,
                ),
                _INSURANCE,
                Requirement(
                    "What if it does not suit?", "Your returns policy.", EvidenceKind.POLICY
                ),
            )
        },
    ),
)
