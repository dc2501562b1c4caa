"""What finance sees of accounts that several people share, and of their payments."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Count, Max, Q, QuerySet, When

from marketplace.accounts.viewer import Viewer
from marketplace.brokerage.models import PaymentAgreement
from marketplace.people.models import Person
from payments.cards.models import (
    MoneyAccount,
    MoneyAccountQuerySet,
    ReceivedLine,
    SharedAccount,
    SharedLine,
    SharedLineQuerySet,
)
from payments.cards.rules import KnownLine, SharedLineState


@dataclass(frozen=True, slots=True)
class PartOf:
    """One person's part of a payment, and what is on their share of the account before and after it."""

    account: MoneyAccount
    pence: int

    @property
    def before_pence(self) -> int:
        return self.account.available_pence

    @property
    def after_pence(self) -> int:
        return self.account.available_pence + self.pence


def visible_shared_accounts(viewer: Viewer) -> QuerySet[SharedAccount]:
    """With how many payments wait, and the day of the newest."""
    waits = Q(lines__state=SharedLineState.WAITING)
    found = SharedAccount.objects.visible_to(viewer).select_related("holder")
    return found.annotate(
        waiting=Count("lines", filter=waits), newest=Max("lines__booked_date")
    ).order_by("holder__name", "bank_last4")


def visible_shared_lines(viewer: Viewer) -> SharedLineQuerySet:
    return SharedLine.objects.visible_to(viewer).select_related("account__holder")


def shared_lines_waiting(viewer: Viewer) -> int:
    """How many payments of shared accounts are nobody's yet. One query."""
    return int(SharedLine.objects.visible_to(viewer).waiting().count())


def shared_line_order(lines: QuerySet[SharedLine]) -> QuerySet[SharedLine]:
    """Those that wait first, the oldest of them on top; then the others, the newest on top."""
    waits = Q(state=SharedLineState.WAITING)
    return lines.annotate(
        is_over=Case(When(waits, then=0), default=1),
        waits_since=Case(When(waits, then="booked_date")),
    ).order_by("is_over", "waits_since", "-booked_date", "pk")


def shared_to_join(
    viewer: Viewer, person: Person, agreements: Collection[PaymentAgreement]
) -> QuerySet[SharedAccount]:
    """Shared accounts of those who hold these agreements' money, in which the person has no share yet."""
    holders = {each.holder_id for each in agreements if each.holder_id}
    found = SharedAccount.objects.visible_to(viewer).filter(holder__in=holders)
    return found.exclude(members__person=person).select_related("holder")


def members_of(viewer: Viewer, account_id: int) -> MoneyAccountQuerySet:
    """The shares of an account whose people the viewer may see, by name."""
    found = MoneyAccount.objects.visible_to(viewer).filter(shared_account=account_id)
    return found.select_related("person").order_by("person__name", "pk")


def members_not_seen(viewer: Viewer, account: SharedAccount) -> int:
    """How many people of an account the viewer may not see."""
    return account.members.count() - members_of(viewer, account.pk).count()


def parts_of(viewer: Viewer, line: SharedLine) -> QuerySet[ReceivedLine]:
    """The parts of a payment of people whom the viewer may see."""
    found = ReceivedLine.objects.visible_to(viewer).filter(shared_line=line)
    return found.select_related("account__person").order_by("account__person__name", "pk")


def division_of(
    line: SharedLine, members: Sequence[MoneyAccount], parts: Mapping[int, int]
) -> list[PartOf]:
    """What dividing a payment would do to the share of each person, of those with a part of it."""
    sign = 1 if line.amount_pence > 0 else -1
    return [PartOf(each, sign * parts[each.pk]) for each in members if each.pk in parts]


def shared_lines_of_days(account: SharedAccount, days: Collection[date]) -> list[KnownLine]:
    """What is here of these days, set aside or not, as the rules of same lines see it. One query."""
    rows = SharedLine.objects.filter(account=account, booked_date__in=days).order_by("pk")
    return [
        KnownLine(
            id=row.pk,
            identity=row.identity,
            former_identities=(),
            booked_date=row.booked_date,
            amount_minor=row.amount_pence,
            currency=account.currency,
            payee=row.payee,
            description=row.description,
            provider_reference=row.provider_reference,
            balance_minor=row.balance_pence,
        )
        for row in rows
    ]


def unowned_shared_lines(authority_id: int, until: date) -> int:
    """Payments of a council's shared accounts before a day that are nobody's yet."""
    lines = SharedLine.objects.waiting().filter(authority=authority_id, booked_date__lt=until)
    return int(lines.count())
