"""Plans of the proof: written, sent and approved by the product's actions, with days ahead or past."""

from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal
from uuid import uuid4

from marketplace.accounts.viewer import Viewer
from marketplace.brokerage import actions
from marketplace.brokerage.models import PlanAnswer, PlanItem, SupportPlan
from marketplace.brokerage.rules import Frequency, OffMarket, PlanEnd
from marketplace.brokerage.rules import Terms as Quantity
from marketplace.core.dates import WEEKDAYS
from marketplace.core.times import PlannedTime
from marketplace.listings.rules import PriceUnit
from tests.factories.brokerage import ALL_MET, ANSWERS, heard
from tests.factories.vocabulary import make_outcome_term
from tests.payments.reconciliation.proof.subject import CARE, Subject
from tests.payments.reconciliation.reference import facts

FREQUENCIES: dict[Frequency, facts.Frequency] = {
    Frequency.WEEK: "weekly",
    Frequency.FORTNIGHT: "fortnightly",
    Frequency.FOUR_WEEKS: "four-weekly",
    Frequency.MONTH: "monthly",
    Frequency.QUARTER: "quarterly",
    Frequency.YEAR: "yearly",
    Frequency.ONCE: "once",
}


@dataclass(frozen=True)
class Wanted:
    """One line of a plan as it is to be: which it is, at which price, how often, who pays it, its days."""

    key: int
    price: int
    quantity: Decimal = Decimal(1)
    frequency: Frequency = Frequency.WEEK
    weekdays: tuple[int, ...] = ()
    agreement: int | None = None
    first: date | None = None
    until: date | None = None

    @property
    def times(self) -> tuple[PlannedTime, ...]:
        """So many hours on each of its weekdays, from five o'clock."""
        minutes = int(self.quantity * 60)
        return tuple(
            PlannedTime(uuid4(), minutes, weekday=WEEKDAYS[day], start=time(17))
            for day in self.weekdays
        )


@dataclass
class Planner:
    """Plans of one person, and which plan line each wanted line is."""

    subject: Subject
    lines: dict[int, int] = field(default_factory=dict)

    def provider(self, key: int) -> str:
        """Whom a bank names for the line: no two are alike."""
        return f"{('Amara', 'Brecon', 'Colwyn', 'Dunmore', 'Elgar')[key % 5]} Support {key}"

    def approve(self, first: date, *wanted: Wanted) -> bool:
        """A plan of these lines from a day: written, sent, approved."""
        made: list[SupportPlan] = []
        known = dict(self.lines)
        done = self.subject.tried(lambda: made.append(self._approve(first, wanted)))
        if done:
            self.subject.told.record(
                facts.Plan(
                    recorded=self.subject.today,
                    starts=first,
                    lines=tuple(self._told(each, first) for each in wanted),
                )
            )
        else:
            self.lines = known
        return done

    def end(self, day: date) -> bool:
        subject = self.subject

        def step() -> None:
            actions.end_plan(
                by=subject.office,
                person=subject.person,
                kind=CARE,
                day=day,
                reason=PlanEnd.MOVED,
            )

        if done := subject.tried(step):
            subject.told.record(facts.Ending(recorded=subject.today, chain=("plan", CARE), day=day))
        return done

    def _told(self, wanted: Wanted, first: date) -> facts.Line:
        quantity, days = int(wanted.quantity * 100), wanted.weekdays
        return facts.Line(
            number=self.lines[wanted.key],
            price=wanted.price,
            quantity=quantity * max(1, len(days)),
            frequency="weekly" if days else FREQUENCIES[wanted.frequency],
            times={days[0]: quantity} if len(days) == 1 else {},
            agreement=self._agreement(wanted),
            starts=wanted.first or first,
            until=wanted.until,
        )

    def _agreement(self, wanted: Wanted) -> int | None:
        agreements = self.subject.agreements
        if wanted.agreement is None:
            return None
        return agreements[wanted.agreement % len(agreements)].pk

    def _approve(self, first: date, wanted: tuple[Wanted, ...]) -> SupportPlan:
        subject, staff = self.subject, self.subject.staff
        broker = Viewer.of(staff.broker, staff.council, subject.at)
        plan = actions.start_plan(by=broker, person=subject.person)
        self._answer(plan)
        outcome = plan.outcomes.first() or actions.add_outcome(
            by=broker,
            plan=plan,
            version=plan.version,
            words="Choir again",
            term_id=make_outcome_term("relationships", subject.staff.council).pk,
            baseline=1,
            target=4,
        )
        copied = {item.line_id: item for item in plan.items.all()}
        kept = {self.lines[each.key] for each in wanted if each.key in self.lines}
        for line_id, item in copied.items():
            if line_id not in kept:
                actions.remove_item(by=broker, plan=plan, version=plan.version, item_id=item.pk)
        for each in wanted:
            self._write(broker, plan, outcome.pk, copied.get(self.lines.get(each.key, 0)), each)
        said = heard(subject.today)
        actions.note_consent(by=broker, plan=plan, version=plan.version, given=said)
        actions.submit_plan(by=broker, plan=plan, version=plan.version, from_date=first)
        manager = Viewer.of(staff.manager, staff.council, subject.at)
        actions.approve_plan(by=manager, plan=plan, version=plan.version, verdicts=ALL_MET)
        return plan

    def _answer(self, plan: SupportPlan) -> None:
        """The words are of no matter here, so they are written at once."""
        answered = set(plan.answers.values_list("question", flat=True))
        PlanAnswer.objects.bulk_create(
            PlanAnswer(plan=plan, question=number, text=text)
            for number, text in ANSWERS.items()
            if number not in answered
        )

    def _write(
        self, by: Viewer, plan: SupportPlan, outcome_id: int, item: PlanItem | None, wanted: Wanted
    ) -> None:
        change = {
            "by": by,
            "plan": plan,
            "version": plan.version,
            "offer": OffMarket("Support", self.provider(wanted.key), PriceUnit.HOUR, wanted.price),
            "terms": Quantity(
                wanted.quantity,
                wanted.frequency,
                times=wanted.times,
                agreement_id=self._agreement(wanted),
                from_date=wanted.first,
                until_date=wanted.until,
            ),
        }
        if item is not None:
            actions.change_item(item_id=item.pk, **change)
        else:
            made = actions.add_item(outcome_ids=[outcome_id], **change)
            self.lines[wanted.key] = made.line_id
