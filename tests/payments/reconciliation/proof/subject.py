"""One person of the proof: each step is an action of the product, and the reference is told of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import transaction

from marketplace.accounts.viewer import Viewer
from marketplace.brokerage import actions
from marketplace.brokerage.models import Fund, Pause, PaymentAgreement
from marketplace.brokerage.rules import (
    Amount,
    PauseReason,
    PayerKind,
    PaymentBasis,
    PaymentRoad,
    PaymentSchedule,
    PlanEnd,
    Programme,
)
from marketplace.core.dates import london_date
from marketplace.core.errors import DomainError
from marketplace.people.models import Person
from payments.cards.actions import open_money_account
from payments.cards.models import MoneyAccount
from tests.factories.people import make_person
from tests.payments.reconciliation.proof.staff import OFFICE, Staff
from tests.payments.reconciliation.proof.told import Told
from tests.payments.reconciliation.reference import facts

#: Pence a week and once, by the name of the fund.
Sums = Mapping[str, tuple[int, int]]
EVERY: Mapping[PaymentSchedule, facts.Every] = {
    PaymentSchedule.WEEK: 7,
    PaymentSchedule.FORTNIGHT: 14,
    PaymentSchedule.FOUR_WEEKS: 28,
    PaymentSchedule.MONTH: "month",
}
FUNDS: Mapping[str, tuple[PayerKind, str, Programme]] = {
    "council": (PayerKind.COUNCIL, "Fernshire Council", Programme.SOCIAL_CARE),
    "aftercare": (PayerKind.NHS, "Fernshire NHS", Programme.AFTERCARE),
    "own": (PayerKind.PERSON, "The person", Programme.SOCIAL_CARE),
    "top-up": (PayerKind.THIRD_PARTY, "Her daughter", Programme.SOCIAL_CARE),
}


@dataclass
class Subject:
    """The person, what was made of theirs, and the moment at which the next step is recorded."""

    staff: Staff
    person: Person
    at: datetime
    funds: dict[str, Fund] = field(default_factory=dict)
    agreements: list[PaymentAgreement] = field(default_factory=list)
    pauses: list[Pause] = field(default_factory=list)
    account: MoneyAccount = None  # type: ignore[assignment]
    told: Told = None  # type: ignore[assignment]
    refused: list[str] = field(default_factory=list)

    @property
    def today(self) -> date:
        return london_date(self.at)

    @property
    def office(self) -> Viewer:
        return Viewer.machine(OFFICE, self.at, self.staff.council)

    def later(self, days: int = 0, minutes: int = 1) -> None:
        """Let time pass: no two steps have one moment."""
        self.at += timedelta(days=days, minutes=minutes)

    def tried(self, step: Callable[[], object]) -> bool:
        """Take a step whole, unless the product refuses it. Says whether it was taken."""
        try:
            with transaction.atomic():
                step()
        except DomainError as refusal:
            self.refused += refusal.codes
            return False
        return True

    def amounts(self, sums: Sums) -> dict[Fund, Amount]:
        return {self.funds[name]: Amount(*pence) for name, pence in sums.items() if any(pence)}

    def said(self, sums: Sums, which: int) -> dict[int, int]:
        return {self.funds[n].pk: pence[which] for n, pence in sums.items() if pence[which]}

    def agree_budget(self, sums: Sums, first: date, until: date | None = None) -> bool:
        def step() -> None:
            actions.agree_budget(
                by=self.office,
                person=self.person,
                amounts=self.amounts(sums),
                from_date=first,
                until_date=until,
            )

        if done := self.tried(step):
            self.told.record(
                facts.Budget(
                    recorded=self.today,
                    starts=first,
                    until=until,
                    weekly=self.said(sums, 0),
                    one_off=self.said(sums, 1),
                )
            )
        return done

    def end_budget(self, day: date) -> bool:
        def step() -> None:
            actions.end_budget(
                by=self.office, person=self.person, kind=CARE, day=day, reason=PlanEnd.NOT_WANTED
            )

        return self._ended(step, ("budget", "care"), day)

    def agree_terms(
        self, agreement: PaymentAgreement, sums: Sums, first: date, until: date | None = None
    ) -> bool:
        def step() -> None:
            actions.agree_terms(
                by=self.office,
                agreement=agreement,
                amounts=self.amounts(sums),
                from_date=first,
                until_date=until,
            )

        if done := self.tried(step):
            self.told.record(
                facts.Terms(
                    recorded=self.today,
                    agreement=agreement.pk,
                    starts=first,
                    until=until,
                    weekly=self.said(sums, 0),
                    one_off=self.said(sums, 1),
                )
            )
        return done

    def end_agreement(self, agreement: PaymentAgreement, day: date) -> bool:
        def step() -> None:
            actions.end_agreement(by=self.office, agreement=agreement, day=day)

        return self._ended(step, ("terms", agreement.pk), day)

    def _ended(self, step: Callable[[], object], chain: facts.Chain, day: date) -> bool:
        if done := self.tried(step):
            self.told.record(facts.Ending(recorded=self.today, chain=chain, day=day))
        return done

    def pause(self, first: date, until: date | None) -> bool:
        def step() -> None:
            pause = actions.pause_support(
                by=self.office,
                person=self.person,
                reason=PauseReason.HOSPITAL,
                from_date=first,
                until_date=until,
            )
            self.pauses.append(pause)

        if done := self.tried(step):
            self._tell_pause(self.pauses[-1].pk, first, until)
        return done

    def end_pause(self, which: int, until: date | None) -> bool:
        """Say until when a pause was; None for never."""
        if not self.pauses:
            return False
        number = which % len(self.pauses)
        pause = self.pauses[number]
        again: list[Pause | None] = []
        done = self.tried(
            lambda: again.append(actions.end_pause(by=self.office, pause=pause, until_date=until))
        )
        if done:
            self._tell_pause(pause.pk, pause.from_date, pause.from_date)
            if new := again[-1]:
                self._tell_pause(new.pk, new.from_date, new.until_date)
            self.pauses[number : number + 1] = [new] if new else []
        return done

    def _tell_pause(self, number: int, first: date, until: date | None) -> None:
        self.told.record(facts.Pause(recorded=self.today, number=number, starts=first, until=until))


@dataclass(frozen=True)
class NewRoad:
    """How one agreement of a person pays into their account."""

    schedule: PaymentSchedule = PaymentSchedule.FOUR_WEEKS
    first_payment: date = date(2027, 4, 5)
    net: bool = True
    holder: str = ""


def make_subject(staff: Staff, at: datetime, *roads: NewRoad, name: str = "") -> Subject:
    """A person with four funds, and agreements that pay into one card account, without terms yet."""
    person = make_person(authority=staff.council, **({"name": name} if name else {}))
    subject = Subject(staff, person, at)
    actions.allocate_broker(by=subject.office, person=person, broker=staff.broker)
    for fund, (kind, payer, programme) in FUNDS.items():
        subject.funds[fund] = actions.open_fund(
            by=subject.office,
            person=person,
            new=actions.NewFund(kind, payer, programme),
            opened_date=subject.today,
        )
    for road in roads:
        basis = PaymentBasis.NET if road.net else PaymentBasis.GROSS
        by = PaymentRoad.MANAGED_ACCOUNT if road.holder else PaymentRoad.CARD
        new = actions.NewAgreement(by, basis, road.schedule, road.first_payment, None, road.holder)
        subject.agreements.append(actions.open_agreement(by=subject.office, person=person, new=new))
    subject.account = open_money_account(
        by=subject.office,
        person=person,
        kind="card",
        last4="4471",
        provider="statement",
        agreements=subject.agreements,
    )
    subject.told = _told(subject, roads)
    subject.later()
    return subject


def _told(subject: Subject, roads: tuple[NewRoad, ...]) -> Told:
    told = Told(str(subject.account.pk))
    for name, fund in subject.funds.items():
        kinds: dict[str, facts.FundKind] = {"own": "own", "top-up": "top-up"}
        told.record(
            facts.Fund(
                recorded=subject.today,
                number=fund.pk,
                payer=name,
                programme=fund.programme,
                kind=kinds.get(name, "payer"),
            )
        )
    for agreement, road in zip(subject.agreements, roads, strict=True):
        told.record(
            facts.Agreement(
                recorded=subject.today,
                number=agreement.pk,
                account=told.account,
                net=road.net,
                first_payment=road.first_payment,
                every=EVERY[road.schedule],
            )
        )
    return told


CARE = "care"
