"""What finance sees of statements, of how files are read, and of events; always through visible_to."""

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery, Sum

from marketplace.accounts.viewer import Viewer
from marketplace.tasks.models import Task
from payments.cards.models import (
    CsvLayout,
    MoneyAccount,
    ReceivedLine,
    StatementImport,
    StatementUpload,
    StatementUploadQuerySet,
    WebhookEvent,
)
from payments.cards.rules import (
    UPLOADS_FOR_THE_WORKER,
    EventState,
    Gap,
    ImportState,
    ImportTask,
    LineState,
    Span,
    gaps_between,
    own_layout,
)
from payments.gateway.errors import StatementUnreadable
from payments.gateway.statements import CsvMapping, heading_signatures, preview_csv
from payments.ledger.models import Transfer


def visible_imports(viewer: Viewer) -> QuerySet[StatementImport]:
    """Statements that were confirmed; what waits for a yes is an upload on the way."""
    found = StatementImport.objects.visible_to(viewer).exclude(confirmed_at=None)
    found = found.select_related("account__person", "upload", "confirmed_by", "taken_back_by")
    return found.prefetch_related("account__cards")


def visible_uploads(viewer: Viewer) -> StatementUploadQuerySet:
    found = StatementUpload.objects.visible_to(viewer).select_related("account__person", "sent_by")
    return found.prefetch_related("account__cards")


def imports_of(upload: StatementUpload) -> QuerySet[StatementImport]:
    """What was read of a file, by account; whoever sees the upload sees these."""
    found = upload.imports.select_related("account__person").prefetch_related("account__cards")
    return found.exclude(state=ImportState.DISCARDED).order_by("account__person__name", "pk")


def known_columns(account: MoneyAccount, data: bytes) -> CsvMapping | None:
    """The columns of a CSV file whose headings the council's accounts have had before, or of this
    account's files. One query. Raises StatementUnreadable when it is no CSV."""
    own = own_layout(account.public_id)
    kept = _kept_columns(account.authority_id, data, own)
    by_headings = next((each for name, each in kept.items() if name != own), None)
    if by_headings is not None:
        return by_headings
    return kept[own] if own in kept and _fits(kept[own], data) else None


def known_columns_of_cards(authority_id: int, data: bytes) -> CsvMapping | None:
    """The columns of a CSV file of several cards, where its headings are known and one names the card.
    One query. Raises StatementUnreadable when it is no CSV."""
    kept = _kept_columns(authority_id, data)
    return next((each for each in kept.values() if each.names_cards), None)


def known_columns_of_council(authority_id: int, data: bytes) -> CsvMapping | None:
    """The columns of a CSV file whose headings accounts of the council have had before. One query.
    Raises StatementUnreadable when it is no CSV."""
    return next(iter(_kept_columns(authority_id, data).values()), None)


def _kept_columns(authority_id: int, data: bytes, *own: str) -> dict[str, CsvMapping]:
    """What is kept for a file's headings, nearest the top first, and under the signatures of its own."""
    headings = heading_signatures(data)
    layouts = CsvLayout.objects.filter(authority=authority_id, signature__in=[*headings, *own])
    rows = {row.signature: CsvMapping.from_json(row.mapping) for row in layouts}
    found = {
        name: replace(rows[name], skip_rows=above)
        for name, above in headings.items()
        if name in rows
    }
    return found | {name: rows[name] for name in own if name in rows}


def own_columns(account: MoneyAccount) -> CsvMapping | None:
    """The columns kept for files of this account alone. One query."""
    signature = own_layout(account.public_id)
    layout = CsvLayout.objects.filter(authority=account.authority_id, signature=signature).first()
    return CsvMapping.from_json(layout.mapping) if layout else None


def _fits(mapping: CsvMapping, data: bytes) -> bool:
    try:
        preview = preview_csv(data, skip_rows=mapping.skip_rows, has_headings=mapping.has_headings)
    except StatementUnreadable:
        return False
    return not mapping.problems(preview.headings)


def uploads_to_read() -> list[int]:
    """Ids of what the worker has not read or recorded to its end, in any council."""
    waiting = StatementUpload.objects.filter(state__in=UPLOADS_FOR_THE_WORKER)
    return list(waiting.order_by("pk").values_list("pk", flat=True))


def imports_to_withdraw() -> list[int]:
    """Ids of the statements that are being taken back, in any council."""
    waiting = StatementImport.objects.filter(state=ImportState.TAKING_BACK)
    return list(waiting.order_by("pk").values_list("pk", flat=True))


def spans_of(account: MoneyAccount) -> list[Span]:
    """The days and balances of its statements that say both. One query."""
    whole = StatementImport.objects.in_the_books().filter(account=account)
    rows = whole.exclude(opening_minor=None).exclude(closing_minor=None).exclude(first_date=None)
    names = ("pk", "first_date", "last_date", "opening_minor", "closing_minor")
    return [Span(*row) for row in rows.values_list(*names)]


def moved_by_day(account: MoneyAccount) -> dict[date, int]:
    """The sum of the booked payments of each day. One query."""
    lines = ReceivedLine.objects.filter(account=account, state=LineState.BOOKED).order_by()
    return dict(lines.values_list("booked_date").annotate(Sum("amount_pence")))


def gaps_of(account: MoneyAccount) -> list[Gap]:
    """Where a statement does not begin with what the one before it left. Two queries."""
    spans = spans_of(account)
    return gaps_between(spans, moved_by_day(account)) if len(spans) > 1 else []


def visible_events(viewer: Viewer) -> QuerySet[WebhookEvent]:
    """Deliveries, without their bodies."""
    return WebhookEvent.objects.visible_to(viewer).defer("body")


def open_refusals(subject: StatementImport | StatementUpload) -> bool:
    """Whether finance still has the refused lines of an import, or a file's rows of no account here, to
    deal with."""
    return (
        Task.objects.open()
        .filter(
            kind=ImportTask.PROBLEM,
            subject_type=subject._meta.label_lower,
            subject_id=subject.pk,
        )
        .exists()
    )


def uploads_with_open_rows() -> QuerySet[Task]:
    """Ids of the uploads with rows of no account here that finance has still to deal with."""
    kind, subject = ImportTask.PROBLEM, StatementUpload._meta.label_lower
    found = Task.objects.open().filter(kind=kind, subject_type=subject)
    return found.values_list("subject_id", flat=True)  # type: ignore[return-value]


def imports_cut_short(before: datetime) -> int:
    """How many imports begun before then never ended, and were not made good by the same file."""
    again = StatementImport.objects.filter(
        account=OuterRef("account"), sha256=OuterRef("sha256"), finished_at__isnull=False
    )
    confirmed = StatementImport.objects.in_the_books()
    begun = confirmed.filter(finished_at=None, confirmed_at__lt=before)
    return int(begun.exclude(Exists(again)).count())


def unfinished_statements(authority_id: int, until: date) -> int:
    """Statements of a council that somebody sent and that are not read to their end, for whoever closes
    its books: whether they hold days before this one shows when they are."""
    return int(StatementUpload.objects.unfinished().filter(authority=authority_id).count())


def recorded_late(lines: QuerySet[ReceivedLine]) -> dict[UUID, date]:
    """Of these payments those that came after their period was closed, by public id: the day on which
    they are in the books."""
    posted = Transfer.objects.filter(group=OuterRef("public_id"), reversed_by=None)
    late = lines.annotate(posted_on=Subquery(posted.values("effective_date")[:1]))
    late = late.filter(posted_on__gt=F("booked_date")).order_by()
    return dict(late.values_list("public_id", "posted_on"))


def recorded_late_on(line: ReceivedLine) -> date | None:
    """The day on which a payment is in the books, where its period was closed when it came; else None."""
    return recorded_late(ReceivedLine.objects.filter(pk=line.pk)).get(line.public_id)


def pending_lines(authority_id: int, until: date) -> int:
    """Card payments of a council before a day that are not booked yet."""
    lines = ReceivedLine.objects.filter(authority=authority_id, state=LineState.PENDING)
    return int(lines.filter(booked_date__lt=until).count())


def events_unapplied(before: datetime) -> int:
    """How many deliveries stored before then wait to be applied; those that finance has to check,
    which is a task of theirs, are not among them."""
    waiting = WebhookEvent.objects.filter(state=EventState.RECEIVED, received_at__lt=before)
    return int(waiting.count())
