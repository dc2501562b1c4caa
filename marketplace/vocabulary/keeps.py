"""What this room keeps, and until when."""

from marketplace.core.retention import Kept, Never
from marketplace.vocabulary.models import OutcomeFramework, OutcomeTerm, Place, Term

PUBLIC = Never("it is public, and about nobody")

KEEPS = (
    Kept(Term, "Words to search by", PUBLIC),
    Kept(OutcomeFramework, "Outcome frameworks", PUBLIC),
    Kept(OutcomeTerm, "Outcomes of a framework", PUBLIC),
    Kept(Place, "Places", PUBLIC),
)
