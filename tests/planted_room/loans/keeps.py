"""What this room keeps of a person, and until when."""

from marketplace.loans.models import Loan
from marketplace.loans.rules import LoanState

from marketplace.core.retention import Kept, Part

KEEPS = (
    Kept(
        Loan,
        "Things you have on loan",
        Part("person", last=("lent_at",), open=({"state": LoanState.LENT.value},)),
        shows={"thing": "Thing", "lent_at": "Lent", "collect_date": "We collect it"},
    ),
)
