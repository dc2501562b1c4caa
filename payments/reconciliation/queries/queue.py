"""The queue of lines that need a person."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Case, Count, IntegerField, Min, Q, QuerySet, Sum, Value, When
from django.db.models.functions import Abs

from marketplace.accounts.viewer import Viewer
from marketplace.tasks.models import Task
from payments.cards.models import MoneyAccount, ReceivedLine
from payments.cards.rules import LineState
from payments.reconciliation.models import MoneyException
from payments.reconciliation.rules.duties import LINE_SUBJECT, MoneyTask
from payments.reconciliation.rules.queue_filter import QueueOwner
from payments.reconciliation.rules.states import UNRESOLVED, ExceptionState, MatchState, token_of

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


def exceptions_waiting(viewer: Viewer) -> QuerySet[MoneyException]:
    """The open exceptions that a viewer may see: no match first, then the oldest."""
    rank = Case(
        *(When(state=state, then=Value(number)) for number, state in enumerate(UNRESOLVED)),
        default=Value(len(UNRESOLVED)),
        output_field=IntegerField(),
    )
    return (
        MoneyException.objects.visible_to(viewer)
        .open()
        .select_related("line__account__person")
        .prefetch_related("line__account__cards")
        .alias(rank=rank)
        .order_by("rank", "line__booked_date", "pk")
    )


def filtered(
    rows: QuerySet[MoneyException], wanted: QueueFilter, viewer: Viewer
) -> QuerySet[MoneyException]:
    """The queue narrowed to what was asked for."""
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    if wanted.who:
        rows = rows.filter(
            Q(line__account__person__name__icontains=wanted.who)
            | Q(line__account__in=MoneyAccount.objects.ending(wanted.who))
        )
    if wanted.source:
        rows = rows.filter(line__account__kind=wanted.source)
    if wanted.from_pence:
        rows = rows.filter(
            Q(line__amount_pence__gte=wanted.from_pence)
            | Q(line__amount_pence__lte=-wanted.from_pence)
        )
    if wanted.owner:
        tasks = Task.objects.open().filter(kind=MoneyTask.EXCEPTION, subject_type=LINE_SUBJECT)
        owners = {QueueOwner.ME: viewer.user_id, QueueOwner.NOBODY: None}
        theirs = tasks.filter(owner=owners[QueueOwner(wanted.owner)])
        rows = rows.filter(line__in=theirs.values("subject_id"))
    return rows


def people_in(rows: QuerySet[MoneyException]) -> set[int]:
    """The ids of the people whose payments these are."""
    return set(rows.order_by().values_list("line__account__person", flat=True).distinct())


def with_tasks(exceptions: Iterable[MoneyException]) -> list[QueueRow]:
    """Rows with owner and due day, from the one worklist."""
    listed = list(exceptions)
    tasks = {
        task.subject_id: task
        for task in Task.objects.open()
        .filter(
            kind=MoneyTask.EXCEPTION,
            subject_type=LINE_SUBJECT,
            subject_id__in=[row.line_id for row in listed],
        )
        .select_related("owner")
    }
    return [QueueRow(row, tasks.get(row.line_id)) for row in listed]


def in_parts(viewer: Viewer, ids: Sequence[int], size: int) -> Iterator[list[QueueRow]]:
    """Exceptions by id, in the order of the queue, in parts of `size`. What was settled since is left out."""
    for start in range(0, len(ids), size):
        part = exceptions_waiting(viewer).filter(pk__in=ids[start : start + size])
        yield with_tasks(part)


def queue_figures(viewer: Viewer) -> QueueFigures:
    """What was read in four weeks, how much of it a rule matched, and what waits now."""
    lines = ReceivedLine.objects.visible_to(viewer).filter(
        state=LineState.BOOKED,
        received_at__date__gt=viewer.today - LATELY,
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
