"""A broker who writes a plan, each change by its action."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from marketplace.accounts.models import User
from marketplace.brokerage.actions import add_item, add_outcome, answer_question
from marketplace.brokerage.models import PaymentAgreement, SupportPlan
from marketplace.brokerage.rules import BudgetKind, Offer, Terms, outcomes_for
from marketplace.core.times import PlannedTime
from marketplace.demo.load.viewers import viewer_as
from marketplace.generator.people import times_from
from marketplace.vocabulary.queries import statutory_terms


@dataclass(frozen=True)
class WritingBroker:
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

    def add_outcome(self, words: str, code: str, baseline: int, target: int) -> int:
        """Add an outcome, under the code of one that the law names; answers its id."""
        terms = statutory_terms(self.plan.authority_id, outcomes_for(BudgetKind(self.plan.kind)))
        return add_outcome(
            by=viewer_as(self.by, self.at, self.plan.authority),
            plan=self.plan,
            version=self.plan.version,
            words=words,
            term_id=next(term.pk for term in terms if term.code == code),
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
        also: Iterable[int] = (),
    ) -> None:
        """Add what comes at these times, and which agreement pays it if one is named.

        `also` are ids of other outcomes that it is for.
        """
        add_item(
            by=viewer_as(self.by, self.at, self.plan.authority),
            plan=self.plan,
            version=self.plan.version,
            outcome_ids=[outcome_id, *also],
            offer=offer,
            terms=replace(
                terms,
                times=times_from(times, self.first),
                agreement_id=agreement.pk if agreement else None,
            ),
        )
