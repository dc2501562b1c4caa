"""How the funds of one agreement share what is paid out of the account that it pays into."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from marketplace.brokerage.rules.funding import FundingSegment, FundPart
from marketplace.core.pence import split_pence

#: By definition: thousandths in a whole.
WHOLE = 1000


class ShareRule(IntEnum):
    """How funds of one mix share, as a council's figure holds it."""

    IN_PROPORTION = 0
    CONTRIBUTION_FIRST = 1


class Pays(StrEnum):
    """Of what a fund of an agreement pays its share."""

    EACH = "each"
    FIRST = "first"
    REST = "rest"
    NAMED = "named"
    INVOICED = "invoiced"


@dataclass(frozen=True, slots=True)
class FundShare:
    """How one fund of an agreement pays, and how many thousandths; none where that depends on the day."""

    part: FundPart
    pays: Pays
    thousandths: int = 0

    @property
    def percent(self) -> str:
        """Like "70.4%"; a whole number without its nought."""
        whole, tenth = divmod(self.thousandths, 10)
        return f"{whole}.{tenth}%" if tenth else f"{whole}%"


def fund_shares(segment: FundingSegment, rule: ShareRule) -> tuple[FundShare, ...]:
    """How each fund of an agreement pays while its terms hold, in the order of the funds."""
    weekly = [p for p in segment.paid_in if p.weekly_pence and not p.is_top_up]
    own = [part for part in weekly if part.is_contribution]
    first = rule is ShareRule.CONTRIBUTION_FIRST and 0 < len(own) < len(weekly)
    sharing = [part for part in weekly if not (first and part.is_contribution)]
    thousandths = _thousandths(sharing)
    return tuple(
        FundShare(
            part, _pays(part, segment, sharing, first=first), thousandths.get(part.fund_id, 0)
        )
        for part in segment.parts
    )


def _thousandths(parts: Sequence[FundPart]) -> dict[int, int]:
    if not parts:
        return {}
    split = split_pence(WHOLE, [part.weekly_pence for part in parts])
    return {part.fund_id: share for part, share in zip(parts, split, strict=True)}


def _pays(
    part: FundPart, segment: FundingSegment, sharing: Sequence[FundPart], *, first: bool
) -> Pays:
    if part not in segment.paid_in:
        return Pays.INVOICED
    if part in sharing:
        return Pays.REST if first else Pays.EACH
    return Pays.FIRST if first and part.is_contribution else Pays.NAMED
