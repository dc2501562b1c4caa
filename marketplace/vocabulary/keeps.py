"""What this room keeps, and until when."""

from marketplace.core.retention import Kept, Never
from marketplace.vocabulary.models import Place, Term

PUBLIC = Never("it is public, and about nobody")

KEEPS = (Kept(Term, "Words to search by", PUBLIC), Kept(Place, "Places", PUBLIC))
