"""What this room keeps, and until when. A copy that a person asks for has none of it."""

from marketplace.core.retention import After, Kept, Never, Part
from marketplace.safeguarding.models import (
    ConcernKeptFrom,
    ConcernLink,
    ConcernNote,
    ConcernPhones,
    SafeguardingConcern,
)

#: UK GDPR, Art 15(4), and Data Protection Act 2018, Sch 3 para 5: what others said in confidence, and
#: what would bring serious harm if it was told. An officer reads it first and gives what can be given.
GIVEN_BY_HAND = "an officer reads it first, and gives what brings nobody harm"

KEEPS = (
    Kept(
        SafeguardingConcern,
        "Safeguarding concerns",
        # While it is worked on, the record of its person is not over either.
        Part("person", last=("raised_at", "ended_at"), open=({"ended_at": None},)),
        also=(After("keep_concern", "ended_at"),),
        left_out=GIVEN_BY_HAND,
        council="authority",
    ),
    Kept(ConcernLink, "What concerns are about", Part("concern"), left_out=GIVEN_BY_HAND),
    Kept(ConcernKeptFrom, "Who may not see a concern", Part("concern"), left_out=GIVEN_BY_HAND),
    Kept(ConcernNote, "Notes on concerns", Part("concern"), left_out=GIVEN_BY_HAND),
    Kept(ConcernPhones, "Phone numbers for concerns", Never("it is about nobody")),
)
