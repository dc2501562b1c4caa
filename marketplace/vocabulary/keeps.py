"""What this room keeps, and until when."""

from marketplace.core.retention import Kept, Never
from marketplace.vocabulary.models import Outcode, Place, PlaceLoad, Postcode, Settlement, Term

PUBLIC = Never("it is public, and about nobody")

KEEPS = (
    Kept(Term, "Words to search by", PUBLIC),
    Kept(Place, "Places", PUBLIC),
    Kept(Postcode, "Postcodes", PUBLIC),
    Kept(Outcode, "First halves of postcodes", PUBLIC),
    Kept(Settlement, "Towns and villages", PUBLIC),
    Kept(PlaceLoad, "Lists of places that were read", PUBLIC),
)
