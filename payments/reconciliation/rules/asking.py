"""Whether a finding is worth somebody's time: by what it is, and how closely a person's money is checked.

Source: Care and support statutory guidance asks for monitoring in proportion to need and risk.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from marketplace.core.labels import LabelledEnum
from payments.reconciliation.rules.exception_rule import FindingKind
from payments.reconciliation.rules.figures import LIGHT_FROM, LIGHT_SAMPLE

# By definition: coprime to a hundred, so that of any hundred numbers one after another just the percentage is taken.
STEP = 61


class Monitoring(LabelledEnum):
    """How closely a person's payments are checked, as somebody decided and gave a reason."""

    LIGHT = "light", "Light"
    USUAL = "usual", "Usual"
    CLOSE = "close", "Close"


@dataclass(frozen=True, slots=True)
class Asking:
    """How closely one person's money is checked, with the council's figures of the day."""

    level: Monitoring = Monitoring.USUAL
    from_pence: int = LIGHT_FROM.usual
    sample_percent: int = LIGHT_SAMPLE.usual

    @classmethod
    def of(cls, level: Monitoring, values: Mapping[str, int]) -> Self:
        """A level with a council's figures, by their keys."""
        return cls(level, values[LIGHT_FROM.key], values[LIGHT_SAMPLE.key])

    def makes_work(self, kind: FindingKind, *, pence: int, number: int) -> bool:
        """Whether somebody is to look. `number` is the row's own: the same row is always in the sample or
        always out of it."""
        if self.level is Monitoring.CLOSE or kind is FindingKind.CONCERN:
            return True
        if kind is FindingKind.INFORMATION:
            return False
        is_light = self.level is Monitoring.LIGHT
        return not is_light or abs(pence) >= self.from_pence or self._is_sampled(number)

    def _is_sampled(self, number: int) -> bool:
        return number * STEP % 100 < self.sample_percent
