"""Plans and their money, for the walks over every room."""

from marketplace.brokerage.samples.addresses import ADDRESSES
from marketplace.brokerage.samples.calls import CALLS, FOR_COUNCIL
from marketplace.brokerage.samples.rows import make
from marketplace.core.rooms import Samples

SAMPLES = Samples(
    make=make,
    addresses=ADDRESSES,
    about_people=True,
    about_nobody=frozenset(
        {
            "brokerage:upratings",
            "brokerage:new_uprating",
            "brokerage:undo_uprating",
            # A manager reads names there only while they may still see the plan.
            "brokerage:decided_by_me",
        }
    ),
    calls=CALLS,
    for_council=FOR_COUNCIL,
)
