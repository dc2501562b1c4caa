"""A broker who writes a plan, each change by its action."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from marketplace.accounts.models import User
from marketplace.brokerage.actions import add_item, add_outcome, answer_question
from marketplace.brokerage.models import PaymentAgreement, SupportPlan
from marketplace.brokerage.rules import CareActOutcome, Offer, Terms
from marketplace.core.times import PlannedTime
from marketplace.demo.load.viewers import viewer_as
from marketplace.generator.people import times_from


@dataclass(frozen=True)
class PlanWriter:
    """A broker who writes one plan at one instant; `first` is the day that its times count from."""

    by: User
    plan: SupportPlan
    at: datetime
    first: date

    def answer(self, number: int, text: str) -> None:
        answer_question(
            by=viewer_as(self.by, self.at, self.plan.authority),
            plan=self.plan,
            version=self.plan.version,
            question=number,
            text=text,
        )

    def add_outcome(self, words: str, area: CareActOutcome, baseline: int, target: int) -> int:
        """Add an outcome; answers its id."""
        return add_outcome(
            by=viewer_as(self.by, self.at, self.plan.authority),
            plan=self.plan,
            version=self.plan.version,
            words=words,
            area=area,
            baseline=baseline,
            target=target,
        ).pk

    def add_item(
        self,
        outcome_id: int,
        offer: Offer,
        terms: Terms,
        times: Iterable[PlannedTime] = (),
        agreement: PaymentAgreement | None = None,
    ) -> None:
        """Add what comes at these times, and which agreement pays it if one is named."""
        add_item(
            by=viewer_as(self.by, self.at, self.plan.authority),
            plan=self.plan,
            version=self.plan.version,
            outcome_id=outcome_id,
            offer=offer,
            terms=replace(
                terms,
                times=times_from(times, self.first),
                agreement_id=agreement.pk if agreement else None,
            ),
        )
