"""The stored lines that lines of a file may be, and those that a file shows no more."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import timedelta

from django.db.models import Q

from payments.cards.models import MoneyAccount, ReceivedLine, StatementImport
from payments.cards.rules import (
    BOOKED_AT_MOST_DAYS_EARLIER,
    BOOKED_AT_MOST_DAYS_LATER,
    KnownLine,
    KnownPending,
    LineState,
    NumberedLine,
    WholeFile,
    follows_on,
    is_over,
)
from payments.gateway.contract import LineStatus, StatementLine

#: Identities to one question. Judgement: an eighth of what SQLite takes.
ASKED = 4000


def stored_of(account: MoneyAccount, chunk: Sequence[NumberedLine]) -> Mapping[str, ReceivedLine]:
    """The stored row of each identity; for a pending line also the row that has since been booked."""
    lines = ReceivedLine.objects.live().filter(account=account)
    pending = [n.identity for n in chunk if n.line.status == LineStatus.PENDING]
    found: dict[str, ReceivedLine] = {}
    for some in _in_parts(pending):
        found |= {row.pending_identity: row for row in lines.filter(pending_identity__in=some)}
    for some in _in_parts([n.identity for n in chunk]):
        found |= {row.identity: row for row in lines.filter(identity__in=some)}
    return found


def _in_parts(identities: Sequence[str]) -> Iterable[Sequence[str]]:
    """A whole file at once would be more values than SQLite takes in one query."""
    return (identities[at : at + ASKED] for at in range(0, len(identities), ASKED))


def rows_near(
    run: StatementImport, unseen: Sequence[NumberedLine]
) -> tuple[Mapping[int, ReceivedLine], Mapping[int, ReceivedLine]]:
    """Stored rows that these lines may be, in one query: those of earlier files on the same days, booked
    or in another currency; and those that wait to be booked, near enough in time."""
    days = {numbered.line.booked_date for numbered in unseen}
    if not days:
        return {}, {}
    settled = Q(state__in=[LineState.BOOKED, LineState.OTHER_CURRENCY], booked_date__in=days)
    waiting = Q(
        state__in=[LineState.PENDING, LineState.GONE],
        booked_date__gte=min(days) - timedelta(BOOKED_AT_MOST_DAYS_LATER),
        booked_date__lte=max(days) + timedelta(BOOKED_AT_MOST_DAYS_EARLIER),
    )
    if run.pk is not None:  # a preview's own is not stored
        settled &= Q(statement_import=None) | ~Q(statement_import=run)
    rows = ReceivedLine.objects.filter(account=run.account_id).filter(settled | waiting)
    near: tuple[dict[int, ReceivedLine], dict[int, ReceivedLine]] = ({}, {})
    for row in rows.order_by("pk"):
        near[row.state in (LineState.PENDING, LineState.GONE)][row.pk] = row
    return near


def known_line(row: ReceivedLine) -> KnownLine:
    """A stored row as the rules see it."""
    return KnownLine(
        id=row.pk,
        identity=row.identity,
        former_identities=tuple(row.former_identities),
        booked_date=row.booked_date,
        amount_minor=row.amount_pence,
        currency=row.currency,
        payee=row.payee,
        description=row.description,
        provider_reference=row.provider_reference,
        balance_minor=row.balance_pence,
    )


def known_pending(row: ReceivedLine) -> KnownPending:
    return KnownPending(
        id=row.pk,
        identity=row.identity,
        provider_reference=row.provider_reference,
        amount_minor=row.amount_pence,
        currency=row.currency,
        payee=row.payee,
        booked_date=row.booked_date,
    )


def gone_on_from(run: StatementImport, lines: Sequence[StatementLine]) -> Mapping[str, int]:
    """How many stored lines have each key that a file goes on from: where its first day begins with the
    balance at which the stored lines of that day end, none of them is in it."""
    booked = [line for line in lines if line.status == LineStatus.BOOKED]
    if not booked or booked[0].balance_minor is None:
        return {}
    day = booked[0].booked_date
    rows = ReceivedLine.objects.filter(
        account=run.account_id, state=LineState.BOOKED, booked_date=day
    )
    if run.pk is not None:
        rows = rows.exclude(statement_import=run)
    first_day = [line for line in booked if line.booked_date == day]
    if not follows_on(first_day, [known_line(row) for row in rows.order_by("pk")]):
        return {}
    return Counter(row.identity.rpartition(":")[0] for row in rows)


def gone_rows(
    account: MoneyAccount, whole: WholeFile, booked: Collection[int] = ()
) -> list[ReceivedLine]:
    """The pending lines that a file is past and shows no more; `booked` are those that it books."""
    if whole.first is None or whole.last is None:
        return []
    pending = ReceivedLine.objects.filter(
        account=account,
        state=LineState.PENDING,
        booked_date__gte=whole.first,
        booked_date__lt=whole.last,
    )
    left = [row for row in pending if row.pk not in booked]
    return [row for row in left if is_over(row.identity, row.booked_date, whole)]
