"""What finance sees of accounts, imports and events; always through visible_to."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet

from marketplace.accounts.viewer import Viewer
from marketplace.brokerage.models import AgreementTerms, PaymentAgreement
from marketplace.brokerage.rules import THROUGH_AN_ACCOUNT
from marketplace.people.models import Person
from marketplace.people.rules import Scope
from marketplace.tasks.models import Task
from payments.cards.models import (
    Authorisation,
    Card,
    CsvLayout,
    MoneyAccount,
    ReceivedLine,
    StatementImport,
    StatementUpload,
    StatementUploadQuerySet,
    WebhookEvent,
)
from payments.cards.rules import EventState, ImportTask, UploadState, own_layout
from payments.gateway.errors import StatementUnreadable
from payments.gateway.statements import CsvMapping, heading_signatures, preview_csv


def visible_accounts(viewer: Viewer, words: str) -> QuerySet[MoneyAccount]:
    """Accounts by person's name or last digits, with the day of their newest line."""
    found = (
        MoneyAccount.objects.visible_to(viewer)
        .select_related("person")
        .prefetch_related("cards")
        .annotate(newest=Max("lines__booked_date"))
        .order_by("person__name", "pk")
    )
    for word in words.split():
        ending = MoneyAccount.objects.ending(word)
        found = found.filter(Q(person__name__icontains=word) | Q(pk__in=ending))
    return found


def unfed_agreements(person_ids: Collection[int], on: date) -> list[PaymentAgreement]:
    """Agreements that pay by an account, today or later, and into none yet. One query."""
    terms = AgreementTerms.objects.filter(Q(until_date=None) | Q(until_date__gt=on))
    paying = terms.exclude(until_date=F("from_date")).values("agreement")
    found = PaymentAgreement.objects.filter(
        pk__in=paying, person__in=person_ids, road__in=sorted(THROUGH_AN_ACCOUNT)
    )
    free = found.filter(account_agreement=None).select_related("person", "holder")
    return list(free.order_by("person__name", "pk"))


def people_to_open_for(viewer: Viewer) -> list[PaymentAgreement]:
    """Agreements without an account of people whose money the viewer sees. Two queries."""
    people = Person.objects.visible_to(viewer, scope=Scope.MONEY).values_list("pk", flat=True)
    return unfed_agreements(list(people), viewer.today)


def people_asked_for() -> list[list[int]]:
    """Ids of the people for whom finance is to open an account, by council. One query."""
    tasks = Task.objects.open().filter(kind=ImportTask.ACCOUNT).order_by("authority", "pk")
    councils: dict[int, list[int]] = {}
    for council_id, person_id in tasks.values_list("authority", "subject_id"):
        councils.setdefault(council_id, []).append(person_id)
    return list(councils.values())


def account_of(viewer: Viewer, agreement_id: int) -> MoneyAccount | None:
    """The account into which an agreement pays, if the viewer may see it. Two queries."""
    found = MoneyAccount.objects.visible_to(viewer).filter(agreements__agreement=agreement_id)
    return found.prefetch_related("cards").first()


def people_of(accounts: QuerySet[MoneyAccount]) -> set[int]:
    """The ids of the people whose accounts these are."""
    return set(accounts.order_by().values_list("person_id", flat=True))


def visible_imports(viewer: Viewer) -> QuerySet[StatementImport]:
    found = StatementImport.objects.visible_to(viewer).select_related("account__person", "upload")
    return found.prefetch_related("account__cards")


def visible_uploads(viewer: Viewer) -> StatementUploadQuerySet:
    found = StatementUpload.objects.visible_to(viewer).select_related(
        "account__person", "statement_import", "sent_by"
    )
    return found.prefetch_related("account__cards")


def known_columns(account: MoneyAccount, data: bytes) -> CsvMapping | None:
    """The columns of a CSV file whose headings the council's accounts have had before, or of this
    account's files. One query. Raises StatementUnreadable when it is no CSV."""
    headings, own = heading_signatures(data), own_layout(account.public_id)
    layouts = CsvLayout.objects.filter(
        authority=account.authority_id, signature__in=[*headings, own]
    )
    kept = {row.signature: CsvMapping.from_json(row.mapping) for row in layouts}
    for signature, rows_above in headings.items():
        if signature in kept:
            return replace(kept[signature], skip_rows=rows_above)
    return kept[own] if own in kept and _fits(kept[own], data) else None


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
    """Ids of what the worker has not read to its end, in any council."""
    waiting = StatementUpload.objects.filter(state=UploadState.READING)
    return list(waiting.order_by("pk").values_list("pk", flat=True))


def visible_cards(viewer: Viewer) -> QuerySet[Card]:
    """Cards with the account and person that they are of, and what replaced them; the newest first."""
    found = Card.objects.visible_to(viewer)
    return found.select_related("account__person", "replaced_by")


def visible_lines(viewer: Viewer, account: MoneyAccount) -> QuerySet[ReceivedLine]:
    return ReceivedLine.objects.visible_to(viewer).filter(account=account)


def visible_holds(viewer: Viewer, account: MoneyAccount) -> QuerySet[Authorisation]:
    """Card payments that the shop has not taken yet."""
    return (
        Authorisation.objects.visible_to(viewer)
        .filter(account=account, held_pence__gt=0)
        .order_by("-authorised_at")
    )


def visible_events(viewer: Viewer) -> QuerySet[WebhookEvent]:
    """Deliveries, without their bodies."""
    return WebhookEvent.objects.visible_to(viewer).defer("body")


def open_refusals(run: StatementImport) -> bool:
    """Whether finance still has the refused lines of an import to deal with."""
    return (
        Task.objects.open()
        .filter(kind=ImportTask.PROBLEM, subject_type=run._meta.label_lower, subject_id=run.pk)
        .exists()
    )


def account_anywhere(public_id: UUID) -> MoneyAccount | None:
    """An account of whatever council: for whoever has a shell on this machine, who sees no less."""
    return MoneyAccount.objects.filter(public_id=public_id).first()


def imports_cut_short(before: datetime) -> int:
    """How many imports begun before then never ended, and were not made good by the same file."""
    again = StatementImport.objects.filter(
        account=OuterRef("account"), sha256=OuterRef("sha256"), finished_at__isnull=False
    )
    begun = StatementImport.objects.filter(finished_at=None, imported_at__lt=before)
    return int(begun.exclude(Exists(again)).count())


def events_unapplied(before: datetime) -> int:
    """How many deliveries stored before then wait to be applied; those that finance has to check,
    which is a task of theirs, are not among them."""
    waiting = WebhookEvent.objects.filter(state=EventState.RECEIVED, received_at__lt=before)
    return int(waiting.count())


def person_of_account_page(authority_id: int, parts: Mapping[str, Any]) -> int | None:
    """The id of the person whose account's page has these parts of an address, in a council."""
    found = MoneyAccount.objects.filter(authority_id=authority_id, public_id=parts["public_id"])
    return found.values_list("person", flat=True).first()


def person_of_line_page(authority_id: int, parts: Mapping[str, Any]) -> int | None:
    """The id of the person whose payment's page has these parts of an address, in a council."""
    lines = ReceivedLine.objects.filter(
        account__authority_id=authority_id, public_id=parts["public_id"]
    )
    return lines.values_list("account__person", flat=True).first()
