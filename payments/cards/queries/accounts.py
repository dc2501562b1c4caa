"""What finance sees of accounts, cards and their lines; always through visible_to."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import F, Max, Q, QuerySet, Sum

from marketplace.accounts.viewer import Viewer
from marketplace.brokerage.models import AgreementTerms, PaymentAgreement
from marketplace.brokerage.rules import THROUGH_AN_ACCOUNT
from marketplace.people.models import Person
from marketplace.people.rules import Scope
from marketplace.tasks.models import Task
from payments.cards.models import (
    Authorisation,
    Card,
    CardQuerySet,
    MoneyAccount,
    MoneyAccountQuerySet,
    ReceivedLine,
    StatementUpload,
)
from payments.cards.rules import (
    AccountProvider,
    AccountToClose,
    ImportTask,
    KnownCard,
)


def visible_accounts(viewer: Viewer, words: str) -> MoneyAccountQuerySet:
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
    found = _paying(on).filter(person__in=person_ids, road__in=sorted(THROUGH_AN_ACCOUNT))
    free = found.filter(account_agreement=None).select_related("person", "holder")
    return list(free.order_by("person__name", "pk"))


def _paying(on: date) -> QuerySet[PaymentAgreement]:
    """Agreements that pay on a day or later."""
    terms = AgreementTerms.objects.filter(Q(until_date=None) | Q(until_date__gt=on))
    paying = terms.exclude(until_date=F("from_date")).values("agreement")
    return PaymentAgreement.objects.filter(pk__in=paying)


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


def account_to_close(account: MoneyAccount, on: date) -> AccountToClose:
    """What is in an account and before it. Three queries."""
    holds = Authorisation.objects.filter(account=account, held_pence__gt=0)
    held = holds.aggregate(pence=Sum("held_pence"))["pence"] or 0
    unread = StatementUpload.objects.of_account(account).unfinished()
    return AccountToClose(
        balance_pence=account.available_pence + held,
        held_pence=held,
        agreements=_paying(on).filter(account_agreement__account=account).count(),
        statements=unread.count(),
        is_closed=account.closed_at is not None,
    )


def paying_into_closed(person_ids: Collection[int], on: date) -> bool:
    """Whether an agreement of these people pays today or later into an account that is closed. One query."""
    closed = MoneyAccount.objects.filter(person__in=person_ids, closed_at__isnull=False)
    return _paying(on).filter(account_agreement__account__in=closed).exists()


def account_of(viewer: Viewer, agreement_id: int) -> MoneyAccount | None:
    """The account into which an agreement pays, if the viewer may see it. Two queries."""
    found = MoneyAccount.objects.visible_to(viewer).filter(agreements__agreement=agreement_id)
    return found.prefetch_related("cards").first()


def people_of(accounts: QuerySet[MoneyAccount]) -> set[int]:
    """The ids of the people whose accounts these are."""
    return set(accounts.order_by().values_list("person_id", flat=True))


def known_cards(authority_id: int) -> list[KnownCard]:
    """Every card of a council, ended ones too, and every bank account, by what a file may call it.
    Two queries."""
    cards = Card.objects.filter(authority=authority_id).order_by("pk")
    banks = MoneyAccount.objects.filter(authority=authority_id).exclude(bank_last4="")
    by_event = AccountProvider.STRIPE.value
    of_cards = cards.values_list("account", "last4", "provider_reference", "account__provider")
    of_banks = banks.order_by("pk").values_list("pk", "bank_last4", "provider", "shared_account")
    return [
        *(KnownCard(pk, last4, ref, source == by_event) for pk, last4, ref, source in of_cards),
        *(
            KnownCard(pk, last4, "", source == by_event, shared is not None)
            for pk, last4, source, shared in of_banks
        ),
    ]


def visible_cards(viewer: Viewer) -> CardQuerySet:
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


def account_anywhere(public_id: UUID) -> MoneyAccount | None:
    """An account of whatever council: for whoever has a shell on this machine, who sees no less."""
    return MoneyAccount.objects.filter(public_id=public_id).first()


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
