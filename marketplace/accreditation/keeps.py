"""What this room keeps of a supplier, and until when."""

from marketplace.accreditation.models import (
    Accreditation,
    AccreditationChange,
    Application,
    Criterion,
    Evidence,
    Scheme,
    SchemeKind,
    SchemeVersion,
)
from marketplace.accreditation.rules import ApplicationState
from marketplace.core.retention import After, FileStore, Kept, Never, Part

PUBLIC = Never("it is public, and about nobody")

KEEPS = (
    Kept(Scheme, "Schemes", PUBLIC),
    Kept(SchemeKind, "Kinds in a scheme", PUBLIC),
    Kept(SchemeVersion, "Versions of a scheme", PUBLIC),
    Kept(Criterion, "Requirements of a scheme", PUBLIC),
    Kept(
        Application,
        "Applications for accreditation",
        Part(
            "supplier",
            last=("started_at", "submitted_at", "decided_at"),
            open=({"state": ApplicationState.SUBMITTED.value},),
        ),
        also=(
            After(
                "keep_refused_application",
                "decided_at",
                only={"state": ApplicationState.REFUSED.value},
            ),
            After(
                "keep_unsent_application",
                "started_at",
                only={"state": ApplicationState.DRAFT.value},
            ),
        ),
        council="authority",
    ),
    Kept(
        Evidence,
        "Evidence for accreditation, DBS outcomes among it",
        Part("application"),
        files=("file",),
    ),
    Kept(
        Accreditation,
        "Accreditations",
        Part("supplier", last=("valid_until",)),
    ),
    Kept(
        AccreditationChange,
        "What became of an accreditation",
        Part("accreditation", last=("changed_at",)),
    ),
)
STORES = (FileStore("evidence", "evidence that suppliers show", "records.jobs.purge_records"),)
