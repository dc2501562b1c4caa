"""What follows in the same transaction when a supplier is suspended or accredited again, and when an
uprating is to be done."""

from typing import Any

from marketplace.accounts.viewer import Viewer
from marketplace.accreditation.rules import AccreditationStatus
from marketplace.brokerage.actions import tell_of_suppliers
from marketplace.brokerage.jobs import carry_on
from marketplace.brokerage.rules import PlanNotice

KINDS = {
    AccreditationStatus.SUSPENDED: PlanNotice.SUPPLIER_SUSPENDED,
    AccreditationStatus.WITHDRAWN: PlanNotice.SUPPLIER_ENDED,
    AccreditationStatus.EXPIRED: PlanNotice.SUPPLIER_ENDED,
    AccreditationStatus.CURRENT: PlanNotice.SUPPLIER_BACK,
}


def accreditation_turned(
    *, supplier_ids: list[int], status: AccreditationStatus, by: Viewer, **_: Any
) -> None:
    """The brokers who planned with these suppliers are told."""
    tell_of_suppliers(by=by, kind=KINDS[status], supplier_ids=supplier_ids)


def queue_uprating(*, uprating_id: int, **_: Any) -> None:
    """Queue what is to be done; the job commits with the row that it is about."""
    carry_on.enqueue(uprating_id)
