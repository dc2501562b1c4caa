"""Schemes with the versions of what they ask, applications with evidence, and accreditations."""

from marketplace.accreditation.models.accreditations import (
    Accreditation,
    AccreditationChange,
    AccreditationQuerySet,
)
from marketplace.accreditation.models.applications import (
    Application,
    ApplicationQuerySet,
    Evidence,
    EvidenceQuerySet,
    evidence_path,
    private_storage,
)
from marketplace.accreditation.models.schemes import (
    Criterion,
    CriterionQuerySet,
    Scheme,
    SchemeKind,
    SchemeKindQuerySet,
    SchemeQuerySet,
    SchemeVersion,
    SchemeVersionQuerySet,
)

__all__ = [
    "Accreditation",
    "AccreditationChange",
    "AccreditationQuerySet",
    "Application",
    "ApplicationQuerySet",
    "Criterion",
    "CriterionQuerySet",
    "Evidence",
    "EvidenceQuerySet",
    "Scheme",
    "SchemeKind",
    "SchemeKindQuerySet",
    "SchemeQuerySet",
    "SchemeVersion",
    "SchemeVersionQuerySet",
    "evidence_path",
    "private_storage",
]
