"""What accredits a listing, and what the council looked at before."""

from dataclasses import dataclass
from datetime import date

from marketplace.accreditation.models import Accreditation, Evidence
from marketplace.accreditation.rules import EvidenceState
from marketplace.core.dates import london_date
from marketplace.listings.models import Listing


@dataclass(frozen=True)
class AcceptedCheck:
    """One thing that the council looked at before it accredited, and the day it did."""

    question: str
    judged: date


def accreditation_of(listing: Listing) -> Accreditation | None:
    """The one in force that lasts longest, of a listing that was read with its public facts."""
    return next(iter(listing.supplier.accreditations.all()), None)


def checks_behind(accreditation: Accreditation | None) -> list[AcceptedCheck]:
    """What the council accepted before it accredited, without what was shown to it. One query."""
    if accreditation is None or accreditation.application_id is None:
        return []
    accepted = Evidence.objects.filter(
        application_id=accreditation.application_id,
        state=EvidenceState.ACCEPTED,
        judged_at__isnull=False,
    )
    rows = accepted.order_by("criterion__position", "pk").values_list(
        "criterion__question", "judged_at"
    )
    return [AcceptedCheck(question, london_date(at)) for question, at in rows if at]
