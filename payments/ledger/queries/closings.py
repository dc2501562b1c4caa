"""Closed periods against the transfers, the trail and each other, in sentences."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

from django.db.models import F, Model, Q

from marketplace.core.models import AuditEvent
from payments.ledger.models import Account, ClosingBalance, PeriodClose, PeriodReopening
from payments.ledger.queries.balances import summed

# Accounts looked at together. Judgement: few enough for the 32,766 values that SQLite takes in one query.
CHUNK = 2_000


def closings_that_differ() -> Iterator[str]:
    """What is not so of a period that was closed or reopened; nothing where all is."""
    closes: dict[int, list[PeriodClose]] = defaultdict(list)
    for close in PeriodClose.objects.standing().select_related("authority").order_by("pk"):
        closes[close.authority_id].append(close)
    for standing in closes.values():
        yield from _out_of_order(standing)
        yield from _balances(standing)
    yield from _of_nothing()
    yield from _reopenings()
    yield from _against_the_trail(PeriodClose, "period_closed")
    yield from _against_the_trail(PeriodReopening, "period_reopened")


def _out_of_order(closes: Sequence[PeriodClose]) -> Iterator[str]:
    for before, close in pairwise(closes):
        if close.until <= before.until:
            yield f"{_named(close)} was closed after a later one."


def _balances(closes: Sequence[PeriodClose]) -> Iterator[str]:
    """Each closing balance of a council against the transfers before its day, added up anew."""
    accounts = Account.objects.filter(authority=closes[0].authority_id).order_by("pk")
    after = 0
    while chunk := list(accounts.filter(pk__gt=after).values_list("pk", "code")[:CHUNK]):
        codes = dict(chunk)
        total = dict.fromkeys(codes, 0)
        start = date.min
        for close in sorted(closes, key=lambda one: one.until):
            moved = summed(codes, Q(effective_date__gte=start), before=close.until)
            total = {pk: total[pk] + moved[pk] for pk in total}
            yield from _differs(close, codes, total)
            start = close.until
        after = chunk[-1][0]


def _differs(close: PeriodClose, codes: dict[int, str], total: dict[int, int]) -> Iterator[str]:
    rows = ClosingBalance.objects.filter(close=close, account__in=codes)
    kept = dict(rows.values_list("account", "balance_pence"))
    for pk, pence in total.items():
        if kept.get(pk, 0) != pence:
            yield (
                f"{_named(close)} was closed with {kept.get(pk, 0)} pence on account {codes[pk]}; "
                f"its transfers before that day come to {pence}."
            )


def _of_nothing() -> Iterator[str]:
    """Balances of another council's account, or of a close that is not there."""
    others = ClosingBalance.objects.exclude(account__authority=F("close__authority"))
    for pk in others.order_by("pk").values_list("pk", flat=True):
        yield f"Closing balance {pk} is of an account of another council than its period."
    lost = ClosingBalance.objects.exclude(close__in=PeriodClose.objects.all())
    for pk in lost.order_by("pk").values_list("pk", flat=True):
        yield f"Closing balance {pk} is of a period that is not there."


def _reopenings() -> Iterator[str]:
    by_the_same = PeriodReopening.objects.filter(reopened_by=F("close__closed_by"))
    for reopening in by_the_same.select_related("close__authority").order_by("pk"):
        yield f"{_named(reopening.close)} was reopened by the person who closed it."


def _against_the_trail(model: type[Model], event: str) -> Iterator[str]:
    """Each row has its event in the audit trail, and each such event its row."""
    events = AuditEvent.objects.filter(event=event, subject_id__isnull=False)
    told: set[int] = {row.subject_id or 0 for row in events.only("subject_id")}
    there: set[int] = set(model._default_manager.values_list("pk", flat=True))
    for pk in sorted(there - told):
        yield f"The audit trail says nothing of {model._meta.verbose_name} {pk}."
    for pk in sorted(told - there):
        yield f"The audit trail tells of {model._meta.verbose_name} {pk}, which is not there."


def _named(close: PeriodClose) -> str:
    """A period as a sentence begins with it."""
    return f"{close.authority.name}: the period until {close.last_day:%-d %B %Y}"
