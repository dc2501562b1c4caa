"""A broker who writes a plan, each change by its action."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from marketplace.accounts.models import User
from marketplace.brokerage.actions import add_item, add_outcome, answer_question
from marketplace.brokerage.models import PaymentAgreement, PlanItem, PlanItemTime, SupportPlan
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
        item = add_item(
            by=viewer_as(self.by, self.at, self.plan.authority),
            plan=self.plan,
            version=self.plan.version,
            outcome_id=outcome_id,
            offer=offer,
            terms=terms,
        )
        write_details(item, times_from(times, self.first), agreement)


def write_details(
    item: PlanItem, times: Iterable[PlannedTime], agreement: PaymentAgreement | None
) -> None:
    """An item's times, and which agreement pays it.

    Written as rows, of a plan that is a draft: the terms of `add_item` do not carry them yet.
    """
    PlanItemTime.objects.bulk_create(_row(item, one) for one in times)
    if agreement is not None:
        PlanItem.objects.filter(pk=item.pk).update(agreement=agreement)


def _row(item: PlanItem, one: PlannedTime) -> PlanItemTime:
    return PlanItemTime(
        item=item,
        public_id=one.uuid,
        weekday=one.weekday or "",
        on_date=one.on,
        start=one.start,
        minutes=one.minutes,
        workers=one.workers,
        every_weeks=one.every_weeks,
        counted_from=one.counted_from,
        term_time=one.term_time,
    )
