"""How a room says whether it is well: its checks, what they find, and their figures.

Everything here may be shown to strangers but the sentences, which are for whoever runs the site.
None of it says a name, an address or an id.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum


class Weight(StrEnum):
    """What it means when a check is not well.

    STOPS: the site cannot serve, and a load balancer should send visitors elsewhere. WARNS: it
    serves, and somebody must look. SET_UP: only `manage.py doctor` asks, once something was changed.
    """

    STOPS = "stops"
    WARNS = "warns"
    SET_UP = "set up"


@dataclass(frozen=True)
class Gauge:
    """A figure as it is now, in the unit that its name ends with; `labels` are of a bounded set."""

    name: str
    value: float
    meaning: str
    labels: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class HealthFinding:
    """What a check found, in a sentence; and what to do, where it is not well."""

    is_well: bool
    sentence: str
    to_do: str = ""
    gauges: tuple[Gauge, ...] = ()


@dataclass(frozen=True)
class HealthCheck:
    """One thing that must be well. `look` reads only, and may raise: that is a finding too.

    What it found is good for `valid_for`, however many ask meanwhile; after `seconds` nobody waits
    for it any longer.
    """

    name: str
    look: Callable[[datetime], HealthFinding]
    weight: Weight = Weight.WARNS
    valid_for: timedelta = timedelta(seconds=10)
    seconds: float = 3.0
