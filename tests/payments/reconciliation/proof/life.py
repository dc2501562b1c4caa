"""A year of one person: uprated in April, a new plan in June, in hospital in August, a contribution
backdated in October, moved away in November; paid in, spent and given back in between.

No two people are alike: everything follows from the person's number.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from marketplace.brokerage.rules import Frequency, PaymentSchedule
from payments.reconciliation.rules.values import TargetKind
from tests.payments.reconciliation.proof import paying, steps
from tests.payments.reconciliation.proof.staff import Staff
from tests.payments.reconciliation.proof.steps import Case, LineWords, Step
from tests.payments.reconciliation.proof.subject import NewRoad, Sums, make_subject
from tests.payments.reconciliation.reference.expected import expected_in

AGREED = date(2026, 12, 14)
FIRST, LAST = date(2027, 1, 1), date(2027, 12, 31)
ONE_DAY = timedelta(1)
SCHEDULES = tuple(PaymentSchedule)


@dataclass
class Life:
    """What happens to a person, day by day."""

    number: int
    case: Case
    events: dict[date, list[Step]] = field(default_factory=dict)

    @classmethod
    def of(cls, staff: Staff, number: int) -> "Life":
        """The person as they were agreed for in December, from a day in any part of a week."""
        begins = date(2026, 12, 28) + timedelta(number % 7)
        roads = [
            NewRoad(SCHEDULES[number % 4], begins - timedelta(number % 3), number % 5 != 0),
            NewRoad(SCHEDULES[number // 4 % 4], begins + timedelta(number % 5)),
        ]
        at = datetime.combine(AGREED, time(9), UTC)
        subject = make_subject(staff, at, *roads[: 2 if number % 2 else 1])
        life = cls(number, Case.of(subject))
        life.planned(begins)
        return life

    def days(self) -> Iterator[date]:
        """Live each day, from the agreement to the end of the year."""
        day = AGREED
        while day <= LAST:
            hour = 22 if self.number % 3 == 0 else 10
            self.case.subject.at = datetime.combine(day, time(hour, 5), UTC)
            if self.case.today != day:
                self.case.subject.at -= timedelta(hours=2)
            for step in self.events.get(day, []):
                self.case.subject.later()
                step.take(self.case)
                self.case.purse.follow()
            self.money(day)
            yield day
            day += ONE_DAY

    def on(self, day: date, *happening: Step) -> None:
        self.events.setdefault(day, []).extend(happening)

    def rates(self, part: float, own: int) -> Sums:
        council = round((14_000 + 133 * self.number) * part)
        funds = {"council": (council, 0), "own": (own, 0)}
        if self.number % 3 == 1:
            funds["aftercare"] = (round(3_331 * part), 0)
        return funds

    def planned(self, begins: date) -> None:
        """What is recorded when, and from which day it holds."""
        n = self.number
        april, june = date(2027, 4, 5) + timedelta(n % 3), date(2027, 6, 1) + timedelta(n % 9)
        august, november = (
            date(2027, 8, 2) + timedelta(n % 6),
            date(2027, 11, 8) + timedelta(n % 12),
        )
        self.on(
            AGREED,
            steps.SetRule(0, 0, n % 2),
            dated(steps.AgreeBudget, AGREED, begins, sums=self.rates(1.2, 4_000)),
            dated(steps.AgreeTerms, AGREED, begins, sums=self.rates(1, 4_000)),
            dated(steps.AgreeTerms, AGREED, begins, which=1, sums=self.beside())
            if n % 2
            else steps.Step(),
            dated(steps.ApprovePlan, AGREED, begins, lines=self.lines(1)),
        )
        recorded = date(2027, 3, 1) + timedelta(n % 20)
        self.on(
            recorded,
            dated(steps.AgreeBudget, recorded, april, sums=self.rates(1.24, 4_100)),
            dated(steps.AgreeTerms, recorded, april, sums=self.rates(1.034, 4_100)),
            dated(steps.ApprovePlan, recorded, april, lines=self.lines(1.03)),
        )
        recorded = june + timedelta(n % 31 - 20)
        self.on(recorded, dated(steps.ApprovePlan, recorded, june, lines=self.new_lines()))
        self.hospital(august, august + timedelta(9 + n % 10))
        recorded, since = date(2027, 10, 4) + timedelta(n % 16), date(2027, 7, 1) + timedelta(n)
        self.on(
            recorded,
            dated(steps.AgreeTerms, recorded, since, sums=self.rates(1, 4_100 + 50 * n)),
        )
        recorded = november + timedelta(n % 15 - 7)
        self.on(recorded, dated(steps.EndPlan, recorded, november))
        self.on(
            recorded,
            dated(steps.EndTerms, recorded, november),
            dated(steps.EndTerms, recorded, november, which=1) if n % 2 else steps.Step(),
        )

    def beside(self) -> Sums:
        if self.number % 4 == 3:
            return {"top-up": (2_500, 0)}
        return {"aftercare": (5_000 + self.number, 30_000 if self.number % 6 == 5 else 0)}

    def lines(self, part: float) -> tuple[LineWords, ...]:
        n = self.number
        return (
            LineWords(0, round(1_650 * part), "3", weekdays=((), (n % 7,), (), (0, 3))[n % 4]),
            LineWords(1, round(4_500 * part), "1", frequencies(n), agreement=n % 2),
            LineWords(2, 25_000, "1", Frequency.ONCE, first=20),
        )

    def new_lines(self) -> tuple[LineWords, ...]:
        n = self.number
        return (
            LineWords(0, 1_725, "2.5", agreement=(n + 1) % 2 if n % 4 else None),
            LineWords(3, 2_050, "2", Frequency.FORTNIGHT),
            LineWords(2, 25_000, "1", Frequency.ONCE),
        )

    def hospital(self, first: date, until: date) -> None:
        """Recorded on the day and ended when she comes home, or told of afterwards."""
        if self.number % 2:
            self.on(first, dated(steps.PauseAll, first, first))
            self.on(until, dated(steps.ChangePause, until, until))
        else:
            told = until + timedelta(5)
            days = (until - first).days
            self.on(told, dated(steps.PauseAll, told, first, length=days))

    def money(self, day: date) -> None:
        """What is paid in, spent and given back on a day."""
        self.paid_in(day)
        n, count = self.number, (day - AGREED).days
        happening: list[Step] = []
        if count % 7 == n % 7:
            late = 9 if count % 5 == 0 else n % 2
            happening.append(
                paying.SpendByRule(0, 0, late) if count % 3 else paying.Spend(0, 0, 4_950, late)
            )
        if count % 31 == n % 31:
            happening += [
                paying.Spend(0, None, 1_000 + 7 * count),
                paying.Spend(0, 1, 4_499 + n, 2),
            ]
        if count % 60 == 20 + n % 20:
            happening += [
                paying.Spend(0, 0, 3_001, 1, split=True),
                paying.Spend(0, 0, 777, left_open=True),
            ]
        if count % 45 == 30:
            happening += [paying.Spend(0, 1, 2_222), paying.GiveBack(0, n + count, 3)]
        if count % 90 == 70:
            happening.append(paying.Undo(0, n + count))
        if count % 90 == 75:
            happening.append(paying.MatchAgain(0, n, 0))
        for step in happening:
            self.case.subject.later()
            step.take(self.case)

    def paid_in(self, day: date) -> None:
        """Payers pay what is expected; the person pays a part late, and a third not at all."""
        subject = self.case.subject
        books = subject.told.books(day)
        due: dict[tuple[int, str], int] = {}
        for coming in expected_in(books, subject.told.account, day, day):
            key = (coming.agreement, books.funds[coming.fund].kind)
            due[key] = due.get(key, 0) + coming.pence
        for (agreement, kind), pence in due.items():
            which = [each.pk for each in subject.agreements].index(agreement)
            subject.later()
            if kind == "payer":
                paying.PayIn(0, which, pence, 0).take(self.case)
            elif kind == "top-up":
                paying.PayIn(0, which, pence, 0, TargetKind.FUND, "top-up").take(self.case)
            elif self.number % 3:
                paying.PayIn(0, which, pence, 3, TargetKind.CONTRIBUTION).take(self.case)


def dated(kind: Callable[..., Step], recorded: date, first: date, **facts: object) -> Step:
    """A step that is recorded on one day for another."""
    return kind(shift=(first - recorded).days, **facts)


def frequencies(number: int) -> Frequency:
    return (Frequency.MONTH, Frequency.FORTNIGHT, Frequency.FOUR_WEEKS, Frequency.QUARTER)[
        number % 4
    ]
