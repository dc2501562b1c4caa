"""How fast and how right money is, on statements that the caller makes; for the benchmark command.

Runs against the configured database, which must be migrated: every run gets a council of its own
and leaves it there. Nobody in it is real.
"""

import resource
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from time import perf_counter, process_time
from typing import Any

from django.db import connection, models, transaction
from django.urls import reverse

from marketplace.accounts.models import Authority, Membership, User
from marketplace.accounts.rules import Role
from marketplace.accounts.viewer import Viewer
from marketplace.brokerage.actions import (
    NewAgreement,
    NewFund,
    agree_budget,
    agree_terms,
    open_agreement,
    open_fund,
)
from marketplace.brokerage.models import (
    Outcome,
    PaymentAgreement,
    PlanItem,
    PlanItemOutcome,
    PlanItemTime,
    PlanLine,
    SupportPlan,
)
from marketplace.brokerage.rules import (
    MAY_AGREE_PAYMENTS,
    MAY_SET_BUDGETS,
    PLAN_TRANSITIONS,
    Amount,
    PayerKind,
    PaymentBasis,
    PaymentRoad,
    PaymentSchedule,
    PlanState,
    amount_of_times,
)
from marketplace.core.actors import SystemActor
from marketplace.core.models import AuditEvent
from marketplace.core.times import PlannedTime
from marketplace.core.transitions import move
from marketplace.core.triggers import drop
from marketplace.people.models import Person
from marketplace.tasks.models import Task
from marketplace.vocabulary.actions import write_statutory_frameworks
from marketplace.vocabulary.queries import statutory_terms
from marketplace.vocabulary.rules import OutcomesFor
from payments.cards.actions import import_statement, open_money_account
from payments.cards.models import MoneyAccount, ReceivedLine, StatementImport
from payments.cards.rules import MAY_IMPORT_MONEY
from payments.cards.signals import lines_received
from payments.ledger.models import Transfer
from payments.ledger.rules import MAY_POST_MONEY
from payments.ledger.triggers import guards, make_triggers
from payments.reconciliation.actions import MATCHER, match_lines, match_open_lines
from payments.reconciliation.models import Match, MatchPart, MoneyException
from payments.reconciliation.receivers import match_received
from payments.reconciliation.rules.duties import MAY_RECONCILE
from payments.reconciliation.rules.values import TargetKind

BANK = SystemActor(
    "bench",
    frozenset(
        {
            MAY_IMPORT_MONEY,
            MAY_POST_MONEY,
            MAY_RECONCILE,
            MAY_SET_BUDGETS,
            MAY_AGREE_PAYMENTS,
        }
    ),
)
SLUG = "bench"
Say = Callable[[str], None]
LEFT_BEHIND: tuple[type[models.Model], ...] = (
    ReceivedLine,
    Transfer,
    Match,
    MatchPart,
    MoneyException,
    Task,
    AuditEvent,
)


@dataclass(frozen=True, slots=True)
class MadeItem:
    """A plan item as approved: whom it pays, pence for one unit, how many, how often, and when."""

    payee: str
    price_pence: int
    unit: str
    quantity: int
    frequency: str
    times: Sequence[PlannedTime]


@dataclass(frozen=True, slots=True)
class MadeStatement:
    """One person's plan, what is paid in for it, and the CSV file that their bank writes.

    `weekly_pence` is the budget, all of it paid into the account every four weeks from `first`, the
    plan's first day. `truths` says of each line of the file what it is: the place of its plan item in `items`,
    "load", "contribution", or any other word for what only a person can tell.
    """

    weekly_pence: Mapping[PayerKind, int]
    items: Sequence[MadeItem]
    approved: datetime
    first: date
    file: bytes
    truths: Sequence[int | str]


@dataclass(slots=True)
class _Account:
    """A person's account, with the plan lines in their order and what became of the statement."""

    account: MoneyAccount
    plan_line_ids: Sequence[int]
    truths: Sequence[int | str]


@dataclass(slots=True)
class _Spent:
    """Seconds so far: of the clock in each part, of this process in both, and of it in matching alone."""

    import_s: float = 0.0
    match_s: float = 0.0
    cpu_s: float = 0.0
    match_cpu_s: float = 0.0


def measure(
    statements: Iterable[MadeStatement], lines: int, council: str, at: datetime, say: Say
) -> dict[str, float]:
    """Figures by name. `council` is the name that it pays under.

    `lines_per_s` counts lines imported, posted and matched in the time of all three, and
    `import_per_s` and `match_per_s` in the time of each part. `ratio_to_bulk_insert` is that time
    over the time of inserting exactly the rows left behind, in chunks; with `cpu`, in the processor
    time of this process, which other work on the machine does not stretch. `match_again_ratio` is matching
    all that is still open once more, over matching all of it first. `precision` is of the
    lines matched by rule, `recall` of the lines that have an answer in plan or budget.
    """
    # The first address that is worked out loads every page of the project; no line should pay for it.
    reverse("reconciliation:queue")
    say(f"making the plans behind {lines:,} lines")
    bench = _BenchCouncil.open(council)
    made = [(bench.account_of(statement), statement.file) for statement in statements]
    before = {model: _last_id(model) for model in LEFT_BEHIND}
    spent = _bring_all_in(made, at, lines, say)
    accounts = [account for account, _ in made]
    precision, recall = _rightness(accounts)
    peak = peak_mb()
    say("inserting the rows left behind once more, plainly")
    rows, bulk_s, bulk_cpu_s = _bulk_insert(before)
    say("matching what is open once more")
    again_s = _match_again(at)
    count = sum(len(account.truths) for account in accounts)
    both_s = spent.import_s + spent.match_s
    return {
        "lines": float(count),
        "lines_per_s": count / both_s,
        "lines_per_cpu_s": count / spent.cpu_s,
        "import_per_s": count / spent.import_s,
        "match_per_s": count / spent.match_s,
        "rows_left": float(rows),
        "rows_per_line": rows / count,
        "ratio_to_bulk_insert": both_s / bulk_s,
        "cpu_ratio_to_bulk_insert": spent.cpu_s / bulk_cpu_s,
        "match_again_ratio": again_s / spent.match_cpu_s,
        "precision": precision,
        "recall": recall,
        "peak_mb": peak,
    }


def peak_mb() -> float:
    """The most memory that this process has held so far."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1e6 if sys.platform == "darwin" else 1e3)


def _bring_all_in(
    made: Sequence[tuple[_Account, bytes]], at: datetime, lines: int, say: Say
) -> _Spent:
    spent, done, said = _Spent(), 0, 0
    was_connected = lines_received.disconnect(dispatch_uid="reconciliation_lines")
    try:
        for account, file in made:
            _bring_in(account.account, file, at, spent)
            done += len(account.truths)
            if done * 10 // lines > said:
                said = done * 10 // lines
                say(f"{done:,} of {lines:,} lines imported, posted and matched")
    finally:
        if was_connected:
            lines_received.connect(match_received, dispatch_uid="reconciliation_lines")
    return spent


def _match_again(at: datetime) -> float:
    """Seconds of this process to try again whatever is open in the database."""
    began = process_time()
    match_open_lines(by=Viewer.machine(MATCHER, at))
    return process_time() - began


def _last_id(model: type[models.Model]) -> int:
    found = model._default_manager.aggregate(last=models.Max("pk"))["last"]
    return int(found or 0)


def _bring_in(account: MoneyAccount, file: bytes, at: datetime, spent: _Spent) -> None:
    """Import and post a statement, then match it, and count the time of each."""
    cpu, began = process_time(), perf_counter()
    run: StatementImport = import_statement(
        by=Viewer.machine(BANK, at), account=account, data=file, filename="bench.csv"
    )
    imported, cpu_imported = perf_counter(), process_time()
    ids = list(ReceivedLine.objects.filter(statement_import=run).values_list("pk", flat=True))
    match_lines(by=Viewer.machine(MATCHER, at), line_ids=ids)
    spent.import_s += imported - began
    spent.match_s += perf_counter() - imported
    spent.cpu_s += process_time() - cpu
    spent.match_cpu_s += process_time() - cpu_imported


def _rightness(accounts: Sequence[_Account]) -> tuple[float, float]:
    """Precision and recall against the truth of each line, in the order of the files."""
    right = decided = answerable = 0
    for each in accounts:
        line_ids = ReceivedLine.objects.filter(account=each.account).order_by("pk")
        truths = dict(zip(line_ids.values_list("pk", flat=True), each.truths, strict=True))
        answers = {pk: _target_of(truth, each.plan_line_ids) for pk, truth in truths.items()}
        answerable += sum(answer is not None for answer in answers.values())
        found = Match.objects.active().filter(line__account=each.account)
        for line_id, (kind, target_id) in found.values_list("line", "features__target"):
            decided += 1
            said = (kind, target_id if kind == TargetKind.PLAN_LINE else None)
            right += answers[line_id] == said
    return right / max(decided, 1), right / max(answerable, 1)


def _target_of(truth: int | str, plan_line_ids: Sequence[int]) -> tuple[str, int | None] | None:
    if isinstance(truth, int):
        return (TargetKind.PLAN_LINE, plan_line_ids[truth])
    return (truth, None) if truth in {TargetKind.LOAD, TargetKind.CONTRIBUTION} else None


def _bulk_insert(before: dict[type[models.Model], int]) -> tuple[int, float, float]:
    """Rows left behind, and seconds by the clock and of this process to insert them again in chunks.

    All of it is rolled back.
    """
    rows, seconds, cpu = 0, 0.0, 0.0
    with transaction.atomic(), connection.cursor() as cursor:
        connection.disable_constraint_checking()
        drop(guards(connection.vendor), using=connection.alias)
        for model in LEFT_BEHIND:
            table, last = model._meta.db_table, before[model]
            kept = f"CREATE TEMP TABLE kept_{table} AS SELECT * FROM {table} WHERE id > {last}"  # noqa: S608
            cursor.execute(kept)
        for model in reversed(LEFT_BEHIND):
            model._default_manager.filter(pk__gt=before[model])._raw_delete("default")
        for model in LEFT_BEHIND:
            for chunk in _kept(model, before[model]):
                cpu_began, began = process_time(), perf_counter()
                model._default_manager.bulk_create(chunk, batch_size=500)
                seconds += perf_counter() - began
                cpu += process_time() - cpu_began
                rows += len(chunk)
        transaction.set_rollback(True)
    make_triggers()
    return rows, seconds, cpu


def _kept(model: type[models.Model], after: int) -> Iterator[list[models.Model]]:
    table = model._meta.db_table
    while chunk := list(
        model._default_manager.raw(
            f"SELECT * FROM kept_{table} WHERE id > %s ORDER BY id LIMIT 1000",  # noqa: S608
            [after],
        )
    ):
        yield chunk
        after = chunk[-1].pk


@dataclass(slots=True)
class _BenchCouncil:
    """A council of its own, and who wrote and approved its plans."""

    council: Authority
    author: User
    approver: User
    people: int = 0

    @classmethod
    def open(cls, name: str) -> "_BenchCouncil":
        slug = f"{SLUG}-{_last_id(Authority)}"
        council = Authority.objects.create(
            slug=slug,
            name=f"{name} Council",
            short_name=name,
            help_phone="01632 960 100",
            help_hours="weekdays",
            email=f"help@{slug}.example",
        )
        author = _user(council, Role.BROKER)
        by = Viewer.machine(BANK, author.date_joined, council)
        with transaction.atomic():
            write_statutory_frameworks(by=by, authority=council)
        return cls(council, author, _user(council, Role.APPROVER))

    def account_of(self, made: MadeStatement) -> _Account:
        """A person with an approved plan and an account, ready for their statement."""
        self.people += 1
        person = Person.objects.create(
            authority=self.council,
            name=f"Person {self.people}",
            date_of_birth=date(1950, 1, 1),
            contact_wish="Ring",
            registered_at=made.approved,
        )
        plan = self._sent_plan(person, made)
        items = _items(plan, made.items)
        self._approve(plan, made.approved)
        account = open_money_account(
            by=self._by(made),
            person=person,
            kind="bank",
            last4=f"{self.people % 10_000:04}",
            provider="statement",
            agreements=[self._agree(person, made)],
        )
        return _Account(account, [item.line_id for item in items], made.truths)

    def _by(self, made: MadeStatement) -> Viewer:
        return Viewer.machine(BANK, made.approved, self.council)

    def _agree(self, person: Person, made: MadeStatement) -> PaymentAgreement:
        """The person's funds, their budget, and the agreement that pays all of it in."""
        by = self._by(made)
        amounts = {}
        for kind, pence in made.weekly_pence.items():
            name = self.council.name if kind is PayerKind.COUNCIL else kind.label
            new_fund = NewFund(kind, name)
            fund = open_fund(by=by, person=person, new=new_fund, opened_date=made.first)
            amounts[fund] = Amount(pence)
        agree_budget(by=by, person=person, amounts=amounts, from_date=made.first)
        new = NewAgreement(
            PaymentRoad.BANK, PaymentBasis.NET, PaymentSchedule.FOUR_WEEKS, made.first
        )
        agreement = open_agreement(by=by, person=person, new=new)
        agree_terms(by=by, agreement=agreement, amounts=amounts, from_date=made.first)
        return agreement

    def _approve(self, plan: SupportPlan, at: datetime) -> None:
        with transaction.atomic():
            move(
                plan,
                PlanState.APPROVED,
                table=PLAN_TRANSITIONS,
                by=Viewer.machine(BANK, at, self.council),
                event="plan_approved",
                changes={"approved_at": at, "approved_by_id": self.approver.pk},
            )

    def _sent_plan(self, person: Person, made: MadeStatement) -> SupportPlan:
        return SupportPlan.objects.create(
            authority=self.council,
            person=person,
            author=self.author,
            state=PlanState.SUBMITTED,
            from_date=made.first,
            due_date=made.first + timedelta(days=28),
            created_at=made.approved,
            changed_at=made.approved,
            submitted_at=made.approved,
            submitted_by=self.author,
            person_agreed_date=made.approved.date(),
        )


def _user(council: Authority, role: Role) -> User:
    user = User.objects.create_user(f"{role}@{council.slug}.example", None, name=f"Bench {role}")
    Membership.objects.create(user=user, authority=council, role=role)
    return user


def _items(plan: SupportPlan, items: Sequence[MadeItem]) -> list[PlanItem]:
    outcome = Outcome.objects.create(
        plan=plan,
        position=1,
        words="Made up",
        term=statutory_terms(plan.authority_id, OutcomesFor.PERSON)[0],
        baseline=1,
        target=3,
    )
    made = PlanItem.objects.bulk_create(
        PlanItem(
            plan=plan,
            line=_line(plan),
            kind="off_market",
            title=item.payee,
            provider_name=item.payee,
            unit=item.unit,
            price_pence=item.price_pence,
            **_amount(item),
        )
        for item in items
    )
    PlanItemOutcome.objects.bulk_create(PlanItemOutcome(item=row, outcome=outcome) for row in made)
    PlanItemTime.objects.bulk_create(
        _time(row, one) for row, item in zip(made, items, strict=True) for one in item.times
    )
    return made


def _amount(item: MadeItem) -> dict[str, Any]:
    """How much how often: what its times come to, where they say so."""
    amount = amount_of_times(item.unit, tuple(item.times))
    quantity, frequency = amount or (Decimal(item.quantity), item.frequency)
    return {"quantity": quantity, "frequency": frequency}


def _line(plan: SupportPlan) -> PlanLine:
    return PlanLine.objects.create(
        authority=plan.authority, person=plan.person, opened_at=plan.created_at
    )


def _time(item: PlanItem, one: PlannedTime) -> PlanItemTime:
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
