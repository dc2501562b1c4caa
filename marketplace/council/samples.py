"""How a council's figure is set."""

from typing import Any

from marketplace.accounts.samples import Side
from marketplace.core.rooms import Samples


def _figure(side: Side) -> dict[str, Any]:
    return {
        "authority": side.council,
        "key": "any",
        "value": 1,
        "from_date": side.began.date(),
        "source": "The council",
    }


SAMPLES = Samples(calls={"set_figure": _figure}, for_council=frozenset({"set_figure"}))
