"""How a page of a plan loads it, and what every such page shows of the person."""

from enum import StrEnum
from uuid import UUID

from django.http import HttpRequest

from marketplace.accounts.requests import viewer_of
from marketplace.brokerage.actions import open_plan
from marketplace.brokerage.models import SupportPlan


def load_plan(request: HttpRequest, public_id: UUID, purpose: StrEnum) -> SupportPlan:
    """The plan, if this user may see it in this council; else NotVisible. Writes the read log."""
    return open_plan(by=viewer_of(request), public_id=public_id, purpose=purpose)
