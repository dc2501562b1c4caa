"""What the ledger says: balances, and whether it is whole."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import date

from django.db.models import Count, F, Max, Min, Q, QuerySet, Sum

from marketplace.brokerage.models import SupportPlan
from marketplace.brokerage.rules import Deployment
from marketplace.brokerage.triggers import missing_triggers as missing_plan_guards
from payments.ledger.models import Account, Seal, Transfer
from payments.ledger.rules import (
    GENESIS,
    NewAccount,
    SealedRow,
    paid_in_by,
    seal_digest,
    spent_off_plan,
    spent_on,
    unallocated,
)
from payments.ledger.triggers import missing_triggers


def balances(account_ids: Collection[int], *, before: date | None = None) -> dict[int, int]:
    """Debits less credits of each account, in pence; with `before`, effective before that day."""
    total: dict[int, int] = defaultdict(int)
    for side, sign in (("debit", 1), ("credit", -1)):
        moved = Transfer.objects.filter(**{f"{side}__in": account_ids})
        if before is not None:
            moved = moved.filter(effective_date__lt=before)
        for account_id, pence in moved.values_list(side).annotate(Sum("amount_pence")).order_by():
            total[account_id] += sign * pence
    return {account_id: total[account_id] for account_id in account_ids}


def moved_between(
    accounts: QuerySet[Account], *, start: date, until: date
) -> dict[tuple[str, int | None, int | None], int]:
    """Debits less credits with a date in [start, until), by (kind, plan item, stream), in pence."""
    total: dict[tuple[str, int | None, int | None], int] = defaultdict(int)
    for side, sign in (("debit", 1), ("credit", -1)):
        rows = (
            Transfer.objects.filter(
                **{f"{side}__in": accounts},
                effective_date__gte=start,
                effective_date__lt=until,
            )
            .values_list(f"{side}__kind", f"{side}__plan_item", f"{side}__stream")
            .annotate(Sum("amount_pence"))
            .order_by()
        )
        for kind, item, stream, pence in rows:
            total[kind, item, stream] += sign * pence
    return dict(total)


def accounts_of_plans(plan_ids: Collection[int]) -> dict[int, list[NewAccount]]:
    """What approved plans' money is posted between, by council."""
    plans = SupportPlan.objects.filter(pk__in=plan_ids).prefetch_related("items", "budget__streams")
    wanted: dict[int, list[NewAccount]] = defaultdict(list)
    for plan in plans:
        wanted[plan.authority_id].extend(_accounts_of(plan))
    return dict(wanted)


def _accounts_of(plan: SupportPlan) -> Iterator[NewAccount]:
    """The accounts of one plan: unallocated money, each fund, and each fund's share of each item
    that the person pays for."""
    yield unallocated(plan.person_id)
    for stream in plan.budget.streams.all():
        yield paid_in_by(plan.person_id, stream.pk)
        yield spent_off_plan(plan.person_id, stream.pk)
        for item in plan.items.all():
            if item.price_pence and item.deployment == Deployment.DIRECT_PAYMENT:
                yield spent_on(plan.person_id, item.pk, stream.pk)


_SEALED_COLUMNS = (
    "pk",
    "debit_id",
    "credit_id",
    "amount_pence",
    "code",
    "effective_date",
    "source",
    "reference",
    "leg",
    "group",
    "reverses_id",
)


def sealed_rows(
    *, after: int, until: int | None = None, limit: int | None = None
) -> Iterator[SealedRow]:
    """The transfers after one id, up to and with another, as a seal sees them."""
    found = Transfer.objects.filter(pk__gt=after).order_by("pk")
    if until is not None:
        found = found.filter(pk__lte=until)
    for values in found.values_list(*_SEALED_COLUMNS)[:limit].iterator(chunk_size=2000):
        yield SealedRow(*values)


def problems() -> Iterator[str]:
    """Everything that is wrong with the ledger, as sentences; nothing when it is whole.

    The guards of approved plans are its concern too: payments are matched to what those promise.
    """
    for name in [*missing_triggers(), *missing_plan_guards()]:
        yield f"The guard {name} is missing from the database. Run manage.py migrate to put it back."
    yield from _groups_that_do_not_add_up()
    yield from _reversals_that_do_not_mirror()
    yield from _councils_that_mix()
    yield from _broken_seals()


def _groups_that_do_not_add_up() -> Iterator[str]:
    groups = Transfer.objects.values("group").annotate(
        moved=Sum("amount_pence"), least=Min("group_total_pence"), most=Max("group_total_pence")
    )
    for row in groups.order_by("group").iterator():
        if not row["moved"] == row["least"] == row["most"]:
            yield (
                f"Group {row['group']} moves {row['moved']} pence, and its line says {row['most']}."
            )


def _reversals_that_do_not_mirror() -> Iterator[str]:
    for row in Transfer.objects.filter(reverses__isnull=False).select_related("reverses"):
        undone = row.reverses
        if undone is None or (row.debit_id, row.credit_id, row.amount_pence) != (
            undone.credit_id,
            undone.debit_id,
            undone.amount_pence,
        ):
            yield f"Transfer {row.pk} does not undo exactly what it says it undoes."


def _councils_that_mix() -> Iterator[str]:
    mixed = Transfer.objects.filter(
        ~Q(debit__authority_id=F("authority_id")) | ~Q(credit__authority_id=F("authority_id"))
    ).aggregate(found=Count("pk"))["found"]
    if mixed:
        yield f"{mixed} transfers touch an account of another council."


def _broken_seals() -> Iterator[str]:
    previous, after = GENESIS, 0
    for seal in Seal.objects.order_by("pk"):
        if seal.previous_digest != previous:
            yield f"Seal {seal.pk} does not follow the seal before it."
        rows = list(sealed_rows(after=after, until=seal.last_transfer_id))
        if seal_digest(seal.previous_digest, rows) != seal.digest:
            yield (
                f"Seal {seal.pk} is broken: transfers {seal.first_transfer_id} to "
                f"{seal.last_transfer_id} are not as they were sealed."
            )
        previous, after = seal.digest, seal.last_transfer_id
