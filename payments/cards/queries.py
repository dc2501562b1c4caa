"""What finance sees of accounts, imports and events; always through visible_to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Max, Q, QuerySet

from marketplace.accounts.viewer import Viewer
from marketplace.core.pence import format_pounds
from marketplace.tasks.models import Task
from payments.cards.models import (
    Authorisation,
    MoneyAccount,
    ReceivedLine,
    StatementImport,
    WebhookEvent,
)
from payments.cards.rules import LINE_STATE_LABELS, EventState, ImportTask, LineState
from payments.gateway.statements import StatementFile
from payments.gateway.statements.amounts import show_amount

STATE_TONES = {LineState.BOOKED: "ok", LineState.PENDING: "wait", LineState.OTHER_CURRENCY: "stop"}


@dataclass(frozen=True, slots=True)
class LineRow:
    """A received line as a table shows it; the amount in words of its own currency."""

    public_id: UUID
    booked_date: date
    payee: str
    description: str
    amount: str
    state: str
    tone: str


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """How one row of a file would be read, or why it would be refused."""

    position: int
    booked_date: date | None
    payee: str
    amount: str
    refusal: str


def accounts_seen(viewer: Viewer, words: str) -> QuerySet[MoneyAccount]:
    """Accounts by person's name or last digits, with the day of their newest line."""
    found = (
        MoneyAccount.objects.visible_to(viewer)
        .filter(authority_id=viewer.council_id)
        .select_related("person")
        .annotate(newest=Max("lines__booked_date"))
        .order_by("person__name", "pk")
    )
    for word in words.split():
        found = found.filter(Q(person__name__icontains=word) | Q(last4=word))
    return found


def imports_seen(viewer: Viewer) -> QuerySet[StatementImport]:
    return (
        StatementImport.objects.visible_to(viewer)
        .filter(authority_id=viewer.council_id)
        .select_related("account__person")
    )


def lines_seen(viewer: Viewer, account: MoneyAccount) -> QuerySet[ReceivedLine]:
    return ReceivedLine.objects.visible_to(viewer).filter(account=account)


def holds_seen(viewer: Viewer, account: MoneyAccount) -> QuerySet[Authorisation]:
    """Card payments that the shop has not taken yet."""
    return (
        Authorisation.objects.visible_to(viewer)
        .filter(account=account, held_pence__gt=0)
        .order_by("-authorised_at")
    )


def events_seen(viewer: Viewer, state: EventState) -> QuerySet[WebhookEvent]:
    """Deliveries in one state, without their bodies."""
    return (
        WebhookEvent.objects.visible_to(viewer)
        .filter(authority_id=viewer.council_id, state=state)
        .defer("body")
    )


def open_refusals(run: StatementImport) -> bool:
    """Whether finance still has the refused lines of an import to deal with."""
    return (
        Task.objects.open()
        .filter(kind=ImportTask.PROBLEM, subject_type=run._meta.label_lower, subject_id=run.pk)
        .exists()
    )


def line_rows(lines: Sequence[ReceivedLine]) -> list[LineRow]:
    return [
        LineRow(
            public_id=line.public_id,
            booked_date=line.booked_date,
            payee=line.payee,
            description="" if line.description == line.payee else line.description,
            amount=amount_words(line.amount_pence, line.currency),
            state=LINE_STATE_LABELS[LineState(line.state)],
            tone=STATE_TONES[LineState(line.state)],
        )
        for line in lines
    ]


def preview_rows(file: StatementFile, most: int) -> list[PreviewRow]:
    """The first rows of a file as they would be read, in the order of the file."""
    rows = [
        PreviewRow(
            line.position,
            line.booked_date,
            line.payee or line.description,
            amount_words(line.amount_minor, line.currency),
            "",
        )
        for line in file.lines[:most]
    ]
    rows += [PreviewRow(bad.position, None, "", "", bad.reason) for bad in file.refused[:most]]
    return sorted(rows, key=lambda row: row.position)[:most]


def amount_words(minor: int, currency: str) -> str:
    """Pounds as everywhere; any other currency with its code and its own decimals."""
    return format_pounds(minor) if currency == "GBP" else show_amount(minor, currency)
