"""The queue of lines that need a person."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import (
    Case,
    Count,
    F,
    IntegerField,
    Min,
    OrderBy,
    Prefetch,
    Q,
    QuerySet,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Abs, Coalesce, TruncDate

from marketplace.accounts.viewer import Viewer
from marketplace.core.dates import midnight
from marketplace.tasks.models import Task
from payments.cards.models import MoneyAccount, ReceivedLine
from payments.cards.rules import LineState
from payments.reconciliation.models import MoneyException, MoneyFinding
from payments.reconciliation.queries.lines import notes_beside
from payments.reconciliation.rules.duties import LINE_SUBJECT, QUESTION_SUBJECT, MoneyTask
from payments.reconciliation.rules.exception_registry import exception_rules
from payments.reconciliation.rules.queue_filter import QueueOrder, QueueOwner
from payments.reconciliation.rules.states import ExceptionState, MatchState, token_of

# The span of the figures over the queue. Judgement: four weeks, one round of loads.
LATELY = timedelta(28)


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """What of the queue to show. Pence compare with the size of the payment, in or out."""

    state: str = ""
    who: str = ""
    owner: str = ""
    from_pence: int = 0
    source: str = ""
    order: str = ""

    def codes(self) -> dict[str, int | str]:
        """What was asked for, for the log of who looked: codes and pence; of words, only that there
        were some."""
        asked: dict[str, int | str] = {
            "state": self.state,
            "owner": self.owner,
            "source": self.source,
            "from_pence": self.from_pence,
            "by_words": int(bool(self.who)),
        }
        return {key: value for key, value in asked.items() if value}


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One line of the queue."""

    exception: MoneyException
    task: Task | None

    @property
    def token(self) -> str:
        return token_of(self.exception.suggestion)

    @property
    def notes(self) -> list[str]:
        """What else was found of its line. Load them with the row."""
        line = self.exception.line
        return notes_beside(
            self.exception, [each.sentence for each in line.findings.all()] if line else []
        )

    @property
    def can_accept(self) -> bool:
        return self.exception.state == ExceptionState.SUGGESTED and bool(self.token)


@dataclass(frozen=True, slots=True)
class QueueFigures:
    """Figures over the queue. `oldest` is the booked day of the line that has waited longest."""

    read: int
    worth_pence: int
    matched: int
    waiting: int
    waiting_pence: int
    oldest: date | None
    by_state: dict[str, int] = field(default_factory=dict)

    @property
    def matched_per_mille(self) -> int:
        """Lines matched by rule, of a thousand read."""
        return self.matched * 1000 // self.read if self.read else 0


#: What is about no payment has the day on which it was found, and no amount: it is after the largest.
ORDERS: Mapping[QueueOrder, tuple[str | OrderBy, ...]] = {
    QueueOrder.OLDEST: ("day", "pk"),
    QueueOrder.NEWEST: ("-day", "-pk"),
    QueueOrder.LARGEST: (F("size").desc(nulls_last=True), "pk"),
}


@dataclass(frozen=True, slots=True)
class QueuePlace:
    """Where something is in the queue as it is filtered: its number from 1, and its neighbours."""

    number: int
    count: int
    before: UUID | None
    after: UUID | None


def place_in(rows: QuerySet[MoneyException], pk: int) -> QueuePlace | None:
    """The place of one of these rows; None where it is not among them. One query."""
    listed = list(rows.values_list("pk", "public_id"))
    index = next((n for n, (row_pk, _) in enumerate(listed) if row_pk == pk), None)
    if index is None:
        return None
    before = listed[index - 1][1] if index else None
    after = listed[index + 1][1] if index + 1 < len(listed) else None
    return QueuePlace(index + 1, len(listed), before, after)


def exceptions_waiting(viewer: Viewer) -> QuerySet[MoneyException]:
    """The open exceptions that a viewer may see, most pressing first: as the rules decide it, about a
    payment or not, then the oldest. What waits for somebody's answer is last."""
    waits = When(
        state=ExceptionState.QUERIED, explained_at=None, then=Value(len(exception_rules()))
    )
    pressing = enumerate(exception_rules())
    rank = Case(
        waits,
        *(When(rule=code, then=Value(number)) for number, code in pressing),
        default=Value(len(exception_rules())),
        output_field=IntegerField(),
    )
    return (
        MoneyException.objects.visible_to(viewer)
        .waiting()
        .select_related("line", "account", "person")
        .prefetch_related("account__cards", Prefetch("line__findings", MoneyFinding.objects.so()))
        .alias(rank=rank, day=Coalesce("line__booked_date", TruncDate("raised_at")))
        .order_by("rank", "day", "pk")
    )


def filtered(
    rows: QuerySet[MoneyException], wanted: QueueFilter, viewer: Viewer
) -> QuerySet[MoneyException]:
    """The queue narrowed to what was asked for."""
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    if wanted.who:
        rows = rows.filter(
            Q(person__name__icontains=wanted.who)
            | Q(account__in=MoneyAccount.objects.ending(wanted.who))
        )
    if wanted.source:
        rows = rows.filter(account__kind=wanted.source)
    if wanted.order:
        rows = rows.annotate(size=Abs("line__amount_pence")).order_by(
            *ORDERS[QueueOrder(wanted.order)]
        )
    if wanted.from_pence:
        rows = rows.filter(
            Q(line__amount_pence__gte=wanted.from_pence)
            | Q(line__amount_pence__lte=-wanted.from_pence)
        )
    if wanted.owner:
        tasks = Task.objects.open().filter(kind=MoneyTask.EXCEPTION)
        owners = {QueueOwner.ME: viewer.user_id, QueueOwner.NOBODY: None}
        theirs = tasks.filter(owner=owners[QueueOwner(wanted.owner)])
        rows = rows.filter(
            Q(line__in=theirs.filter(subject_type=LINE_SUBJECT).values("subject_id"))
            | Q(pk__in=theirs.filter(subject_type=QUESTION_SUBJECT).values("subject_id"))
        )
    return rows


def people_in(rows: QuerySet[MoneyException]) -> set[int]:
    """The ids of the people whose payments these are."""
    return set(rows.order_by().values_list("person", flat=True).distinct())


def with_tasks(exceptions: Iterable[MoneyException]) -> list[QueueRow]:
    """Rows with owner and due day, from the one worklist."""
    listed = list(exceptions)
    lines = [row.line_id for row in listed if row.line_id]
    others = [row.pk for row in listed if row.line_id is None]
    found = Task.objects.open().filter(
        Q(subject_type=LINE_SUBJECT, subject_id__in=lines)
        | Q(subject_type=QUESTION_SUBJECT, subject_id__in=others),
        kind=MoneyTask.EXCEPTION,
    )
    tasks = {(task.subject_type, task.subject_id): task for task in found.select_related("owner")}
    return [QueueRow(row, tasks.get(_task_key(row))) for row in listed]


def _task_key(row: MoneyException) -> tuple[str, int]:
    return (LINE_SUBJECT, row.line_id) if row.line_id else (QUESTION_SUBJECT, row.pk)


def in_parts(viewer: Viewer, ids: Sequence[int], size: int) -> Iterator[list[QueueRow]]:
    """Exceptions by id, in the order of the queue, in parts of `size`. What was settled since is left out."""
    for start in range(0, len(ids), size):
        part = exceptions_waiting(viewer).filter(pk__in=ids[start : start + size])
        yield with_tasks(part)


def queue_figures(viewer: Viewer) -> QueueFigures:
    """What was read in four weeks, how much of it a rule matched, and what waits now."""
    lines = ReceivedLine.objects.visible_to(viewer).filter(
        state=LineState.BOOKED,
        received_at__gte=midnight(viewer.today - LATELY + timedelta(1)),
    )
    read = lines.aggregate(count=Count("pk"), pence=Sum(Abs("amount_pence")))
    by_rule = lines.filter(matches__state=MatchState.ACTIVE, matches__made_by__isnull=True).count()
    waiting = exceptions_waiting(viewer).order_by()
    figures = waiting.aggregate(
        pence=Sum(Abs("line__amount_pence")), oldest=Min("line__booked_date")
    )
    by_state = dict(waiting.values_list("state").annotate(Count("pk")))
    return QueueFigures(
        read=read["count"],
        worth_pence=read["pence"] or 0,
        matched=by_rule,
        waiting=sum(by_state.values()),
        waiting_pence=figures["pence"] or 0,
        oldest=figures["oldest"],
        by_state=by_state,
    )


def person_of_exception_page(authority_id: int, parts: Mapping[str, Any]) -> int | None:
    """The id of the person whose question's page has these parts of an address, in a council."""
    found = MoneyException.objects.filter(authority=authority_id, public_id=parts["public_id"])
    return found.values_list("person", flat=True).first()
