"""What a person's payment agreements say, as pages show them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from marketplace.brokerage.models import Fund, PaymentAgreement
from marketplace.brokerage.queries.funding import funding
from marketplace.brokerage.rules import (
    SHARE_RULE,
    FundingSegment,
    FundShare,
    Pays,
    ShareRule,
    fund_shares,
)
from marketplace.core.periods import Period
from marketplace.council.queries import figure


@dataclass(frozen=True)
class NamedShare:
    """How one fund of an agreement pays, by the name that staff know it by."""

    label: str
    share: FundShare

    @property
    def weekly_pence(self) -> int:
        return self.share.part.weekly_pence

    @property
    def one_off_pence(self) -> int:
        return self.share.part.one_off_pence


@dataclass(frozen=True)
class AgreedTerms:
    """The days in which one agreement pays the same, and how each of its funds pays.

    `holder` is who holds a managed account, else nobody.
    """

    segment: FundingSegment
    holder: str
    shares: tuple[NamedShare, ...]

    @property
    def way(self) -> Pays | None:
        """What the sentence is about that says how they share; None where one fund pays alone."""
        pays = [share.share.pays for share in self.shares]
        if Pays.FIRST in pays:
            return Pays.FIRST
        if pays.count(Pays.EACH) > 1:
            return Pays.EACH
        return None if Pays.EACH in pays else Pays.NAMED

    @property
    def has_one_off(self) -> bool:
        return any(share.one_off_pence for share in self.shares)


def agreed_terms(person_id: int, authority_id: int, on: date) -> tuple[AgreedTerms, ...]:
    """What is agreed to be paid for a person from a day on, by whichever road. Seven queries."""
    rule = ShareRule(figure(authority_id, SHARE_RULE.key, on))
    segments = funding([person_id], Period(on))[person_id]
    return terms_of(segments, lambda _segment: rule)


def terms_of(
    segments: Iterable[FundingSegment], rule_of: Callable[[FundingSegment], ShareRule]
) -> tuple[AgreedTerms, ...]:
    """Segments with the names of their funds and of who holds the account. Two queries."""
    segments = sorted(segments, key=lambda each: (each.agreement_id, each.first))
    fund_ids = {part.fund_id for segment in segments for part in segment.parts}
    funds = Fund.objects.select_related("payer").in_bulk(fund_ids)
    agreements = PaymentAgreement.objects.select_related("holder").in_bulk(
        {segment.agreement_id for segment in segments}
    )
    return tuple(
        AgreedTerms(
            segment,
            holder.name if (holder := agreements[segment.agreement_id].holder) else "",
            tuple(
                NamedShare(funds[share.part.fund_id].label, share)
                for share in fund_shares(segment, rule_of(segment))
            ),
        )
        for segment in segments
    )
