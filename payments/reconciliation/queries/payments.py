"""A search over all booked payments that a viewer may see, matched or not."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Abs

from marketplace.accounts.viewer import Viewer
from payments.cards.models import MoneyAccount, ReceivedLine
from payments.cards.rules import POUNDS, LineState
from payments.reconciliation.models import Match, MoneyException
from payments.reconciliation.queries.lines import Payment, payments_of
from payments.reconciliation.rules.queue_filter import PaymentOutcome, QueueOrder
from payments.reconciliation.rules.states import UNRESOLVED, ExceptionState


@dataclass(frozen=True, slots=True)
class PaymentFilter:
    """Which payments are meant. `words` are of the bank's text; pence compare with the size of a payment."""

    words: str = ""
    who: str = ""
    from_pence: int = 0
    to_pence: int = 0
    first: date | None = None
    last: date | None = None
    outcome: str = ""
    order: str = ""

    def codes(self) -> dict[str, int | str]:
        """What was asked for, for the log of who looked: of words, only that there were some."""
        asked: dict[str, int | str] = {
            "outcome": self.outcome,
            "from_pence": self.from_pence,
            "to_pence": self.to_pence,
            "by_words": int(bool(self.who or self.words)),
        }
        return {key: value for key, value in asked.items() if value}


ORDERS = {
    QueueOrder.OLDEST: ("booked_date", "pk"),
    QueueOrder.NEWEST: ("-booked_date", "-pk"),
    QueueOrder.LARGEST: ("-size", "-booked_date", "-pk"),
}


def payments_found(viewer: Viewer, wanted: PaymentFilter) -> QuerySet[ReceivedLine]:
    """Booked payments that are meant, the newest first unless another order is asked for."""
    rows = ReceivedLine.objects.visible_to(viewer).filter(state=LineState.BOOKED)
    for word in wanted.words.split():
        rows = rows.filter(Q(payee__icontains=word) | Q(description__icontains=word))
    if wanted.who:
        rows = rows.filter(
            Q(account__person__name__icontains=wanted.who)
            | Q(account__in=MoneyAccount.objects.ending(wanted.who))
        )
    rows = rows.annotate(size=Abs("amount_pence"))
    if wanted.from_pence:
        rows = rows.filter(
            Q(amount_pence__gte=wanted.from_pence) | Q(amount_pence__lte=-wanted.from_pence)
        )
    if wanted.to_pence:
        rows = rows.filter(amount_pence__range=(-wanted.to_pence, wanted.to_pence))
    if wanted.first:
        rows = rows.filter(booked_date__gte=wanted.first)
    if wanted.last:
        rows = rows.filter(booked_date__lte=wanted.last)
    if wanted.outcome:
        rows = rows.filter(_with_outcome(PaymentOutcome(wanted.outcome)))
    return rows.order_by(*ORDERS[QueueOrder(wanted.order or QueueOrder.NEWEST)])


def _with_outcome(outcome: PaymentOutcome) -> Q:
    matched = Exists(Match.objects.active().filter(line=OuterRef("pk")))
    about = MoneyException.objects.filter(line=OuterRef("pk"))
    if outcome is PaymentOutcome.MATCHED:
        return Q(matched)
    if outcome is PaymentOutcome.WAITING:
        return Q(Exists(about.filter(state__in=UNRESOLVED)))
    if outcome is PaymentOutcome.NOTED:
        return Q(Exists(about.filter(state=ExceptionState.NOTED))) & ~Q(matched)
    done = Exists(about.filter(state=ExceptionState.RESOLVED, resolved_by__isnull=False))
    return Q(done) & ~Q(matched) & ~Q(Exists(about.open()))


def outcomes_of(public_ids: Collection[UUID]) -> dict[UUID, Payment]:
    """Booked payments in pounds by their public ids; a caller lists only what its viewer may see."""
    rows = ReceivedLine.objects.filter(
        public_id__in=public_ids, state=LineState.BOOKED, currency=POUNDS
    )
    return {payment.line.public_id: payment for payment in payments_of(rows)}
