"""Two things on loan to the person."""

from typing import Any

from marketplace.loans.actions import lend

from marketplace.accounts.rules import Role
from marketplace.accounts.samples import Side
from marketplace.core.rooms import Samples


def make(side: Side) -> None:
    broker, person = side.viewer(Role.BROKER, days=20), side.rows["person"]
    for thing in ("Walking frame", "Bath board"):
        side.rows["loan"] = lend(by=broker, person=person, thing=thing, days=28)


def _loan(side: Side) -> dict[str, Any]:
    return {"public_id": side.rows["loan"].public_id}


SAMPLES = Samples(
    make=make,
    addresses={"loans:loan": _loan, "loans:collect": _loan},
    about_people=True,
    about_nobody=frozenset({"loans:settings"}),
    calls={
        "lend": lambda side: {"person": side.rows["person"], "thing": "Rail", "days": 7},
        "collect_loan": lambda side: {"loan_id": side.rows["loan"].pk},
    },
)
