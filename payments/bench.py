"""How fast and how right money is, on statements made up from a seed; for the benchmark command.

Runs against the configured database, which must be migrated and may be filled: every size gets a
council of its own. Nobody in it is real.
"""

import resource
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from random import Random
from time import perf_counter

from django.db import connection, models, transaction
from django.urls import reverse

from marketplace.accounts.models import Authority, Membership, User
from marketplace.accounts.rules import Permission, Role
from marketplace.brokerage.models import (
    FundingStream,
    Outcome,
    PersonalBudget,
    PlanItem,
    SupportPlan,
)
from marketplace.brokerage.rules import CareActOutcome, Payer, PlanState
from marketplace.core.actors import SystemActor
from marketplace.core.models import AuditEvent
from marketplace.people.models import Person
from marketplace.tasks.models import Task
from payments.cards.actions import import_statement, open_money_account
from payments.cards.models import MoneyAccount, ReceivedLine, StatementImport
from payments.cards.signals import lines_received
from payments.gateway.statements.csv_mapping import CsvMapping
from payments.ledger.models import Transfer
from payments.ledger.triggers import guards, make_triggers
from payments.reconciliation.actions import MATCHER, match_lines
from payments.reconciliation.models import Match, MatchPart, MoneyException
from payments.reconciliation.receivers import match_received

START = date(2026, 3, 2)
APPROVED = datetime(2026, 3, 2, 9, tzinfo=UTC)
AT = datetime(2026, 9, 21, 9, 30, tzinfo=UTC)
WEEKS = 28
BANK = SystemActor("bench", frozenset({Permission.IMPORT_MONEY, Permission.RECONCILE}))
COLUMNS = CsvMapping(
    date="Date", amount="Amount", payee="Payee", description="Description", reference="Id"
)
LEFT_BEHIND: tuple[type[models.Model], ...] = (
    ReceivedLine,
    Transfer,
    Match,
    MatchPart,
    MoneyException,
    Task,
    AuditEvent,
)
#: Whom a plan pays, what one unit costs in pence, its name, how many a week, and on which day.
OFFERS = (
    ("Amara Obi", 1650, "hour", 3, "Wednesday"),
    ("Fernshire Community Cars", 450, "visit", 2, "Wednesday"),
    ("Lantern Lane Home Care Services", 1920, "visit", 5, "Monday to Friday"),
    ("Thistle Row Support", 2040, "session", 1, "Tuesday"),
    ("Thistle Down Crafts", 1200, "session", 1, "Thursday"),
    ("Otterbourne Day Centre", 5443, "session", 2, "Tuesday and Friday"),
)
SHOPS = ("GARDEN CTR", "CORNER SHOP", "STATION CAFE", "A O REPAIRS", "THISTLE INN", "LANTERN LTD")
#: Of a hundred planned payments, how many are late, part, dear, missed, doubled or refunded.
LATE, PART, DEAR, MISSED, DOUBLED, REFUNDED = 8, 6, 2, 4, 1, 1
NOBODY = ""


@dataclass(frozen=True, slots=True)
class MadeLine:
    """A line and what it truly is: `item:3`, `load`, `contribution`, or nobody's until asked."""

    day: date
    amount_pence: int
    payee: str
    truth: str


@dataclass(slots=True)
class _Made:
    """A person's account with its made-up statement."""

    account: MoneyAccount
    lines: list[MadeLine] = field(default_factory=list)


def run(sizes: Sequence[int] = (10_000, 100_000), seed: int = 1) -> dict[str, float]:
    """Figures by name: `money.<lines>.<figure>`.

    `lines_per_s` counts lines imported, posted and matched in the time of all three, and
    `import_per_s` and `match_per_s` in the time of each part. `ratio_to_bulk_insert` is that time
    over the time of inserting exactly the rows left behind, in the same chunks. `precision` is of
    the lines matched by rule, `recall` of the lines that have an answer in plan or budget.
    `growth` is the time for one line at a size over that at the smallest.
    """
    # The first address that is worked out loads every page of the project; no line should pay for it.
    reverse("reconciliation:queue")
    figures: dict[str, float] = {}
    base = 0.0
    for size in sorted(sizes):
        measured = _measure(size, seed)
        per_line = 1 / measured["lines_per_s"]
        base = base or per_line
        measured["growth"] = per_line / base
        figures |= {f"money.{size}.{name}": value for name, value in measured.items()}
    return figures


def _measure(size: int, seed: int) -> dict[str, float]:
    before = {model: _last_id(model) for model in LEFT_BEHIND}
    made = list(_people(size, seed))
    before[AuditEvent], before[Task] = _last_id(AuditEvent), _last_id(Task)
    import_s = match_s = 0.0
    was_connected = lines_received.disconnect(dispatch_uid="reconciliation_lines")
    try:
        for each in made:
            imported, matched = _bring_in(each)
            import_s, match_s = import_s + imported, match_s + matched
    finally:
        if was_connected:
            lines_received.connect(match_received, dispatch_uid="reconciliation_lines")
    lines = sum(len(each.lines) for each in made)
    precision, recall = _rightness(made)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    rows, bulk_s = _bulk_insert(before)
    return {
        "lines": float(lines),
        "lines_per_s": lines / (import_s + match_s),
        "import_per_s": lines / import_s,
        "match_per_s": lines / match_s,
        "rows_left": float(rows),
        "ratio_to_bulk_insert": (import_s + match_s) / bulk_s,
        "precision": precision,
        "recall": recall,
        "peak_mb": peak / (1e6 if sys.platform == "darwin" else 1e3),
    }


def _last_id(model: type[models.Model]) -> int:
    found = model._default_manager.aggregate(last=models.Max("pk"))["last"]
    return int(found or 0)


def _bring_in(made: _Made) -> tuple[float, float]:
    """Seconds to import and post a statement, and to match it."""
    data = _csv(made.lines)
    began = perf_counter()
    run_: StatementImport = import_statement(
        by=BANK, at=AT, account=made.account, data=data, filename="bench.csv", mapping=COLUMNS
    )
    imported = perf_counter()
    ids = list(ReceivedLine.objects.filter(statement_import=run_).values_list("pk", flat=True))
    match_lines(by=MATCHER, at=AT, line_ids=ids)
    return imported - began, perf_counter() - imported


def _csv(lines: Sequence[MadeLine]) -> bytes:
    rows = ["Date,Amount,Payee,Description,Id"]
    for number, line in enumerate(lines):
        size = abs(line.amount_pence)
        sign = "-" if line.amount_pence < 0 else ""
        pounds = f"{sign}{size // 100}.{size % 100:02}"
        rows.append(f"{line.day:%d/%m/%Y},{pounds},{line.payee},made up,b{number}")
    return "\n".join(rows).encode()


def _rightness(made: Sequence[_Made]) -> tuple[float, float]:
    right = decided = answerable = 0
    for each in made:
        truths = {number: line.truth for number, line in enumerate(each.lines)}
        answerable += sum(truth != NOBODY for truth in truths.values())
        found = Match.objects.active().filter(line__account=each.account)
        for reference, target in found.values_list("line__provider_reference", "features__target"):
            decided += 1
            kind, target_id = target
            said = f"item:{target_id}" if kind == "plan_item" else kind
            right += truths[int(reference[1:])] == said
    return right / max(decided, 1), right / max(answerable, 1)


def _bulk_insert(before: dict[type[models.Model], int]) -> tuple[int, float]:
    """Rows left behind, and seconds to insert them again in chunks; all of it is rolled back."""
    rows, seconds = 0, 0.0
    with transaction.atomic(), connection.cursor() as cursor:
        connection.disable_constraint_checking()
        for name, table, _ in guards(connection.vendor):
            on = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")
        for model in LEFT_BEHIND:
            table, last = model._meta.db_table, before[model]
            kept = f"CREATE TEMP TABLE kept_{table} AS SELECT * FROM {table} WHERE id > {last}"  # noqa: S608
            cursor.execute(kept)
        for model in reversed(LEFT_BEHIND):
            model._default_manager.filter(pk__gt=before[model])._raw_delete("default")
        for model in LEFT_BEHIND:
            for chunk in _kept(model, before[model]):
                began = perf_counter()
                model._default_manager.bulk_create(chunk, batch_size=500)
                seconds += perf_counter() - began
                rows += len(chunk)
        transaction.set_rollback(True)
    make_triggers()
    return rows, seconds


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


def _people(size: int, seed: int) -> Iterator[_Made]:
    """So many people that their statements have about `size` lines together."""
    council = _council(size)
    approver, author = _user(council, Role.APPROVER), _user(council, Role.BROKER)
    left, number = size, 0
    while left > 0:
        number += 1
        rng = Random(f"{seed}:{size}:{number}")  # noqa: S311 - made-up data
        account, items, streams = _person(council, number, rng, approver, author)
        made = _Made(account, _statement(items, streams, rng)[:left])
        left -= len(made.lines)
        yield made


def _council(size: int) -> Authority:
    slug = f"bench-{size}-{_last_id(Authority)}"
    return Authority.objects.create(
        slug=slug,
        name="Benchshire Council",
        short_name="Benchshire",
        help_phone="01632 960 100",
        help_hours="weekdays",
        email=f"help@{slug}.example",
    )


def _user(council: Authority, role: Role) -> User:
    user = User.objects.create_user(f"{role}@{council.slug}.example", None, name=f"Bench {role}")
    Membership.objects.create(user=user, authority=council, role=role)
    return user


def _person(
    council: Authority, number: int, rng: Random, approver: User, author: User
) -> tuple[MoneyAccount, list[PlanItem], dict[Payer, int]]:
    person = Person.objects.create(
        authority=council,
        name=f"Person {number}",
        date_of_birth=date(1950, 1, 1),
        town="Benchford",
        contact_wish="Ring",
        registered_at=APPROVED,
    )
    streams = {Payer.COUNCIL: rng.randrange(15_000, 40_000, 50), Payer.PERSON: 4120}
    if number % 4 == 0:
        streams[Payer.NHS] = 4000
    budget = PersonalBudget.objects.create(
        authority=council,
        person=person,
        weekly_pence=sum(streams.values()),
        from_date=START,
        agreed_at=APPROVED,
        agreed_by="system:bench",
    )
    FundingStream.objects.bulk_create(
        FundingStream(budget=budget, payer=payer, weekly_pence=pence)
        for payer, pence in streams.items()
    )
    plan = SupportPlan.objects.create(
        authority=council,
        person=person,
        budget=budget,
        author=author,
        state=PlanState.APPROVED,
        due_date=START,
        created_at=APPROVED,
        changed_at=APPROVED,
        submitted_at=APPROVED,
        submitted_by=author,
        person_agreed_date=START,
        approved_at=APPROVED,
        approved_by=approver,
    )
    account = open_money_account(
        by=BANK,
        at=APPROVED,
        person=person,
        kind="bank",
        last4=f"{number % 10_000:04}",
        provider="statement",
    )
    return account, _items(plan, rng), streams


def _items(plan: SupportPlan, rng: Random) -> list[PlanItem]:
    outcome = Outcome.objects.create(
        plan=plan,
        position=1,
        words="Made up",
        area=next(iter(CareActOutcome)),
        baseline=1,
        target=3,
    )
    rows = [
        PlanItem(
            plan=plan,
            outcome=outcome,
            kind="off_market",
            title=name,
            provider_name=name,
            when=when,
            unit=unit,
            price_pence=pence,
            quantity=Decimal(units),
            frequency="week",
        )
        for name, pence, unit, units, when in rng.sample(OFFERS, 3)
    ]
    return PlanItem.objects.bulk_create(rows)


def _statement(items: Sequence[PlanItem], streams: dict[Payer, int], rng: Random) -> list[MadeLine]:
    """Half a year of one account, oldest first."""
    lines: list[MadeLine] = []
    council = sum(pence for payer, pence in streams.items() if payer != Payer.PERSON)
    for week in range(WEEKS):
        monday = START + timedelta(7 * week)
        if week % 4 == 0:
            lines.append(MadeLine(monday, council * 4, "BENCHSHIRE COUNCIL DP", "load"))
        lines.append(
            MadeLine(monday + timedelta(2), streams[Payer.PERSON], "CONTRIBUTION", "contribution")
        )
        for item in items:
            lines += _week_of(item, monday, rng)
        if rng.random() < 0.3:
            day = monday + timedelta(rng.randrange(7))
            lines.append(MadeLine(day, -rng.randrange(200, 6000), rng.choice(SHOPS), NOBODY))
    return sorted(lines, key=lambda line: (line.day, line.payee, line.amount_pence))


def _week_of(item: PlanItem, monday: date, rng: Random) -> Iterator[MadeLine]:
    """One item's week: usually paid whole within days; sometimes late, part, dear, or not at all."""
    units, truth, payee = int(item.quantity), f"item:{item.pk}", _printed(item.provider_name, rng)
    chance, day = rng.randrange(100), monday + timedelta(rng.randrange(2, 5))
    if chance < MISSED:
        return
    pence = item.price_pence * units
    if chance < MISSED + LATE:
        day += timedelta(rng.randrange(3, 8))
    elif chance < MISSED + LATE + PART and units > 1:
        pence -= item.price_pence
    elif chance < MISSED + LATE + PART + DEAR:
        pence, truth = pence * 118 // 100, NOBODY
    yield MadeLine(day, -pence, payee, truth)
    if rng.randrange(100) < DOUBLED:
        yield MadeLine(day + timedelta(1), -pence, payee, NOBODY)
    if rng.randrange(100) < REFUNDED and truth != NOBODY:
        yield MadeLine(day + timedelta(12), pence, f"REFUND {payee}", truth)


def _printed(name: str, rng: Random) -> str:
    """How a bank prints a name: capitals, cut off, sometimes with a number after it."""
    printed = name.upper()[:22].strip()
    return (
        f"{printed[:17].strip()} {rng.randrange(10_000, 99_999)}" if rng.random() < 0.3 else printed
    )
