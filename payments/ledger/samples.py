"""A council's closed period; sealing the ledger is the machine's, and moves nothing of anybody's."""

from typing import Any

from marketplace.accounts.rules import Role
from marketplace.accounts.samples import Side
from marketplace.core.dates import london_date
from marketplace.core.rooms import Samples
from payments.ledger.actions import close_period, seal_ledger
from payments.ledger.models import PeriodClose


def make(side: Side) -> None:
    """The days before the case began, closed by whichever side of the council came first."""
    closed = PeriodClose.objects.filter(authority=side.council).first()
    side.rows["period"] = closed or close_period(
        by=side.viewer(Role.FINANCE, days=1),
        authority_id=side.council.pk,
        last_day=london_date(side.at(-1)),
    )


def _seal(side: Side) -> dict[str, Any]:
    """A seal over what the later rooms posted for this side."""
    seals = seal_ledger(by=side.machine(days=60))
    own = [seal.pk for seal in seals if seal.authority_id == side.council.pk]
    return {"seal_id": own[0], "reason": "Planted"}


def _close(side: Side) -> dict[str, Any]:
    return {"authority_id": side.council.pk, "last_day": london_date(side.at(1))}


def _reopen(side: Side) -> dict[str, Any]:
    return {"close_id": side.rows["period"].pk, "reason": "Planted"}


SAMPLES = Samples(
    make=make,
    addresses={"ledger:reopen_period": lambda side: {"public_id": side.rows["period"].public_id}},
    calls={"examine_seal": _seal, "close_period": _close, "reopen_period": _reopen},
    for_anybody=frozenset({"seal_range"}),
    for_council=frozenset({"examine_seal", "close_period", "reopen_period"}),
)
