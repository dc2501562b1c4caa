"""What this room keeps, and until when."""

from marketplace.core.retention import Kept, Never
from marketplace.vocabulary.models import (
    Outcode,
    OutcomeFramework,
    OutcomeTerm,
    Place,
    PlaceLoad,
    Postcode,
    Settlement,
    Term,
)

PUBLIC = Never("it is public, and about nobody")

KEEPS = (
    Kept(Term, "Words to search by", PUBLIC),
    Kept(Place, "The council’s own names for places", PUBLIC),
    Kept(Postcode, "Postcodes", PUBLIC),
    Kept(Outcode, "First halves of postcodes", PUBLIC),
    Kept(Settlement, "Towns and villages", PUBLIC),
    Kept(PlaceLoad, "Lists of places that were read", PUBLIC),
    Kept(OutcomeFramework, "Outcome frameworks", PUBLIC),
    Kept(OutcomeTerm, "Outcomes of a framework", PUBLIC),
)
